"""Words in the figures, in English and Traditional Chinese (Hong Kong usage; a draft no second speaker has checked)."""

from __future__ import annotations

from collections.abc import Mapping

from darkfigure.figures.lettering import filled
from darkfigure.words import check_language, interval_words, method_words

EN: Mapping[str, str] = {
    # --- For all ---
    "table": "The same data as a table",
    "known": "{n} known",
    "no-estimate": "no estimate",
    "no-range": "no range",
    "range": "{low} to {high}",
    "range-open": "{low} or more",
    "axis-total": "All cases, seen and unseen (logarithmic scale)",
    "no-limit": "no limit",
    "thousands": "k stands for thousands, m for millions.",
    "column-method": "Method",
    "column-total": "Total",
    "column-lower": "Lower limit",
    "column-upper": "Upper limit",
    "column-interval": "Interval",
    "column-level": "Level",
    "column-reason": "Why not",
    "column-cases": "Cases seen",
    # --- Why there is no estimate ---
    "reason-one-list": "only one list",
    "reason-no-overlap": "no case is on two lists",
    "reason-no-maximum": "the best number would grow without end",
    "reason-not-identifiable": "very different totals fit equally well",
    "reason-no-admissible-model": "no model gives one",
    # --- Overlaps ---
    "overlap-title": "How many cases the lists share",
    "overlap-caption": "Each square holds the cases on both lists, darker where they are a larger part of the shorter list. "
    "Framed squares hold all cases of one list.",
    "overlap-hidden": "Counts from 1 to {most} are hidden and shown as {sign}.",
    "overlap-description": "{lists} lists, {pairs} pairs of lists; {empty} pairs share no case.",
    "overlap-largest": "The largest overlap is that of {first} and {second}: {cases}.",
    "overlap-legend-total": "all cases of the list",
    "overlap-legend-empty": "no case on both",
    "overlap-legend-hidden": "hidden: fewer than {k}",
    "column-first": "First list",
    "column-second": "Second list",
    "column-both": "Cases on both",
    "all-of-it": "(all of the list)",
    # --- Methods ---
    "forest-title": "What each method says",
    "forest-caption": "Dot: the estimate. Line: its range; an arrow where it goes on. Triangle: an estimate that is a lower "
    "bound. The upright line at the left is the number of "
    "cases known: the total cannot be smaller. Striped: from the lowest to the highest limit of the methods that count.",
    "forest-together": "The methods that count, together",
    "forest-said": "The methods that count, together, span {range}.",
    "forest-description": "{given} of {of} methods give an estimate; {n} cases are known.",
    "forest-span": "The estimates go from {low} ({low_method}) to {high} ({high_method}).",
    # --- Models ---
    "cloud-title": "How much the choice of model matters",
    "cloud-caption": "Each point is a model: how many cases it says there are, and how far it falls behind the model that "
    "fits best. Models in the shaded strip fit almost as well as the best. The numbered ones are listed below.",
    "cloud-more": "{more} models that fall further behind are not shown.",
    "cloud-description": "{models} models. Those within {near} of the best fit say {low} to {high}.",
    "cloud-table-limit": "The table holds the {rows} best models.",
    "cloud-axis": "Behind the best (BIC)",
    "column-model": "Model",
    "column-bic": "BIC",
    "column-behind": "Behind the best",
    # --- Bootstrap ---
    "bootstrap-title": "Redrawn tables: {method}",
    "bootstrap-caption": "Each bar counts the redrawn tables whose estimate falls there; the upright line is the estimate "
    "from the real table. Beneath are the ranges read from them.",
    "bootstrap-failed": "{failed} of {of} redrawn tables gave no estimate.",
    "bootstrap-beyond": "{count} estimates lie beyond the right edge; the striped bar holds them.",
    "bootstrap-description": "{count} redrawn tables; the middle one of their estimates is {middle}, half lie between {low} "
    "and {high}. The estimate from the real table is {total}.",
    "bootstrap-axis": "How many tables",
    "bootstrap-estimate": "estimate {total}",
    "bootstrap-level": "{name}, {level}",
    "column-from": "From",
    "column-to": "To below",
    "column-replicates": "Redrawn tables",
    "column-share": "Share",
    "bootstrap-limits": "{name}, {level}: {range}.",
    # --- Without a list ---
    "ladder-title": "The estimate without one of the lists",
    "ladder-caption": "The broken line is the estimate with all lists ({total}). Each triangle is the estimate when one list "
    "is left out, pointing the way it moves; a dot hardly moves.",
    "ladder-caption-none": "With all lists there is no estimate. Each dot is the estimate when one list is left out.",
    "ladder-description": "Leaving out one list gives {low} (without {low_list}) to {high} (without {high_list}).",
    "ladder-none": "Leaving out any list leaves no estimate.",
    "ladder-row": "without {list}",
    "ladder-all": "all lists: {total}",
    "column-without": "List left out",
    "column-change": "Change",
    "all-lists": "(none)",
    # --- Departures ---
    "departure-title": "What would have to be true",
    "departure-caption": "No data show how many cases no list could see. The curve says what the total would be if the "
    "unseen were more or fewer than the model says ({unseen}). Hollow letters lie beyond the curve.",
    "departure-description": "With {n} known and {unseen} modelled as unseen, a quarter of the unseen gives a total of {low}, "
    "four times the unseen {high}.",
    "departure-axis": "The unseen, as a multiple of what the model says",
    "departure-total": "All cases",
    "departure-model": "as modelled: {total}",
    "departure-claim": "{total} in all",
    "departure-needs": "needs {factor} times the modelled unseen",
    "departure-impossible": "cannot be: {n} are known",
    "departure-never": "cannot be: the model leaves none unseen",
    "departure-said": "{total} needs {factor} times the modelled unseen.",
    "column-claim": "Total",
    "column-factor": "Unseen, times the model",
    "column-unseen": "Unseen cases",
    "impossible": "impossible",
    "hidden": "hidden",
    # --- Thresholds ---
    "threshold-title": "The estimate at each threshold",
    "threshold-caption": "Stepwise selection adds a link between two lists when its p-value is below a threshold. A higher "
    "threshold lets more links in.",
    "threshold-axis": "Threshold for the p-value",
    "threshold-total": "All cases",
    "threshold-description": "From threshold {first} to {last} the estimates lie between {low} and {high}.",
    "threshold-none": "At no threshold is there an estimate.",
    "column-threshold": "Threshold",
    # --- Pairs ---
    "chapman-title": "What each pair of lists says on its own",
    "chapman-caption": "Each square holds the total that two lists give by themselves (Chapman), darker where it is higher. "
    "Totals far apart are the plainest sign that lists depend on each other.",
    "chapman-description": "{given} of {of} pairs give a total, from {low} ({low_pair}) to {high} ({high_pair}).",
    "chapman-hidden": "{hidden} pairs are hidden, since they rest on fewer than {k} cases.",
    "chapman-none": "No pair of lists shares a case.",
    "chapman-legend-empty": "no case on both: no total",
    "chapman-legend-ends": "framed: the lowest and the highest",
    "pair": "{first} and {second}",
    "column-first-cases": "Cases on the first",
    "column-second-cases": "Cases on the second",
    # --- The range ---
    "bar-title": "What is known, and the range of the total",
    "bar-description": "{n} cases are known. The total is put between {low} and {high}.",
    "bar-description-open": "{n} cases are known. The total is put at {low} or more; the data set no upper limit.",
    "bar-caption": "Solid: cases known. Striped: the total lies somewhere here, if the assumptions hold.",
    "bar-known": "known",
    "bar-low": "lowest",
    "bar-high": "highest",
    "bar-open": "no upper limit",
    "column-what": "What",
    "column-number": "Cases",
}

