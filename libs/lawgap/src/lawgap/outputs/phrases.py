"""The words of the outputs themselves, in English and Traditional Chinese; whatever else is asked for falls back to English.

The words of laws and standards come from their files, by language; these are the words between them.
"""

from __future__ import annotations

from collections.abc import Mapping

from lawgap.models import Penalty, Words

#: Languages written from right to left, by the first part of their tag.
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"})

_EN: Mapping[str, str] = {
    "offence": "covered",
    "fragment": "fragment only",
    "none": "not covered",
    "letter-offence": "C",
    "letter-fragment": "F",
    "letter-none": "N",
    "low": "strict reading (low)",
    "central": "central reading",
    "high": "broad reading (high)",
    "reading": "Reading",
    "cells": "Cells",
    "of": "{count} of {total}",
    "range": "{low}–{high}",
    "matrix-title": "What the law of {place} covers of the {standard}",
    "matrix-title-bill": "What the law of {place} would cover of the {standard} with ‘{bill}’",
    "matrix-range": "Covered: between {low} and {high} of {total} kinds of conduct, {central} in the central reading. "
    "There, a fragment alone reaches {fragment}, and nothing reaches {none}.",
    "as-of": "Law as of {date}.",
    "read-on": "Readings as of {date}.",
    "draft": "UNSIGNED DRAFT",
    "unsigned": "Unsigned draft: of {total} provisions read here, nobody has signed {count}.",
    "nobody": "Unsigned draft: nobody has signed any of the {total} provisions read here.",
    "nobody-one": "Unsigned draft: nobody has signed the one provision read here.",
    "nothing-read": "No provision in force on that day has been read.",
    "stale": "The text of {count} provisions has changed since they were read.",
    "signed": "Signed by {names}.",
    "signature": "{name}, {role}, {date}",
    "signature-plain": "{name}, {date}",
    "legend": "C covered: an offence of this kind reaches it · F fragment only: a provision catches a part · "
    "N: neither. ‘16 of 16’ counts the kinds of conduct in a box (central reading). Where readings differ, the line "
    "below gives the covered ones, strict–broad.",
    "row": "{row}: {offence} covered, {fragment} fragment only, {none} not covered, of {total} (central reading); "
    "covered between {low} and {high}.",
    "panel": "{dimension}: {value}",
    "covered-range": "Covered, low–high",
    "by-value": "By value of each dimension; the three counts are those of the {reading}:",
    "provision": "Provision",
    "penalty": "Most a court may impose",
    "life": "life in prison",
    "year": "1 year",
    "years": "{count} years",
    "month": "1 month",
    "months": "{count} months",
    "fine": "fine: {text}",
    "unknown-penalty": "not known here",
    "sheet-question": "What does the law of {place} cover of the {standard}?",
    "sheet-answer": "Of {total} kinds of conduct in the standard, the law covers between {low} and {high}; {central} "
    "in the central reading. A further {fragment} are caught in part only, and {none} not at all.",
    "sheet-readings": "The three counts in each reading",
    "sheet-by": "{dimension}: the central reading, and the range of what is covered",
    "sheet-fragments": "Provisions that catch only a part, with their penalties",
    "sheet-offences": "Offences that reach the whole conduct",
    "high-only": "in the broad reading only",
    "sheet-bill": "What the bill would change: {bill}",
    "sheet-moves": "{reading}: {before} covered today, {after} with the bill; {gained} kinds of conduct gain, {lost} lose.",
    "sheet-untouched": "Duties of the standard it does not touch: {count}, of which {must} are stated as a must.",
    "sheet-signed": "Who signed",
    "sheet-sources": "Sources",
    "sheet-more": "and {count} more; the data of this sheet name them all",
    "sheet-how": "A conduct is one act, by one means, for one purpose, as the standard names them. Whether a provision "
    "reaches it is a lawyer’s reading; where that is in doubt, the strict reading leaves it out and the broad one takes "
    "it in. A fragment is never counted as covered.",
    "made": "Made on {date} with lawgap.",
    "cells-lost": "{reading}: {count} kinds of conduct get a worse verdict than today.",
    "duties-untouched": "It touches none of {count} duties that the standard states as a must.",
    "penalty-lower": "The longest prison term of {provision} would be shorter than today.",
    "not-in-force": "{provision} is not in force on that day; the bill changes nothing there.",
    "warnings": "To be looked at",
    "none-of-them": "None.",
}

