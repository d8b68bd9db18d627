"""The words of the mails. Plain text: it can carry no tracker, and every phone shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
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


def sender(language: str) -> Sender:
    """Who writes, in one language.

    Args:
        language: one of the site's languages.
    """
    who = pages.speaker(_request(), language)
    contact = pages.find_page("contact", language) or pages.find_page("contact", settings.LANGUAGE_CODE)
    return Sender(
        language=language,
        name=who.name,
        contact_url=settings.SITE_URL + pages.local_url("contact", language) if contact and contact.live else "",
        phone=facts.plain(who.phone_fact, language) if who.phone_fact else "",
    )


def confirmation(row: SignupRequest) -> EmailMessage:
    """Write the mail that asks somebody to confirm.

    Args:
        row: the sign-up. Somebody who is on the list already gets the same mail.
    """
    known = Supporter.objects.filter(email=row.email).values_list("email_hash", flat=True).first()
    leave_url = address_of("leave", row.language, leave_token(known or row.email_hash))
    # Asking the pages who speaks sets the site's time zone; outside of a request it has to be put back.
    with timezone.override(timezone.get_default_timezone()), translation.override(row.language):
        footers = [sender(code) for code in dict.fromkeys([row.language, catalogue.second_language(row.language)])]
        until = timezone.localtime(row.asked_at + timedelta(days=CONFIRM_DAYS))
        context: dict[str, Any] = {
            "sender": footers[0],
            "footers": footers,
            "topics": catalogue.topics(row.language, keys=row.topics),
            "confirm_url": address_of("confirm", row.language, confirm_token(row.seed, row.asked_at).text),
            "leave_url": leave_url,
            "until": date_format(until, "DATE_FORMAT"),
            "days": CONFIRM_DAYS,
            "site_url": settings.SITE_URL,
        }
        subject = _("Please confirm: news from %(organisation)s") % {"organisation": footers[0].name}
        text = render_to_string("supporters/mail/confirm.txt", context)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=text,
        from_email=_from(footers[0].name),
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
