"""One page A4 for a legislator: the question, the range with its three counts, the fragments with their penalties."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from lawgap.bills import Simulation
from lawgap.models import CELL_VERDICTS, READINGS
from lawgap.outputs.markdown import cautions
from lawgap.outputs.matrix import sides_of
from lawgap.outputs.phrases import Phrases
from lawgap.outputs.saying import days_of, range_of, signatures, standard_of
from lawgap.scoring import Hit, Score

#: Nothing is loaded and nothing runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
#: More than these do not fit on one page; how many more there are is said.
MOST_FRAGMENTS, MOST_OFFENCES = 16, 6
#: Letters of sources.
MOST_SOURCES = 1300


def as_sheet(
    score: Score,
    language: str = "en",
    *,
    bill: Simulation | None = None,
    place: str = "",
    made_on: datetime.date | None = None,
    sources: Mapping[str, str] | None = None,
) -> str:
    """A page to print.

    Args:
        score: the law as it is.
        language: of the words.
        bill: what a bill would change, to be told too.
        place: the name of the place; its code when left out.
        made_on: the date on the page; today when left out.
        sources: words for sources that are keys, by key; what has none is shown as it stands.

    Returns:
        An HTML document of its own: no script, no outside request.
    """
    day = made_on or datetime.date.today()  # noqa: DTZ011 -- the date a reader sees on the paper
    return _Sheet(score, language, bill, place, day, sources or {}).html()


class _Sheet:
    def __init__(
        self, score: Score, language: str, bill: Simulation | None, place: str, made_on: datetime.date,
        sources: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.score, self.phrases, self.bill, self.made_on = score, Phrases(language), bill, made_on
        self.place, self.source_words = place or score.jurisdiction, sources

    def own(self, name: str, /, **values: object) -> str:
        """A phrase of ours, escaped; marked where it is not in the language of the page."""
        text = escape(self.phrases(name, **values))
        return text if self.phrases.own == self.phrases.language else self.marked(text, self.phrases.own)

    def marked(self, text: str, language: str) -> str:
        return f'<span lang="{escape(language)}" dir="auto">{text}</span>'

    def words(self, words: object, otherwise: str = "") -> str:
        """Words of a file, escaped; marked where they are not in the language of the page."""
        text, language = self.phrases.pick(words if isinstance(words, dict) else {}, otherwise)
        return escape(text) if language == self.phrases.language else self.marked(escape(text), language)

    def html(self) -> str:
        style = files("lawgap.outputs").joinpath("sheet.css").read_text(encoding="utf-8")
        central, counts = self.score.counts["central"], self.score.counts
        standard = standard_of(self.score, self.phrases)
        question = self.own("sheet-question", place=self.place, standard=standard)
        answer = self.own(
            "sheet-answer", total=self.score.total, low=counts["low"].offence, high=counts["high"].offence,
            central=central.offence, fragment=central.fragment, none=central.none,
        )  # fmt: skip
        draft = '<p class="mark" aria-hidden="true">' + self.own("draft") + "</p>" if self.score.is_draft else ""
        signed = "".join(f"<li>{self.told(line)}</li>" for line in signatures(self.score, self.phrases))
        parts = [
            "<!doctype html>",
            f'<html lang="{escape(self.phrases.language)}" dir="{"rtl" if self.phrases.mirrored else "ltr"}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(self.phrases('sheet-question', place=self.place, standard=standard))}</title>",
            f"<style>\n{style}</style></head>",
            f"<body><main>{draft}<header><h1>{question}</h1>",
            f'<p class="answer">{answer}</p>',
            f'<ul class="{"signed draft" if self.score.is_draft else "signed"}">{signed}</ul>',
            f"<p>{self.told(days_of(self.score, self.phrases))}</p></header>",
            '<div class="columns">',
            self.readings(),
            self.by_rows(),
            *self.bill_part(),
            *self.provisions("offence", "sheet-offences", MOST_OFFENCES),
            *self.provisions("fragment", "sheet-fragments", MOST_FRAGMENTS),
            self.sources(),
            "</div>",
            f"<footer><p>{self.own('sheet-how')}</p><p>{self.own('made', date=self.made_on.isoformat())}</p></footer>",
            "</main></body></html>",
            "",
        ]
        return "\n".join(parts)

    def told(self, line: str) -> str:
        text = escape(line)
        return text if self.phrases.own == self.phrases.language else self.marked(text, self.phrases.own)

    # --- Its parts ----------------------------------------------------------------------------------

    def table(self, caption: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        heads = "".join(f'<th scope="col">{cell}</th>' for cell in header)
        body = "".join(
            f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
            for row in rows
        )
        return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"

    def readings(self) -> str:
        rows = [
            (self.own(name), *(getattr(self.score.counts[name], verdict) for verdict in CELL_VERDICTS))
            for name in READINGS
        ]
        header = [self.own("reading"), *(self.own(verdict) for verdict in CELL_VERDICTS)]
        return self.table(self.own("sheet-readings"), header, rows)

    def by_rows(self) -> str:
        dimension, _columns = sides_of(self.score.standard)
        rows = []
        for value in dimension.values:
            counts = self.score.by[dimension.code][value.code]
            central = counts["central"]
            numbers = (range_of(counts, self.phrases), *(getattr(central, verdict) for verdict in CELL_VERDICTS))
            rows.append((self.words(value.title, value.code), *numbers))
        title = self.phrases.text(dimension.title, dimension.code)
        header = [self.words(dimension.title, dimension.code), self.own("covered-range")]
        header += [self.own(verdict) for verdict in CELL_VERDICTS]
        return self.table(self.own("sheet-by", dimension=title), header, rows)

    def bill_part(self) -> Iterator[str]:
        if self.bill is None:
            return
        title = self.phrases.text(self.bill.bill.title, self.bill.bill.code)
        yield f'<section class="bill"><h2>{self.own("sheet-bill", bill=title)}</h2>'
        if self.bill.bill.status:
            yield f"<p>{self.words(self.bill.bill.status)}</p>"
        yield "<ul>"
        for name in READINGS:
            change = self.bill.diff[name]
            before, after = self.bill.before.counts[name].offence, self.bill.after.counts[name].offence
            moves = {"gained": change.gained, "lost": change.lost, "before": before, "after": after}
            yield f"<li>{self.own('sheet-moves', reading=self.phrases(name), **moves)}</li>"
        yield from (f"<li>{self.told(line)}</li>" for line in cautions(self.bill, self.phrases))
        untouched = self.bill.untouched
        if untouched:
            must = sum(element.force in ("must", "must_qualified") for element in untouched)
            yield f"<li>{self.own('sheet-untouched', count=len(untouched), must=must)}</li>"
        drafts = [provision.reading for provision in self.bill.bill.adds if not provision.reading.review.is_signed]
        if drafts and not self.score.is_draft:
            yield f"<li>{self.own('unsigned', count=len(drafts), total=len(self.bill.bill.adds))}</li>"
        yield "</ul></section>"

    def provisions(self, kind: str, heading: str, most: int) -> Iterator[str]:
        found = [hit for hit in self.score.scored if hit.reading.kind == kind and _reaches(hit)]
        if not found:
            return
        # Those that reach anything in the central reading first: the others are what a broad reading might add.
        found.sort(key=lambda hit: not _reaches(hit, "central"))
        rows = [
            (
                f"{self.words(hit.provision.title, hit.provision.code)} <small>{escape(hit.provision.code)}</small>"
                + ("" if _reaches(hit, "central") else f" ({self.own('high-only')})"),
                self.told(self.phrases.penalty(hit.provision.penalty)),
            )
            for hit in found[:most]
        ]
        yield self.table(self.own(heading), [self.own("provision"), self.own("penalty")], rows).replace(
            "<table>", '<table class="words">', 1
        )
        if len(found) > most:
            yield f"<p>{self.own('sheet-more', count=len(found) - most)}</p>"

    def sources(self) -> str:
        found = list(dict.fromkeys(source for hit in self.score.scored for source in hit.provision.sources))
        if self.bill is not None:
            found = list(dict.fromkeys([*found, *self.bill.bill.sources]))
        shown, letters = [], 0
        for source in found:
            words = self.source_words.get(source, source)
            letters += max(len(words), 60)  # a short one takes a line too
            if letters > MOST_SOURCES:
                break
            shown.append(words)
        items = [f"<li>{escape(words)}</li>" for words in shown]
        if len(found) > len(shown):
            items.append(f"<li>{self.own('sheet-more', count=len(found) - len(shown))}</li>")
        return f'<section class="sources"><h2>{self.own("sheet-sources")}</h2><ul>{"".join(items)}</ul></section>'


def _reaches(hit: Hit, *readings: str) -> bool:
    return any(hit.masks[name].offence or hit.masks[name].fragment for name in readings or READINGS)