_ZH_HANT: Mapping[str, str] = {
    "offence": "涵蓋",
    "fragment": "只涉部分",
    "none": "未涵蓋",
    "letter-offence": "C",
    "letter-fragment": "F",
    "letter-none": "N",
    "low": "嚴格解讀（低）",
    "central": "居中解讀",
    "high": "寬鬆解讀（高）",
    "reading": "解讀",
    "cells": "格數",
    "of": "{total}之{count}",
    "range": "{low}–{high}",
    "matrix-title": "{place}法律涵蓋{standard}的程度",
    "matrix-title-bill": "加上「{bill}」後，{place}法律會涵蓋{standard}的程度",
    "matrix-range": "涵蓋：{total}種行為之中{low}至{high}種，居中解讀為{central}種；另有{fragment}種只涉部分，{none}種完全未涵蓋。",
    "as-of": "按{date}的法律。",
    "read-on": "按{date}的解讀。",
    "draft": "未簽署草稿",
    "unsigned": "未簽署草稿：這裏所讀的{total}項條文之中，{count}項沒有人簽署。",
    "nobody": "未簽署草稿：這裏所讀的{total}項條文，沒有一項有人簽署。",
    "nobody-one": "未簽署草稿：這裏所讀的一項條文沒有人簽署。",
    "nothing-read": "當日生效的條文沒有一項已閱讀。",
    "stale": "{count}項條文的文本在閱讀之後有改動。",
    "signed": "簽署人：{names}。",
    "signature": "{name}，{role}，{date}",
    "signature-plain": "{name}，{date}",
    "legend": "C 涵蓋：有針對該行為的罪行 · F 只涉部分：有條文處理其中一部分 · N：兩者皆無。「16之16」為該格行為的數目（居中解讀）。"
    "如各種解讀不同，下一行列出涵蓋的數目：嚴格–寬鬆。",
    "row": "{row}：{total}種之中，涵蓋{offence}種，只涉部分{fragment}種，未涵蓋{none}種（居中解讀）；涵蓋{low}至{high}種。",
    "panel": "{dimension}：{value}",
    "covered-range": "涵蓋，低–高",
    "by-value": "按每個範疇的各項；三個數目屬{reading}：",
    "provision": "條文",
    "penalty": "最高刑罰",
    "life": "終身監禁",
    "year": "1年",
    "years": "{count}年",
    "month": "1個月",
    "months": "{count}個月",
    "fine": "罰款：{text}",
    "unknown-penalty": "在此不詳",
    "sheet-question": "{place}法律涵蓋{standard}多少？",
    "sheet-answer": "準則列出{total}種行為，法律涵蓋{low}至{high}種；居中解讀為{central}種。另有{fragment}種只涉部分，{none}種完全未涵蓋。",
    "sheet-readings": "各種解讀的三個數目",
    "sheet-by": "按{dimension}（居中解讀；並列涵蓋範圍）",
    "sheet-fragments": "只涉部分的條文及其刑罰",
    "sheet-offences": "涵蓋整項行為的罪行",
    "high-only": "只限寬鬆解讀",
    "sheet-bill": "法案會帶來的改變：{bill}",
    "sheet-moves": "{reading}：現時涵蓋{before}種，有法案則為{after}種；{gained}種行為得益，{lost}種變差。",
    "sheet-untouched": "沒有觸及的準則責任：{count}項，其中{must}項屬必須履行。",
    "sheet-signed": "簽署人",
    "sheet-sources": "資料來源",
    "sheet-more": "另有{count}項；本頁所據的資料全部列出",
    "sheet-how": "一種行為由準則所列的一個行為、一種手段和一個目的組成。條文是否涵蓋，是律師的解讀；如有疑問，嚴格解讀不計，寬鬆解讀計入。只涉部分從不當作涵蓋。",
    "made": "{date}以 lawgap 製作。",
    "cells-lost": "{reading}：{count}種行為比現時更差。",
    "duties-untouched": "法案沒有觸及準則列為必須的{count}項責任。",
    "penalty-lower": "{provision}的最長監禁期會比現時短。",
    "not-in-force": "{provision}當日並未生效；法案在此不帶來改變。",
    "warnings": "須留意",
    "none-of-them": "沒有。",
}

_BOOKS = {"en": _EN, "zh-hant": _ZH_HANT}
#: The languages there are words in.
LANGUAGES = tuple(_BOOKS)


class Phrases:
    """The words of one language.

    Args:
        language: its tag, such as ``zh-hant``.

    Attributes:
        language: the tag.
        own: the language the outputs' own words are in: the same, or English.
        mirrored: whether the language is written from right to left.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language.lower().replace("_", "-")
        self.own = self.language if self.language in _BOOKS else "en"
        self.mirrored = self.language.partition("-")[0] in RIGHT_TO_LEFT
        self._book = _BOOKS[self.own]

    def __call__(self, name: str, /, **values: object) -> str:
        """A phrase with its values."""
        return self._book[name].format(**values)

    def pick(self, words: Words, otherwise: str = "") -> tuple[str, str]:
        """Words of a file and the language they are in.

        Args:
            words: by language.
            otherwise: what to show when there are none, such as a code.
        """
        for language in (self.language, "en", *words):
            if language in words:
                return words[language], language
        return otherwise, "en"

    def text(self, words: Words, otherwise: str = "") -> str:
        """Words of a file, without their language."""
        return self.pick(words, otherwise)[0]

    def penalty(self, penalty: Penalty) -> str:
        """The most a court may impose, in words."""
        found = []
        if penalty.life:
            found.append(self("life"))
        for unit, count in (("year", penalty.years), ("month", penalty.months)):
            if count:
                found.append(self(unit) if count == "1" else self(f"{unit}s", count=count))
        if penalty.fine:
            found.append(self("fine", text=penalty.fine))
        if penalty.note:
            found.append(self.text(penalty.note))
        return " · ".join(found) or self("unknown-penalty")