ZH_HANT: Mapping[str, str] = {
    # --- For all ---
    "table": "以表格列出同樣的數據",
    "known": "已知{n}",
    "no-estimate": "沒有估算",
    "no-range": "沒有區間",
    "range": "{low}至{high}",
    "range-open": "{low}或以上",
    "axis-total": "個案總數，包括未見的（對數刻度）",
    "no-limit": "沒有上限",
    "thousands": "k代表千，m代表百萬。",
    "column-method": "方法",
    "column-total": "總數",
    "column-lower": "下限",
    "column-upper": "上限",
    "column-interval": "區間",
    "column-level": "水平",
    "column-reason": "為何沒有",
    "column-cases": "已見個案",
    # --- Why there is no estimate ---
    "reason-one-list": "只有一份名單",
    "reason-no-overlap": "沒有個案同時在兩份名單上",
    "reason-no-maximum": "最佳數值會無限增大",
    "reason-not-identifiable": "相差很遠的總數同樣符合數據",
    "reason-no-admissible-model": "沒有模型能得出估算",
    # --- Overlaps ---
    "overlap-title": "各份名單有多少相同個案",
    "overlap-caption": "每格是同時在兩份名單上的個案數目；佔較短名單的比例愈高，顏色愈深。有框的格是一份名單的全部個案。",
    "overlap-hidden": "1至{most}的數目不予公開，以{sign}表示。",
    "overlap-description": "{lists}份名單，{pairs}對名單；其中{empty}對沒有相同個案。",
    "overlap-largest": "重疊最多的是{first}與{second}：{cases}宗。",
    "overlap-legend-total": "該名單的全部個案",
    "overlap-legend-empty": "沒有相同個案",
    "overlap-legend-hidden": "不予公開：少於{k}",
    "column-first": "第一份名單",
    "column-second": "第二份名單",
    "column-both": "相同個案",
    "all-of-it": "（名單全部）",
    # --- Methods ---
    "forest-title": "各種方法得出的結果",
    "forest-caption": "圓點：估算。橫線：區間；箭嘴表示仍會延伸。三角：屬於下限的估算。左邊的直線是已知個案的數目，總數不會更少。斜紋：獲採納的方法之中，由最低的下限至最高的上限。",
    "forest-together": "獲採納方法的整體範圍",
    "forest-said": "獲採納方法的整體範圍是{range}。",
    "forest-description": "{of}種方法之中，{given}種得出估算；已知個案{n}宗。",
    "forest-span": "估算由{low}（{low_method}）至{high}（{high_method}）。",
    # --- Models ---
    "cloud-title": "選用哪個模型有多大影響",
    "cloud-caption": "每一點是一個模型：它得出的總數，以及它比最佳模型差多少。陰影之內的模型，與最佳模型幾乎同樣符合數據。有編號的列於下方。",
    "cloud-more": "另有{more}個相差更遠的模型沒有畫出。",
    "cloud-description": "{models}個模型。與最佳模型相差{near}以內的，得出{low}至{high}。",
    "cloud-table-limit": "表格只列出最佳的{rows}個模型。",
    "cloud-axis": "比最佳模型差多少（BIC）",
    "column-model": "模型",
    "column-bic": "BIC",
    "column-behind": "比最佳差",
    # --- Bootstrap ---
    "bootstrap-title": "重新抽取個案：{method}",
    "bootstrap-caption": "每條柱是估算落在該處的重抽表格數目；直線是由真實表格得出的估算。下方是由此得出的各個區間。",
    "bootstrap-failed": "{of}個重抽表格之中，有{failed}個得不出估算。",
    "bootstrap-beyond": "有{count}個估算超出右邊界，由斜紋柱表示。",
    "bootstrap-description": "{count}個重抽表格；估算的中位數是{middle}，一半在{low}與{high}之間。真實表格的估算是{total}。",
    "bootstrap-axis": "表格數目",
    "bootstrap-estimate": "估算{total}",
    "bootstrap-level": "{name}，{level}",
    "column-from": "由",
    "column-to": "至（不包括）",
    "column-replicates": "重抽表格",
    "column-share": "比例",
    "bootstrap-limits": "{name}，{level}：{range}。",
    # --- Without a list ---
    "ladder-title": "剔除一份名單後的估算",
    "ladder-caption": "虛線是使用全部名單的估算（{total}）。每個三角是剔除一份名單後的估算，指向變動的方向；圓點表示幾乎不變。",
    "ladder-caption-none": "使用全部名單得不出估算。每個圓點是剔除一份名單後的估算。",
    "ladder-description": "剔除一份名單，估算由{low}（剔除{low_list}）至{high}（剔除{high_list}）。",
    "ladder-none": "剔除任何一份名單都得不出估算。",
    "ladder-row": "剔除{list}",
    "ladder-all": "全部名單：{total}",
    "column-without": "剔除的名單",
    "column-change": "變動",
    "all-lists": "（無）",
    # --- Departures ---
    "departure-title": "要怎樣才會成立",
    "departure-caption": "沒有數據能顯示有多少個案是任何名單都看不見的。曲線顯示：如果未見的個案多於或少於模型所說的（{unseen}），總數會是多少。空心字母不在曲線之上。",
    "departure-description": "已知{n}宗，模型所說的未見個案為{unseen}宗；若未見的只有四分之一，總數是{low}，若是四倍，總數是{high}。",
    "departure-axis": "未見個案是模型所說的多少倍",
    "departure-total": "個案總數",
    "departure-model": "按模型：{total}",
    "departure-claim": "總數{total}",
    "departure-needs": "未見的須為模型所說的{factor}倍",
    "departure-impossible": "不可能：已知有{n}宗",
    "departure-never": "不可能：按模型沒有未見的個案",
    "departure-said": "總數{total}：未見的須為模型所說的{factor}倍。",
    "column-claim": "總數",
    "column-factor": "未見個案，模型的倍數",
    "column-unseen": "未見個案",
    "impossible": "不可能",
    "hidden": "不公開",
    # --- Thresholds ---
    "threshold-title": "不同門檻下的估算",
    "threshold-caption": "逐步選取法在p值低於門檻時，加入兩份名單之間的一項關連。門檻愈高，計入的關連愈多。",
    "threshold-axis": "p值的門檻",
    "threshold-total": "個案總數",
    "threshold-description": "門檻由{first}至{last}，估算在{low}與{high}之間。",
    "threshold-none": "任何門檻都得不出估算。",
    "column-threshold": "門檻",
    # --- Pairs ---
    "chapman-title": "每兩份名單單獨得出的總數",
    "chapman-caption": "每格是單憑兩份名單得出的總數（Chapman），愈高顏色愈深。總數相差很遠，是名單互相影響最明顯的跡象。",
    "chapman-description": "{of}對名單之中，{given}對得出總數，由{low}（{low_pair}）至{high}（{high_pair}）。",
    "chapman-hidden": "有{hidden}對所依據的個案少於{k}宗，不予公開。",
    "chapman-none": "沒有任何兩份名單有相同個案。",
    "chapman-legend-empty": "沒有相同個案，沒有總數",
    "chapman-legend-ends": "有框：最低和最高",
    "pair": "{first}與{second}",
    "column-first-cases": "第一份名單的個案",
    "column-second-cases": "第二份名單的個案",
    # --- The range ---
    "bar-title": "已知的數目，以及總數的範圍",
    "bar-description": "已知個案{n}宗。總數估計在{low}與{high}之間。",
    "bar-description-open": "已知個案{n}宗。總數估計為{low}或以上；數據不能定出上限。",
    "bar-caption": "實色：已知個案。斜紋：若各項假設成立，總數就在這個範圍之內。",
    "bar-known": "已知",
    "bar-low": "最低",
    "bar-high": "最高",
    "bar-open": "沒有上限",
    "column-what": "項目",
    "column-number": "個案",
}

