"""Files made to hurt: each gets a plain answer, and none of it reaches the database."""

from __future__ import annotations

import pytest
import yaml

from causeway.ops.packs.faults import Faults
from causeway.ops.packs.markdown import read_markdown
from causeway.ops.packs.yamlfile import PackLoader, read_yaml

EN = "pages/help/appeal/en.md"
FRONT = '---\ntype: guide\ntitle: "A"\nsection: legal\n---\n'
BILLION_LAUGHS = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"

FILES = [
    ("empty", EN, b"", "empty"),
    ("only-space", EN, b" \n\n", "empty"),
    ("too-large", EN, FRONT.encode() + b"x\n" * 600_000, "at most 1,048,576"),
    ("utf-16", EN, FRONT.encode("utf-16"), "UTF-16"),
    ("utf-16-no-mark", EN, FRONT.encode("utf-16-be"), "UTF-16"),
    ("utf-32", EN, FRONT.encode("utf-32"), "UTF-16 (or UTF-32)"),
    ("big5-hkscs", EN, (FRONT + "香港嘅人權喺度\n").encode("big5hkscs"), "Big5"),
    ("latin-1", EN, (FRONT + "café\n").encode("latin-1"), "not UTF-8"),
    ("byte-order-mark", EN, b"\xef\xbb\xbf" + FRONT.encode(), "byte order mark"),
    ("windows-ends", EN, FRONT.replace("\n", "\r\n").encode(), "CRLF"),
    ("old-mac-ends", EN, FRONT.replace("\n", "\r").encode(), "CRLF"),
    ("nul", EN, FRONT.encode() + b"a\0b\n", "NUL"),
    ("override", EN, (FRONT + "pay \u202egnihton\u202c\n").encode(), "RIGHT-TO-LEFT OVERRIDE"),
    ("isolate", EN, (FRONT + "pay \u2066x\u2069\n").encode(), "LEFT-TO-RIGHT ISOLATE"),
    ("line-separator", EN, (FRONT + "a\u2028b\n").encode(), "hidden control character"),
    ("tags", EN, (FRONT + "a\U000e0041b\n").encode(), "hidden control character"),
    ("replacement", EN, (FRONT + "a\ufffdb\n").encode(), "damaged character"),
    ("override-as-entity", EN, (FRONT + "pay &#8238;x\n").encode(), "RIGHT-TO-LEFT OVERRIDE"),
    ("override-in-yaml", EN, FRONT.replace('"A"', r'"A\u202eB"').encode(), "RIGHT-TO-LEFT OVERRIDE"),
    ("front-matter-missing", EN, b"Just text\n", "begins with a line '---'"),
    ("front-matter-open", EN, b"---\ntype: guide\n", "never closed"),
    ("front-matter-list", EN, b"---\n- a\n---\n", "it needs fields"),
    ("front-matter-nothing", EN, b"---\n---\n", "nothing here"),
    ("front-matter-deep", EN, b"---\ntype: " + b"[" * 5000 + b"\n---\n", "nested more than"),
    ("directive-open", EN, (FRONT + "::: steps\n### a\nb\n").encode(), "never closed"),
    ("directive-in-directive", EN, (FRONT + "::: next\na\n::: next\nb\n:::\n").encode(), "before the directive"),
    ("lists-in-one-line", EN, (FRONT + "- " * 50_000 + "x\n").encode(), "spaces at the end|list or quotation"),
    ("quotes-in-one-line", EN, (FRONT + ">" * 50_000 + "x\n").encode(), "list or quotation|quotation"),
    ("indentation", EN, (FRONT + "- a\n" + " " * 900 + "- b\n").encode(), "indented"),
    ("ladder", EN, (FRONT + "".join(" " * (2 * n) + "- x\n" for n in range(400))).encode(), "indented"),
    ("million-columns", EN, (FRONT + "x" * 1_000_000 + "\n").encode(), "divide it"),
    ("brackets", EN, (FRONT + "[" * 900_000 + "\n").encode(), "divide it"),
    ("image-brackets", EN, (FRONT + "![" * 400_000 + "\n").encode(), "divide it"),
    ("a-million-paragraph-lines", EN, (FRONT + "a\n" * 50_000).encode(), "divide it"),
    ("alias-bomb", "facts/basics.yaml", BILLION_LAUGHS.encode(), "an anchor (&a)"),
    ("alias", "sources/papers.yaml", b"sources: *x\n", "an alias (*x)"),
    ("python-tag", "facts/basics.yaml", b"facts: !!python/object/apply:os.system ['true']\n", "a tag"),
    ("own-tag", "facts/basics.yaml", b"facts: !include /etc/passwd\n", "a tag"),
    ("tag-directive", "facts/basics.yaml", b"%TAG ! tag:x,2000:\n---\nfacts: []\n", "% directive"),
    ("merge-key", "topics.yaml", b"topics:\n  - <<: {key: a}\n", "'<<'"),
    ("two-documents", "topics.yaml", b"topics: []\n---\ntopics: []\n", "a second document"),
    ("duplicate-key", "topics.yaml", b"topics: []\ntopics: []\n", "twice (first in line 1)"),
    ("list-as-key", "topics.yaml", b"? [a, b]\n: c\n", "one word"),
    ("deep-yaml", "topics.yaml", b"topics: " + b"[" * 100_000 + b"\n", "nested more than"),
    ("deep-mappings", "topics.yaml", b"topics: " + b"{a: " * 10_000 + b"\n", "nested more than"),
    ("million-values", "topics.yaml", b"topics: [" + b"a," * 500_000 + b"]\n", "more than 200,000 values"),
    ("open-quote", "topics.yaml", b'topics: "a\n', "not YAML"),
    ("tab-indentation", "topics.yaml", b"topics:\n\t- key: a\n", "a tab"),
    ("text-for-list", "topics.yaml", b"topics: all of them\n", "it needs a list"),
    ("list-for-text", "pack.yaml", b"name: [a]\n", "it needs text"),
    ("not-a-picture", "images/a.png", b"<svg onload=alert(1)>", "no picture a browser can show"),
    ("svg", "images/a.svg", b"<svg/>", "a picture is images/NAME"),
]


