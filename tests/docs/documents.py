"""The documentation as tests read it: what is named as code, the rows of its tables, its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
HEADING = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A Markdown file of the documentation.

    Args:
        path: its path below the repository.
        text: what it says.
    """

    path: str
    text: str

    @property
    def code(self) -> set[str]:
        """Everything between backticks, and each word of it."""
        spans = {" ".join(found[1].split()) for found in CODE.findall(FENCE.sub("", self.text))}
        return spans | {word.strip(",;:") for span in spans for word in span.split()}

    @property
    def prose(self) -> str:
        """The words people read, without code."""
        return CODE.sub(" ", FENCE.sub("", self.text))

    def section(self, title: str) -> Document:
        """The part below a heading, up to the next one of its level or a higher one."""
        for heading in HEADING.finditer(self.text):
            if heading[2].strip() != title:
                continue
            rest = self.text[heading.end() :]
            following = re.search(rf"^#{{1,{len(heading[1])}}} ", rest, re.MULTILINE)
            return Document(f"{self.path}#{title}", rest[: following.start()] if following else rest)
        raise AssertionError(f"{self.path} has no heading ‘{title}’")

    def rows(self) -> list[list[str]]:
        """The cells of every row of its tables, headings and rules left out."""
        found: list[list[str]] = []
        lines = self.text.splitlines()
        for number, line in enumerate(lines):
            is_heading = number + 1 < len(lines) and re.fullmatch(r"\|(?:-+\|)+", lines[number + 1])
            if line.startswith("|") and not is_heading and not re.fullmatch(r"\|(?:-+\|)+", line):
                found.append([cell.strip() for cell in line.strip("|").split("|")])
        return found

    def first_cells(self) -> set[str]:
        """The code in the first cell of each row."""
        return {" ".join(found[1].split()) for row in self.rows() for found in CODE.findall(row[0])}


@cache
def document(path: str) -> Document:
    """Read a document.

    Args:
        path: its path below the repository.
    """
    return Document(path, (ROOT / path).read_text(encoding="utf-8"))


def documents() -> list[Document]:
    """Every Markdown file of the documentation."""
    places = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("packs/*/*.md"),
        *ROOT.glob("deploy/**/*.md"),
        *ROOT.glob("benchmarks/**/*.md"),
    ]
    return [document(str(place.relative_to(ROOT))) for place in sorted(places)]
