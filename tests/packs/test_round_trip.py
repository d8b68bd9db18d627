"""Whatever the writer writes, the reader reads back as the same page."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from causeway.ops.packs import grammar, serialise, yamlwrite
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.htmltext import from_html
from causeway.ops.packs.markdown import read_markdown
from causeway.ops.packs.pagefile import read_page
from causeway.ops.packs.richtext import Entry, List, Paragraph, Span, tidy_prose, to_html
from causeway.ops.packs.textfile import FORBIDDEN
from causeway.ops.packs.yamlfile import Mapping, Text, read_yaml
from causeway.pages.pagedata import SECTIONS, Block, Item, PageData, Review

# Letters of several scripts beside every sign Markdown, YAML or a directive could take for its own.
SIGNS = "*_`#->+=~|:.()[]{}<>!\\&\"'1 2 $%^@,;/?-—「」，。 "
WORDS = "abc Né 權利保護 नमस्ते اردو ไทย ខ្មែរ"
TOKENS = ["{fact:hk.usm.appeal-days}", "{fact:a.b@2014-03}", "[統一審核機制]{lang=zh-hant}", "[a*b_c]{lang=en}"]
LINKS = ["", "", "", "https://example.org/a_(b)?c=d&e=f", "page:get-help/legal-help", "mailto:name@example.org"]

text = st.one_of(
    st.text(SIGNS + WORDS, max_size=12),
    st.sampled_from([*TOKENS, "\n", "\n", " ", "1. ", "- ", "::: x", "### y", "&amp;", "&#8212;", "![", "<b>", "a"]),
)
span = st.builds(Span, text, st.booleans(), st.booleans(), st.sampled_from(LINKS))
spans = st.lists(span, max_size=6).map(tuple)
lists = st.recursive(
    st.builds(Entry, spans),
    lambda entry: st.builds(
        Entry,
        spans,
        st.lists(st.builds(List, st.booleans(), st.lists(entry, max_size=2).map(tuple)), max_size=2).map(tuple),
    ),
    max_leaves=4,
)
prose = st.lists(
    st.one_of(
        st.builds(Paragraph, spans), st.builds(List, st.booleans(), st.lists(lists, min_size=1, max_size=3).map(tuple))
    ),
    max_size=4,
).map(tidy_prose)

many = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def depth(found: List) -> int:
    return 1 + max((depth(below) for entry in found.entries for below in entry.below), default=0)


@many
@given(prose)
@example((Paragraph((Span("See this!"), Span("page", href="page:get-help"))),))
@example((Paragraph((Span("是"), Span("「重要」", bold=True), Span("的"))),))
def test_markdown_reads_back_as_the_prose_it_was_written_from(wanted):
    """Any paragraphs and lists, with any signs in them."""
    faults = Faults()
    found, _links = read_markdown(serialise.markdown(wanted), "page.md", 1, faults)
    assert found == wanted
    too_deep = any(isinstance(part, List) and depth(part) > 3 for part in wanted)
    assert too_deep or not [str(fault) for fault in faults]


@many
@given(prose)
def test_rich_text_reads_back_as_the_prose_it_was_written_from(wanted):
    """What Wagtail keeps in its database loses nothing either."""
    assert from_html(to_html(wanted)) == wanted


@pytest.mark.parametrize(
    "html",
    [
        '<p data-block-key="a1">one <strong>two</strong> <em>three</em></p>',
        '<ul><li data-block-key="x">a<ul><li>b</li></ul></li></ul>',
        "<p>a<br/>b</p>",
        "<div>pasted</div>text outside",
    ],
)
def test_what_an_editor_saved_reads_to_one_normal_form(html):
    """Keys, tag names and loose text of the editor do not count as changes."""
    once = to_html(from_html(html))
    assert to_html(from_html(once)) == once
    assert "data-block-key" not in once
    assert "<strong>" not in once


plain = (
    st.text(string.ascii_letters + "權利 é'\"?!.,:;-&#1", min_size=1, max_size=30)
    .map(serialise.one_line)
    .map(lambda line: line or "x")
)
html = prose.map(to_html)
shallow = st.lists(st.builds(Paragraph, spans), min_size=1, max_size=2).map(tidy_prose).map(to_html).filter(bool)
item_of = {
    name: st.builds(
        Item,
        plain,
        st.fixed_dictionaries(
            {
                field: {"fact": st.just("hk.a.b"), "target": st.just("page:get-help")}.get(spec.kind, plain)
                for field, spec in kind.item_fields.items()
            }
        )
        if kind.item_body != "plain"
        else st.fixed_dictionaries({"to": st.sampled_from(["page:get-help", "https://example.org/x"]), "text": plain}),
        st.just("") if kind.item_body == "plain" else shallow,
        st.dictionaries(st.sampled_from(kind.parts), shallow, max_size=1) if kind.parts else st.just({}),
    )
    for name, kind in grammar.DIRECTIVES.items()
    if kind.items
}
blocks = st.lists(
    st.one_of(
        st.builds(Block, st.just("text"), body=html),
        st.builds(Block, st.just("heading"), level=st.sampled_from([2, 3]), title=plain),
        st.builds(Block, st.just("next"), body=shallow),
        st.builds(
            Block, st.just("callout"), style=st.sampled_from(grammar.CALLOUTS), title=st.just("") | plain, body=shallow
        ),
        st.builds(
            Block,
            st.just("range"),
            title=plain,
            fields=st.fixed_dictionaries({"low": st.just("a.b"), "high": st.just("a.c")}),
            body=shallow,
        ),
        *(
            st.builds(Block, st.just(name), items=st.lists(item, min_size=1, max_size=3).map(tuple))
            for name, item in item_of.items()
        ),
    ),
    max_size=5,
).map(serialise.tidy_blocks)
day = st.sampled_from(["", "2026-11-22"])
pages = st.builds(
    PageData,
    type=st.just("guide"),
    path=st.just("get-help/x"),
    language=st.just("en"),
    title=plain,
    summary=st.just("") | plain,
    order=st.integers(0, 99),
    section=st.sampled_from(SECTIONS),
    sensitive=st.booleans(),
    nav=st.booleans(),
    review=st.sampled_from(
        [Review(), Review("A. Name", "solicitor", "2026-11-01", "2027-05-01"), Review(due="2027-05-01")]
    ),
    translation=st.sampled_from(["", "draft", "checked"]),
    translated_from=st.sampled_from(["", "0123456789ab"]),
    sources=st.lists(st.sampled_from(["gov-2014-02-07-usm", "un-1"]), max_size=2).map(tuple),
    related=st.lists(st.sampled_from(["get-help", "what-we-want-to-change"]), max_size=2).map(tuple),
    blocks=blocks,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages)
def test_a_page_file_reads_back_as_the_page_it_was_written_from(wanted):
    """Front matter, prose and every kind of block."""
    faults = Faults()
    written = serialise.page(wanted)
    found = read_page(written, "pages/get-help/x/en.md", "get-help/x", "en", faults)
    assert found is not None
    assert found.data == wanted
    assert not [str(fault) for fault in faults if "deep" not in fault.message], written


def test_a_plain_line_that_begins_like_a_heading_does_not_become_one():
    """An editor may type anything into a field of one line."""
    item = Item("More", {"to": "page:get-help", "text": "## Not a heading"})
    written = serialise.body(serialise.tidy_blocks([Block("links", items=(item,))]))
    assert "\nNot a heading\n" in written


@many
@given(st.dictionaries(st.text(string.ascii_lowercase, min_size=1, max_size=8), st.text(max_size=60), max_size=5))
def test_yaml_reads_back_as_the_texts_it_was_written_from(wanted):
    """Any text but hidden characters, which no file may hold."""
    wanted = {name: FORBIDDEN.sub("", value) for name, value in wanted.items()}
    written = yamlwrite.manifest({"entry": wanted}) if wanted else "entry:\n"
    node = read_yaml(written, "x.yaml", Faults())
    assert isinstance(node, Mapping)
    inner = node.items["entry"]
    found = {name: value.value for name, value in inner.items.items()} if isinstance(inner, Mapping) else {}
    assert found == wanted
    assert isinstance(inner, Mapping | Text)
