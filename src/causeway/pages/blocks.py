"""The small set of blocks every page is built from. Their names are also the pack's directives."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from causeway.facts import api as facts

RICH = ["bold", "italic", "link", "document-link", "ol", "ul", "fact"]
FACT_KEY = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")


def _check_tokens(text: str) -> None:
    unknown = sorted(facts.unknown_keys(facts.keys_in(text)))
    if unknown:
        raise ValidationError(
            _("No fact has the key %(keys)s. Choose it from the list, or add the fact first.")
            % {"keys": ", ".join(unknown)}
        )


class ProseBlock(blocks.RichTextBlock):
    """Rich text that may hold fact tokens; an unknown key is refused when the page is saved."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        _check_tokens(value.source)
        return value


class WordsBlock(blocks.CharBlock):
    """One line of text that may hold fact tokens."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        _check_tokens(value)
        return value


class FactKeyBlock(blocks.CharBlock):
    """The key of one fact."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if value and (not FACT_KEY.match(value) or facts.unknown_keys({value})):
            raise ValidationError(_("No fact has the key “%(key)s”.") % {"key": value})
        return value


class FigureKeyBlock(blocks.CharBlock):
    """The key of one figure."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        known = facts.figure_keys()
        if value and value not in known:
            raise ValidationError(
                _("No figure has the key “%(key)s”. There are: %(keys)s.")
                % {"key": value, "keys": ", ".join(known) or "–"}
            )
        return value


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2")
    text = WordsBlock(max_length=160)

    class Meta:
        icon = "title"
        template = "pages/blocks/heading.html"


class NextBlock(blocks.StructBlock):
    """What to do first. Comes before any explanation."""

    body = ProseBlock()

    class Meta:
        icon = "arrow-right"
        label = _("Do this first")
        template = "pages/blocks/next.html"


class StepBlock(blocks.StructBlock):
    title = WordsBlock(max_length=160)
    body = ProseBlock(required=False)


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("note", _("Good to know")),
            ("warning", _("Be careful")),
            ("late", _("Late already?")),
            ("safety", _("Your safety")),
        ],
        default="note",
    )
    title = WordsBlock(required=False, max_length=160)
    body = ProseBlock()

    class Meta:
        icon = "warning"
        template = "pages/blocks/callout.html"


class ContactBlock(blocks.StructBlock):
    name = WordsBlock(max_length=160)
    phone = FactKeyBlock(required=False, help_text=_("Key of the fact that holds the number."))
    what = WordsBlock(required=False, max_length=300)
    languages = WordsBlock(required=False, max_length=300)
    cost = WordsBlock(required=False, max_length=300)
    hours = WordsBlock(required=False, max_length=300)
    note = ProseBlock(required=False)


class DefinitionBlock(blocks.StructBlock):
    term = WordsBlock(max_length=160)
    body = ProseBlock()


class AskBlock(blocks.StructBlock):
    title = WordsBlock(max_length=200)
    body = ProseBlock()
    government = ProseBlock(required=False, label=_("The Government's answer, in its own terms"))


class FigureBlock(blocks.StructBlock):
    label = WordsBlock(max_length=200)
    fact = FactKeyBlock()
    note = ProseBlock(required=False)


class RangeBlock(blocks.StructBlock):
    """An estimate is never one point: what is known, the low and the high end."""

    title = WordsBlock(max_length=200)
    low = FactKeyBlock(help_text=_("A fact with the low end, or with the whole range."))
    high = FactKeyBlock()
    known = FactKeyBlock(required=False)
    body = ProseBlock(required=False)

    class Meta:
        icon = "arrows-up-down"
        template = "pages/blocks/range.html"


class ChartBlock(blocks.StructBlock):
    """A figure made from facts, with its table: live, like every number."""

    figure = FigureKeyBlock(max_length=120, help_text=_("Key of the figure, the last part of its address."))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        key = value["figure"]
        # Words and numbers of a chart are in the reader's language, as on its own page.
        language = get_language() or settings.LANGUAGE_CODE
        context["chart"] = facts.figure(key, language, name=f"chart-{key.replace('.', '-')}")
        return context

    class Meta:
        icon = "history"
        label = _("Chart")
        template = "pages/blocks/chart.html"


class LinkBlock(blocks.StructBlock):
    title = WordsBlock(max_length=160)
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False)
    text = WordsBlock(required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value.get("page") and not value.get("url"):
            raise blocks.StructBlockValidationError({"page": ValidationError(_("Choose a page or give an address."))})
        return value


class ReaderBlocks(blocks.StreamBlock):
    """Everything an editor can put on a page."""

    text = ProseBlock(icon="pilcrow", template="pages/blocks/text.html")
    heading = HeadingBlock()
    next = NextBlock()
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", template="pages/blocks/steps.html")
    callout = CalloutBlock()
    contacts = blocks.ListBlock(
        ContactBlock(), icon="user", label=_("Who to call"), template="pages/blocks/contacts.html"
    )
    definitions = blocks.ListBlock(DefinitionBlock(), icon="openquote", template="pages/blocks/definitions.html")
    asks = blocks.ListBlock(AskBlock(), icon="tasks", template="pages/blocks/asks.html")
    figures = blocks.ListBlock(FigureBlock(), icon="decimal", template="pages/blocks/figures.html")
    range = RangeBlock()
    chart = ChartBlock()
    links = blocks.ListBlock(LinkBlock(), icon="link", template="pages/blocks/links.html")
    image = ImageBlock(template="pages/blocks/image.html")
