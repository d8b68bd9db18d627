"""Forms of sign-in, invitation and accounts."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.users.forms import UserEditForm

from causeway.staff import tasks
from causeway.staff.role_setup import role_label
from causeway.staff.roles import EDITOR, ROLE_CHOICES

PASSWORD_WIDGET = {"autocomplete": "new-password"}
PASSWORD_HELP = _("At least 15 characters. Four or five words that do not belong together make a good one.")


class SignInForm(account_forms.LoginForm):
    """E-mail address and password, with labels that stay visible."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs.update(autocomplete="username", autocapitalize="none", spellcheck="false")
        # The link to a new password stands below the button, where it does not come between two fields.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class OneTimeCode:
    """A code of an app works once, in every process of the server.

    allauth remembers a used code in the cache of one process, for half a minute; a code is valid for
    longer than that. Here the step it belongs to is remembered with the secret.
    """

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            spend_code(self.authenticator, code)
        return code


def spend_code(authenticator: Authenticator, code: str) -> None:
    """Mark the step of ``code`` as used.

    Args:
        authenticator: the app that gave the code, which has been found right.
        code: six digits.

    Raises:
        ValidationError: when this code or a later one was used before.
    """
    typed = "".join(character for character in code if character.isdigit())
    with transaction.atomic():
        stored = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = decrypt(stored.data["secret"])
        step = next(
            (
                counter
                for counter in yield_hotp_counters_from_time()
                if constant_time_compare(typed, format_hotp_value(hotp_value(secret, counter)))
            ),
            None,
        )
        if step is None or step <= stored.data.get("step", 0):
            raise get_mfa_adapter().validation_error("incorrect_code")
        stored.data["step"] = step
        stored.save(update_fields=["data"])
    authenticator.data = stored.data


class CodeField:
    """One field for six digits of an app or ten of a recovery code."""

    code_help: str | Promise = _("Six digits from your app, or one of your recovery codes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label, field.help_text = _("Code"), self.code_help
        field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", maxlength="20")


class AuthenticateForm(OneTimeCode, CodeField, mfa_forms.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(OneTimeCode, CodeField, mfa_forms.ReauthenticateForm):
    """The same, before something that matters."""


class ActivateTOTPForm(CodeField, totp_forms.ActivateTOTPForm):
    """The first code of a new app."""

    code_help = ""


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it")
        self.fields["name"].help_text = _("To tell it from others, such as ‘work laptop’.")
        self.fields["name"].widget.attrs["maxlength"] = "80"
        self.fields["passwordless"].label = _("It may let me in without the password")
        self.fields["passwordless"].help_text = _("It then has to ask for a fingerprint, a face or a PIN.")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].widget.attrs["maxlength"] = "80"


class OwnWords:
    """allauth's password forms in this site's words; its link to a new password stands elsewhere on the page."""

    words: dict[str, str | Promise] = {
        "email": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("Password you have now"),
        "password1": _("New password"),
        "password2": _("The same new password again"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.words.get(name, field.label)
            field.help_text = PASSWORD_HELP if name == "password1" else ""


class ReauthenticateForm(OwnWords, account_forms.ReauthenticateForm):
    """The password, before something that matters."""


class ChangePasswordForm(OwnWords, account_forms.ChangePasswordForm):
    """A new password for someone who knows the old one."""


class SetPasswordForm(OwnWords, account_forms.SetPasswordForm):
    """A first password."""


class ResetPasswordKeyForm(OwnWords, account_forms.ResetPasswordKeyForm):
    """A new password for someone who holds the mailed link."""


class ResetPasswordForm(OwnWords, account_forms.ResetPasswordForm):
    """Asks for a link by mail; does the same work whether or not there is such an account."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Hand the account's number to the worker, 0 when there is none, and say nothing of either.

        Mailing here would take visibly longer for an address that has an account.
        """
        tasks.mail_password_reset.enqueue(self.users[0].pk if self.users else 0)
        return self.cleaned_data["email"]


class OwnNameForm(NameEmailForm):
    """One's own name in the admin."""

    last_name = forms.CharField(required=False, label=_("Family name"))
    first_name = forms.CharField(required=True, label=_("Given name, or whole name"))


class BeginForm(forms.Form):
    """What a new account needs: who you are, and a password nobody can guess."""

    first_name = forms.CharField(
        label=_("Given name, or your whole name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Family name"),
        max_length=150,
        required=False,
        help_text=_("Leave it empty if you have one name."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You sign in with it. Colleagues see it; readers do not."),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs=PASSWORD_WIDGET),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs=PASSWORD_WIDGET),
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        """Args:
        address: the address that was invited; it cannot be changed then.
        """
        super().__init__(*args, **kwargs)
        self.address = address
        if address:
            self.fields["email"].initial = address
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("The address you were invited at. You sign in with it.")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this address already. Sign in with it instead."))
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if password is not None:
            person = get_user_model()(
                email=data.get("email", ""), first_name=data.get("first_name", ""), last_name=data.get("last_name", "")
            )
            try:
                validate_password(password, person)
            except ValidationError as fault:
                self.add_error("password", fault)
            if data.get("again") is not None and data["again"] != password:
                self.add_error("again", _("The two passwords are not the same."))
        return data


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ROLE_CHOICES,
        initial=EDITOR,
        widget=forms.RadioSelect,
        help_text=_("A colleague can be given further roles later."),
    )


class StaffUserEditForm(UserEditForm):
    """A colleague's account, as an administrator changes it."""

    first_name = forms.CharField(required=True, label=_("Given name, or whole name"))
    last_name = forms.CharField(required=False, label=_("Family name"))

    def __init__(self, *args: Any, may_make_owners: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_superuser" in self.fields:
            if may_make_owners:
                self.fields["is_superuser"].label = _("Owner")
                self.fields["is_superuser"].help_text = _("May do everything, and make others owners.")
            else:
                del self.fields["is_superuser"]
        if "groups" in self.fields:
            self.fields["groups"].label = _("Roles")
            self.fields["groups"].label_from_instance = _label_of_group  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


def _label_of_group(group: Any) -> str:
    return role_label(group.name)