_BOOKS: Mapping[str, Mapping[str, str]] = {"en": EN, "zh-hant": ZH_HANT}


class Words:
    """The words of a figure: those of a language, with the user's own in place of some.

    Args:
        language: ``en`` or ``zh-hant``, or a tag that means one of them.
        own: phrases of the user by the keys of this module; others keep theirs.

    Raises:
        ValueError: when there are no words in the language.
    """

    def __init__(self, language: str = "en", own: Mapping[str, str] | None = None) -> None:
        self.language = check_language(language)
        self._phrases = {**_BOOKS[self.language], **(own or {})}

    def __call__(self, key: str, **values: str) -> str:
        """Return a phrase with its values.

        Args:
            key: which one.
            **values: what stands in it.
        """
        return filled(self._phrases[key], **values)

    def joined(self, *sentences: str) -> str:
        """Return sentences one after the other; empty ones are left out."""
        return ("" if self.language == "zh-hant" else " ").join(one for one in sentences if one)

    def method(self, code: str) -> str:
        """Return the name of a method, or its code where there is no name."""
        try:
            return method_words(code, self.language)[0]
        except KeyError:
            return code

    def interval(self, code: str) -> str:
        """Return the name of a kind of interval, or its code where there is no name."""
        try:
            return interval_words(code, self.language)[0]
        except KeyError:
            return code

    def reason(self, code: str) -> str:
        """Return why there is no estimate in a few words, or the code where there are none."""
        return self._phrases.get(f"reason-{code}", code)
