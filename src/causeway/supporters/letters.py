"""The words of the mails. Plain text: it can carry no tracker, and every phone shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from causeway.facts import api as facts
from causeway.pages import api as pages
from causeway.supporters import catalogue
from causeway.supporters.models import SignupRequest, Supporter
from causeway.supporters.tokens import CONFIRM_DAYS, confirm_token, leave_token


@dataclass(frozen=True)
class Sender:
    """Who writes, in one language: what a footer has to say."""

    language: str
    name: str
    contact_url: str
    phone: str


def address_of(name: str, language: str, *args: str) -> str:
    """The full public address of one of our pages, for a mail.

    Args:
        name: the name of the address in ``causeway.supporters.urls``.
        language: the language of the page.
        *args: what the address holds, such as a token.
    """
    with translation.override(language):
        return settings.SITE_URL + reverse(f"supporters:{name}", args=args)


def _request() -> HttpRequest:
    """A request for nothing, to ask the pages who speaks on this site."""
    request = HttpRequest()
    host = urlsplit(settings.SITE_URL)
    request.META = {"SERVER_NAME": host.hostname or "localhost", "SERVER_PORT": str(host.port or 443)}
    return request


class Writer:
    """Writes the mails of one run; what is the same in all of them is looked up once."""

    def __init__(self) -> None:
        self._senders: dict[str, Sender] = {}
        self._seconds: dict[str, str] = {}

    def sender(self, language: str) -> Sender:
        """Who writes, in one language.

        Args:
            language: one of the site's languages.
        """
        if language not in self._senders:
            who = pages.speaker(_request(), language)
            contact = pages.find_page("contact", language) or pages.find_page("contact", settings.LANGUAGE_CODE)
            phone = facts.summary(who.phone_fact, language) if who.phone_fact else None
            self._senders[language] = Sender(
                language=language,
                name=who.name,
                contact_url=settings.SITE_URL + pages.local_url("contact", language)
                if contact and contact.live
                else "",
                phone=phone.text if phone and phone.is_shown else "",
            )
        return self._senders[language]

    def _footers(self, language: str, email_hash: str) -> list[dict[str, Any]]:
        """Who writes and how to stop it, in the supporter's language and a second one."""
        if language not in self._seconds:
            self._seconds[language] = catalogue.second_language(language)
        return [
            {"sender": self.sender(code), "leave_url": address_of("leave", code, leave_token(email_hash))}
            for code in dict.fromkeys([language, self._seconds[language]])
        ]

    def confirmation(self, row: SignupRequest) -> EmailMessage:
        """Write the mail that asks somebody to confirm.

        Args:
            row: the sign-up. Somebody who is on the list already gets the same mail.
        """
        known = Supporter.objects.filter(email=row.email).values_list("email_hash", flat=True).first()
        # Asking the pages who speaks sets the site's time zone; outside of a request it has to be put back.
        with timezone.override(timezone.get_default_timezone()), translation.override(row.language):
            footers = self._footers(row.language, known or row.email_hash)
            until = timezone.localtime(row.asked_at + timedelta(days=CONFIRM_DAYS)).date()
            name, leave_url = footers[0]["sender"].name, footers[0]["leave_url"]
            context = {
                "organisation": name,
                "footers": footers,
                "topics": catalogue.topics(row.language, keys=row.topics),
                "confirm_url": address_of("confirm", row.language, confirm_token(row.seed, row.asked_at).text),
                "until": format_date(until, "long", locale=facts.babel_locale(row.language)),
                "days": CONFIRM_DAYS,
                "site_url": settings.SITE_URL,
            }
            subject = _("Please confirm: news from %(organisation)s") % {"organisation": name}
            text = render_to_string("supporters/mail/confirm.txt", context)
        return EmailMessage(
            subject=" ".join(subject.split()),
            body=text.strip() + "\n",
            from_email=_from(name),
            to=[row.email],
            headers={
                "Message-ID": _message_id(row),
                "Content-Language": row.language,
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{leave_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def _from(name: str) -> str:
    """The sender with the organisation's name, unless the operator gave a name of their own."""
    own, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return settings.DEFAULT_FROM_EMAIL if own else formataddr((" ".join(name.split()), address))


def _message_id(row: SignupRequest) -> str:
    """The same for the same mail sent twice, so that a mail program can see that it is one."""
    number = salted_hmac("causeway.supporters.message", f"{row.seed}.{row.mails_sent}", algorithm="sha256").hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{number[:32]}@{domain}>"
