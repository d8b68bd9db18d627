"""What the sign-up form accepts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from causeway.supporters import catalogue
from causeway.supporters.addresses import AddressError, normalise
from causeway.supporters.models import ConsentWording

TRAP = "leave_empty"


class AddressForm(forms.Form):
    """An e-mail address, as the small form of the footer sends it."""

    # Its length is judged by ``normalise``, which says so in a sentence of ours.
    email = forms.CharField(required=False, strip=False)
    # Django's own sentence about NUL is not in every language of the site; ``normalise`` refuses it in ours.
    email.validators = []

    def clean_email(self) -> str:
        """Bring the address into its normal form."""
        try:
            return normalise(self.cleaned_data["email"])
        except AddressError as fault:
            raise forms.ValidationError(str(fault)) from fault


class SignUpForm(AddressForm):
    """The whole sign-up.

    Args:
        language: the language of the page.
        today: the day that decides which wording is in force.
    """

    topics = forms.MultipleChoiceField(required=False)
    wording = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, language: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.offered = catalogue.topics(language)
        self.wordings = catalogue.Wordings(today)
        self.in_force = self.wordings.best(language)
        self.agreed: ConsentWording | None = None
        self.fields["topics"].choices = [(topic.key, topic.title) for topic in self.offered]
        self.fields["topics"].error_messages["invalid_choice"] = _(
            "One of the topics is no longer offered. Look at the list again."
        )

    @property
    def is_open(self) -> bool:
        """Whether there is anything to sign up for."""
        return bool(self.offered) and self.in_force is not None

    @property
    def wording_name(self) -> str:
        """What the hidden field names: the words this page shows."""
        return catalogue.wording_name(self.in_force) if self.in_force else ""

    @property
    def ticked(self) -> list[str]:
        """Topics to show ticked: only what the reader ticked."""
        return self.data.getlist("topics") if hasattr(self.data, "getlist") else []

    @property
    def typed(self) -> str:
        """The address as it was typed, cut where nobody would read on."""
        return str(self.data.get("email", ""))[:300]

    @property
    def is_trapped(self) -> bool:
        """Whether the field nobody sees was filled in."""
        return bool(str(self.data.get(TRAP, "")).strip())

    def clean_topics(self) -> list[str]:
        """At least one topic."""
        chosen: list[str] = self.cleaned_data["topics"]
        if not chosen:
            raise forms.ValidationError(_("Tick at least one topic."))
        return chosen

    def clean_wording(self) -> str:
        """The words that were shown must still count."""
        self.agreed = self.wordings.shown(self.cleaned_data["wording"], self.language)
        if self.agreed is None:
            raise forms.ValidationError(_("What you agree to has changed since you opened the page. Read it again."))
        return str(self.cleaned_data["wording"])

    def clean(self) -> dict[str, Any]:
        """The hidden field has to stay empty."""
        if self.is_trapped:
            # Said openly: a person whose browser filled the field must not be told 'received' falsely.
            self.add_error(None, _("The field that should stay empty was filled in. Empty it and send again."))
        return self.cleaned_data
