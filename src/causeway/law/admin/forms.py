"""Forms that write entries: what stands in no box stays as it is, and nothing inconsistent is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from causeway.law import book
from causeway.law.admin.choices import (
    element_choices,
    place_choices,
    provision_choices,
    show_faults,
    standard_choices,
    target_choices,
)
from causeway.law.admin.fields import CitedField, LinesField, PartsField, WordsFormField
from causeway.law.changes import changes_once
from causeway.law.checks import KEY_FIELD, check, key_of
from causeway.law.entries import Data, view_key
from causeway.law.faults import Fault
from causeway.law.models import Bill, Binding, Decision, Instrument, Provision, Verdict, View
from causeway.law.packing import dump
from causeway.law.vocabulary import BINDING_STATUS, HOLDERS, VERDICTS

SOURCES_HELP = _("Keys of sources, one a line. They stand in the list ‘Sources’ under ‘Facts and sources’.")
CITED_HELP = _("One source a line: its key, then the place in it, for example: law-report para 12")
DATE_HELP = _("YYYY, YYYY-MM or YYYY-MM-DD, as much as is known.")


class EntryForm(forms.ModelForm):
    """A form for a row that keeps its entry as data. Each of its fields is one of the entry's."""

    kind: ClassVar[str] = ""
    #: Fields that name the entry and cannot change later.
    fixed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in self.choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name in self.fields:
            if name in self.instance.data:
                self.initial.setdefault(name, self.instance.data[name])
        if self.instance.pk:
            for name, value in self.implied().items():
                self.initial.setdefault(name, value)
            for name in self.fixed:
                if name in self.fields:
                    self.fields[name].disabled = True

    def choices(self) -> Mapping[str, Any]:
        """Choices that the database holds, by field."""
        return {}

    def implied(self) -> Mapping[str, str]:
        """What an entry means where it does not say it, by field."""
        return {}

    def entry(self) -> Data:
        """The entry as the form would make it. Fields that were missing and stay empty stay missing."""
        data = dict(self.instance.data)
        implied = self.implied() if self.instance.pk else {}
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name in data or (value and value != implied.get(name)):
                data[name] = value if value is not None else ""
        return data

    def _post_clean(self) -> None:
        if self.errors:
            return
        self.instance.data = self.entry()
        faults = check(self.kind, [self.instance.data])
        name = KEY_FIELD.get(self.kind, "")
        if not self.instance.pk and dump(self.kind, [key_of(self.kind, self.instance.data)]) and name:
            faults.append(Fault(self.kind, "", name, gettext("is taken; another entry has it")))
        show_faults(self, faults)

    def save(self, commit: bool = True) -> Any:
        """Save.

        Raises:
            LawDataError: when the law as a whole would contradict itself; nothing is saved then.
        """
        with changes_once():
            return super().save(commit)


class InstrumentForm(EntryForm):
    """A statute, treaty or policy without its provisions."""

    kind = "law-instrument"
    fixed = ("instrument", "jurisdiction")
    instrument = forms.CharField(
        label=_("Code"), max_length=120, help_text=_("Place and short name, for example xx.cap200.")
    )
    jurisdiction = forms.CharField(label=_("Jurisdiction"), max_length=40, required=False)
    title = WordsFormField(label=_("Title"))
    kind_ = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("statute", _("Statute")),
            ("subsidiary", _("Subsidiary legislation")),
            ("treaty", _("Treaty")),
            ("policy", _("Policy")),
        ],
    )
    url = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    sources = LinesField(label=_("Sources"), required=False, help_text=SOURCES_HELP)
    note = WordsFormField(label=_("Note"), required=False)

    class Meta:
        model = Instrument
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # ``kind`` is what all forms call the kind of their entry.
        self.fields["kind"] = self.fields.pop("kind_")
        self.initial.setdefault("kind", self.instance.data.get("kind", "statute"))

    def entry(self) -> Data:
        data = super().entry()
        data.setdefault("provisions", [])
        return data


