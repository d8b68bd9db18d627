"""Check the links in the documentation: every file and heading they name exists. Nothing is asked of the network."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import unquote

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub makes of a document's headings."""
    made: set[str] = set()
    for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()).replace(" ", "-")
        number, name = 0, plain
        while name in made:
            number += 1
            name = f"{plain}-{number}"
        made.add(name)
    return made | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


def faults(root: Path) -> list[str]:
    """Return one sentence for each link that leads nowhere."""
    found = []
    documents = [
        *root.glob("*.md"),
        *root.glob("docs/**/*.md"),
        *root.glob("deploy/**/*.md"),
        *root.glob("benchmarks/*.md"),
    ]
    for document in sorted(documents):
        text = FENCE.sub(lambda match: "\n" * match.group().count("\n"), document.read_text(encoding="utf-8"))
        for match in LINK.finditer(text):
            target = match.group(1) or match.group(2)
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            path, _, anchor = target.partition("#")
            place = (document.parent / unquote(path)).resolve() if path else document
            line = text.count("\n", 0, match.start()) + 1
            where = f"{document.relative_to(root)}:{line}"
            if not place.exists():
                found.append(f"{where}: {target} does not exist")
            elif anchor and place.suffix == ".md" and anchor not in anchors(place.read_text(encoding="utf-8")):
                found.append(f"{where}: {path or document.name} has no heading #{anchor}")
    return found


if __name__ == "__main__":
    wrong = faults(Path.cwd())
    print(*wrong, sep="\n")  # noqa: T201
    sys.exit(bool(wrong))