@pytest.mark.parametrize(("file", "content", "says"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_hostile_file_gets_a_plain_answer(folder, file, content, says):
    """Each file alone, in an otherwise sound pack: a fault of that file, never a crash, never silence."""
    folder.write(file, content)
    _pack, faults = folder.check()
    found = [str(fault) for fault in faults.blocking if fault.path == file]
    assert any(part in fault for fault in found for part in says.split("|")), found
    assert all(fault.isprintable() for fault in found)


@pytest.mark.parametrize(
    "text",
    ["[a](" * 60_000, "**a " * 60_000, "`a" * 100_000, "<a " * 80_000, "&" * 300_000, "\\" * 300_000, "- a\n" * 10_000],
    ids=lambda text: text[:4].strip(),
)
def test_hostile_markdown_is_answered(text):
    """Inputs that make Markdown readers slow; the test's own limit is the suite's."""
    faults = Faults()
    read_markdown(text, EN, 1, faults)
    assert len(faults) < 60


def test_values_never_become_anything_but_text():
    """Norway, octal, dates and sexagesimals are words here."""
    node = read_yaml("a: no\nb: 0777\nc: 2014-03-03\nd: 1:30\ne: ~\nf: .inf\ng: 0x1F\nh: true\n", "x.yaml", Faults())
    assert {name: item.value for name, item in node.items.items()} == {
        "a": "no",
        "b": "0777",
        "c": "2014-03-03",
        "d": "1:30",
        "e": "~",
        "f": ".inf",
        "g": "0x1F",
        "h": "true",
    }


def test_the_loader_builds_text_even_when_used_directly():
    """Nobody who reaches for it can be surprised by a type."""
    found = yaml.load("a: [1, true, 2014-03-03]", Loader=PackLoader)  # noqa: S506 (that it is safe is what is tested)
    assert found == {"a": ["1", "true", "2014-03-03"]}


def test_a_pack_of_far_too_many_files_is_refused(folder, monkeypatch):
    """A wrong folder, such as a home folder, is not read to its end."""
    from causeway.ops.packs import reading

    monkeypatch.setattr(reading, "MAX_FILES", 5)
    with pytest.raises(reading.PackFolderError, match="this is no pack"):
        folder.check()