class ProvisionForm(EntryForm):
    """What a provision is, without what it is taken to reach."""

    kind = "provision"
    fixed = ("instrument", "code")
    instrument = forms.ModelChoiceField(Instrument.objects.all(), label=_("Instrument"))
    code = forms.CharField(label=_("Code"), max_length=120, help_text=_("Within the instrument, for example s129."))
    title = WordsFormField(label=_("Title"))
    summary = WordsFormField(
        label=_("Summary"), required=False, rows=4, help_text=_("In our own words; never the text of the law.")
    )
    valid_from = forms.CharField(label=_("In force from"), required=False, max_length=10, help_text=DATE_HELP)
    valid_to = forms.CharField(
        label=_("In force until"), required=False, max_length=10, help_text=_("The last day; empty while it holds.")
    )
    years = forms.CharField(label=_("Longest prison term, years"), required=False, max_length=10)
    months = forms.CharField(label=_("Longest prison term, months"), required=False, max_length=10)
    life = forms.BooleanField(label=_("Up to life"), required=False)
    fine = forms.CharField(label=_("Highest fine"), required=False, max_length=300)
    url = forms.URLField(label=_("Address of its text"), required=False, max_length=1000, assume_scheme="https")
    part = forms.CharField(label=_("Section in that text"), required=False, max_length=300)
    sources = LinesField(label=_("Sources"), required=False, help_text=SOURCES_HELP)

    _OWN = ("title", "summary", "valid_from", "valid_to", "sources")
    _PENALTY = ("years", "months", "life", "fine")
    _CITE = ("url", "part")

    class Meta:
        model = Provision
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["instrument"] = self.instance.instrument_id
        for outer, names in (("max_penalty", self._PENALTY), ("cite", self._CITE)):
            held = self.instance.data.get(outer) or {}
            for name in names:
                self.initial.setdefault(name, held.get(name, ""))
        self.initial["life"] = self.initial.get("life") == "true"

    def entry(self) -> Data:
        data = dict(self.instance.data)
        for name in ("code", *self._OWN):
            value = self.cleaned_data.get(name)
            if value or name in data:
                data[name] = value
        for outer, names in (("max_penalty", self._PENALTY), ("cite", self._CITE)):
            held = dict(data.get(outer) or {})
            for name in names:
                value = self.cleaned_data.get(name)
                text = "true" if value is True else "" if value is False else value
                if text or held.get(name):
                    held[name] = text
            if held or outer in data:
                data[outer] = held
        return data

    def _post_clean(self) -> None:
        if self.errors:
            return
        self.instance.data = self.entry()
        if not self.instance.pk:
            self.instance.instrument = self.cleaned_data["instrument"]
            last = self.instance.instrument.provisions.order_by("position").last()
            self.instance.position = last.position + 1 if last else 0
        whole = {"instrument": self.instance.instrument.code, "provisions": [self.instance.data]}
        faults = check("law-instrument", [whole])
        show_faults(
            self, [Fault(fault.kind, "", fault.field.removeprefix("provisions[0]."), fault.message) for fault in faults]
        )


class BillForm(EntryForm):
    """A bill or draft and what it would change."""

    kind = "law-bill"
    fixed = ("bill",)
    bill = forms.CharField(
        label=_("Code"), max_length=120, help_text=_("For its address, for example xx-modern-slavery-2017.")
    )
    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"))
    standard = forms.ChoiceField(label=_("Standard"))
    title = WordsFormField(label=_("Title"))
    text = WordsFormField(label=_("What it is"), rows=4, help_text=_("In our own words, and whose it is."))
    date = forms.CharField(label=_("Date of the draft"), required=False, max_length=10, help_text=DATE_HELP)
    status = WordsFormField(label=_("Where it stands"), required=False)
    sources = LinesField(label=_("Sources"), required=False, help_text=SOURCES_HELP)
    repeals = LinesField(label=_("Repeals"), required=False, help_text=_("Full codes of provisions, one a line."))
    amends = PartsField(
        label=_("Amends"),
        required=False,
        help_text=_("For each provision its full code, and only the fields that change. As in the files of a pack."),
    )
    adds = PartsField(
        label=_("Adds"), required=False, help_text=_("New provisions, written as in the file of an instrument.")
    )
    duties = LinesField(label=_("Duties it touches"), required=False, help_text=_("Codes of elements, one a line."))
    note = WordsFormField(label=_("Note"), required=False)

    class Meta:
        model = Bill
        fields: ClassVar[list[str]] = []

    def choices(self) -> Mapping[str, Any]:
        return {"jurisdiction": place_choices(), "standard": standard_choices()}

    def implied(self) -> Mapping[str, str]:
        return {"jurisdiction": self.instance.jurisdiction, "standard": next(iter(book.standard_codes()), "")}


class ViewForm(EntryForm):
    """What somebody else says about the same question."""

    kind = "law-view"
    fixed = ("jurisdiction",)
    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"))
    standard = forms.ChoiceField(label=_("Standard"))
    target = forms.ChoiceField(label=_("About"))
    holder = WordsFormField(label=_("Who says so"))
    holder_kind = forms.ChoiceField(label=_("Kind of holder"), choices=list(HOLDERS.items()))
    value = forms.ChoiceField(label=_("What they say of it"), choices=list(VERDICTS.items()))
    text = WordsFormField(label=_("In our own words"), rows=3)
    quote = WordsFormField(
        label=_("Quote"), required=False, help_text=_("Exact, at most 40 words, in the language it was said in.")
    )
    date = forms.CharField(label=_("Date"), required=False, max_length=10, help_text=DATE_HELP)
    sources = LinesField(label=_("Sources"), help_text=SOURCES_HELP)

    class Meta:
        model = View
        fields: ClassVar[list[str]] = []

    def choices(self) -> Mapping[str, Any]:
        return {"jurisdiction": place_choices(), "standard": standard_choices(), "target": target_choices()}

    def implied(self) -> Mapping[str, str]:
        return {"standard": next(iter(book.standard_codes()), "")}

    def save(self, commit: bool = True) -> Any:
        if not self.instance.key:
            number = 1
            while View.objects.filter(key=(key := view_key(self.instance.data, number))).exists():
                number += 1
            self.instance.key = self.instance.data["key"] = key
        return super().save(commit)


