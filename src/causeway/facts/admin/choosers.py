"""Choosing a fact to place in a text, and a source for a value."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenView,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from causeway.facts.admin.forms import SourceForm
from causeway.facts.admin.listing import current_text, listed, search, status_words
from causeway.facts.models import Fact, Source
from causeway.facts.vocabulary import TOPICS


class WordsForm(BaseFilterForm):
    """A box for words."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Words or key")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "")
        if words:
            objects = self.find(objects, words)
            self.is_searching = True
            self.search_query = words
        return objects

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        return search(objects, words)


class FactFilterForm(WordsForm):
    """Words and topic."""

    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[("", _("All topics")), *TOPICS.items()])

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        topic = self.cleaned_data.get("topic")
        return objects.filter(topic=topic) if topic else objects


class SourceFilterForm(WordsForm):
    """Words of a source."""

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split()[:10]:
            objects = (
                objects.filter(key__icontains=word)
                | objects.filter(title__icontains=word)
                | objects.filter(publisher__icontains=word)
            )
        return objects


class BaseFactChooseView(BaseChooseView):
    filter_form_class = FactFilterForm
    ordering = ["title"]

    def get_object_list(self) -> QuerySet[Fact]:
        # A fact that is for staff only would stand in a text as 'being checked' for ever.
        return listed(Fact.objects.filter(public=True))

    @property
    def title_column(self) -> Column:
        column = super().title_column
        column.accessor = "title"
        return column

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("current", label=_("Value today"), accessor=current_text),
            Column("status", label=_("Status"), accessor=status_words),
            Column("key", label=_("Key"), accessor="key"),
        ]


class FactChooseView(ChooseViewMixin, CreationFormMixin, BaseFactChooseView):
    pass


class FactChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, BaseFactChooseView):
    pass


class FactChosenView(ChosenView):
    """Also says the key and the token to insert."""

    def get_chosen_response_data(self, item: Fact) -> dict[str, Any]:
        data: dict[str, Any] = super().get_chosen_response_data(item)
        return data | {"key": item.key, "token": f"{{fact:{item.key}}}"}


class FactChooserViewSet(ChooserViewSet):
    model = Fact
    icon = "decimal"
    choose_one_text = _("Choose a fact")
    choose_another_text = _("Choose another fact")
    edit_item_text = _("Edit this fact")
    per_page = 15
    choose_view_class = FactChooseView
    choose_results_view_class = FactChooseResultsView
    chosen_view_class = FactChosenView


class BaseSourceChooseView(BaseChooseView):
    filter_form_class = SourceFilterForm
    ordering = ["publisher", "title"]

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("date", label=_("Date"), accessor="date"),
            Column("key", label=_("Key"), accessor="key"),
        ]


class SourceChooseView(ChooseViewMixin, CreationFormMixin, BaseSourceChooseView):
    pass


class SourceChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, BaseSourceChooseView):
    pass


class SourceChooserViewSet(ChooserViewSet):
    model = Source
    icon = "doc-full"
    choose_one_text = _("Choose a source")
    choose_another_text = _("Choose another source")
    edit_item_text = _("Edit this source")
    per_page = 15
    choose_view_class = SourceChooseView
    choose_results_view_class = SourceChooseResultsView
    creation_form_class = SourceForm
    create_action_label = _("Add this source")
    creation_tab_label = _("New source")


fact_chooser = FactChooserViewSet("fact_chooser", url_prefix="facts/choose")
source_chooser = SourceChooserViewSet("source_chooser", url_prefix="sources/choose")
