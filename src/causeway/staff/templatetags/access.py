"""Small helpers of the sign-in pages."""

from __future__ import annotations

import base64
import ipaddress
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control without placeholder text, which would repeat the label and then vanish."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    return field.as_widget()


@register.filter
def fours(secret: str) -> str:
    """A secret in groups of four, to be read and typed."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


@register.filter
def as_text_file(codes: list[str]) -> str:
    """The codes as an address that holds the whole file, so that they are sent only once."""
    text = "\n".join([*codes, ""])
    return "data:text/plain;base64," + base64.b64encode(text.encode()).decode("ascii")


@register.simple_tag(takes_context=True)
def passkeys_possible(context: Any) -> bool:
    """Whether a browser can make a passkey here: it needs a name in the address, not a number."""
    host = context["request"].get_host()
    name = host.rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return True
    return False