class DecisionForm(EntryForm):
    """A court's decision."""

    kind = "decision"
    fixed = ("key",)
    key = forms.SlugField(label=_("Key"), max_length=120, help_text=_("For its place on the page, for example zn-cfi."))
    series = forms.SlugField(
        label=_("Case"), max_length=120, help_text=_("The same for all decisions in one case, for example zn.")
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999999, help_text=_("Within the case."))
    parties = forms.CharField(label=_("Parties"), max_length=300, help_text=_("People stay initials."))
    citation = forms.CharField(label=_("Citation"), required=False, max_length=300)
    court = WordsFormField(label=_("Court"))
    date = forms.CharField(label=_("Date of the judgment"), max_length=10, help_text=DATE_HELP)
    outcome = WordsFormField(label=_("What it changed"), rows=4)
    note = WordsFormField(label=_("Note"), required=False)
    sources = CitedField(label=_("Sources"), help_text=CITED_HELP)

    class Meta:
        model = Decision
        fields: ClassVar[list[str]] = []

    def entry(self) -> Data:
        data = super().entry()
        data["order"] = str(self.cleaned_data["order"])
        return data


class BindingForm(EntryForm):
    """A treaty and whether it binds the place."""

    kind = "binding"
    fixed = ("key",)
    key = forms.SlugField(label=_("Key"), max_length=120)
    title = WordsFormField(label=_("Title"))
    status = forms.ChoiceField(label=_("Status"), choices=list(BINDING_STATUS.items()))
    text = WordsFormField(label=_("How it stands"), required=False, rows=4)
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999999)
    sources = CitedField(label=_("Sources"), required=False, help_text=CITED_HELP)

    class Meta:
        model = Binding
        fields: ClassVar[list[str]] = []

    def entry(self) -> Data:
        data = super().entry()
        data["order"] = str(self.cleaned_data["order"])
        return data


class VerdictForm(EntryForm):
    """A verdict that is put forward; it supersedes the one that stands on the same element."""

    kind = "law-verdict"
    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"))
    standard = forms.ChoiceField(label=_("Standard"))
    element = forms.ChoiceField(label=_("Element"))
    value = forms.ChoiceField(label=_("Verdict"), choices=list(VERDICTS.items()), widget=forms.RadioSelect)
    as_of = forms.CharField(label=_("The law as of"), required=False, max_length=10, help_text=DATE_HELP)
    basis = WordsFormField(label=_("Why"), rows=4)
    cites = forms.MultipleChoiceField(
        label=_("Provisions it rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sources = LinesField(label=_("Sources"), required=False, help_text=SOURCES_HELP)
    put_forward_by = forms.CharField(label=_("Put forward by"), max_length=300)

    class Meta:
        model = Verdict
        fields: ClassVar[list[str]] = []

    def choices(self) -> Mapping[str, Any]:
        return {
            "jurisdiction": place_choices(),
            "standard": standard_choices(),
            "element": element_choices(),
            "cites": provision_choices(),
        }

    def _post_clean(self) -> None:
        if not self.errors:
            # Code and what it supersedes come with saving.
            show_faults(self, check("law-verdict", [{"code": "new", **self.entry()}]))


class ReadingForm(forms.Form):
    """What a provision is taken to reach, beside the grid of values (see ``grid``)."""

    read_on = forms.DateField(
        label=_("Put forward on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    put_forward_by = forms.CharField(label=_("Put forward by"), max_length=300)
    note = WordsFormField(label=_("Note"), required=False, rows=3, help_text=_("Why you read it so. Readers see it."))


class SignForm(forms.Form):
    """Name and role of the person who signs, and that the text was read."""

    name = forms.CharField(label=_("Name"), max_length=300)
    role = forms.CharField(label=_("As"), max_length=300, help_text=_("For example: solicitor, barrister, caseworker."))
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it."),
    )  # fmt: skip
    read = forms.BooleanField(label=_("I have read the text of the provision"))
    seen = forms.CharField(widget=forms.HiddenInput)
