"""Reading an e-mail address: accepted in one normal form, or refused in one sentence that says what to do.

What is accepted: anything the ``email-validator`` library takes without asking the network (a look-up
would tell somebody's name server who signs up here, and would make known domains answer faster than
unknown ones). Domains in any script are accepted and kept in their ASCII form, which every mail server
understands. A part *before* the @ with letters beyond ASCII is refused: such mail travels only when
every server on its way offers SMTPUTF8, most do not, and a sign-up whose mail can never arrive would be
a false 'received'.

The normal form is lower case throughout. Standards would let a mail server treat ``Name@`` and
``name@`` as two people; none in use does, and people type both.
"""

from __future__ import annotations

import base64
import unicodedata

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

LONGEST = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets

# Chinese and Japanese keyboards type full-width forms of the ASCII signs; U+3000 is their space.
FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20, 0x3002: 0x2E}
# Marks without a shape that phones add around an address copied from a contact or a chat.
UNSEEN_EDGES = "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"


class AddressError(ValueError):
    """The address cannot be used; the text is one sentence for the reader, in the active language."""


def normalise(text: str) -> str:
    """Turn what somebody typed into the address that is kept and written to.

    Args:
        text: the content of the field, as it came.

    Returns:
        The address in lower case with an ASCII domain.

    Raises:
        AddressError: with a sentence for the reader.
    """
    address = text.translate(FULL_WIDTH).strip(" \t\u00a0" + UNSEEN_EDGES)
    if not address:
        raise AddressError(_("Enter your e-mail address."))
    if len(address) > LONGEST:
        raise AddressError(_("This address is too long: an e-mail address has at most 254 characters."))
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in address):
        raise AddressError(
            _("This address has line breaks or invisible characters in it. Type it again by hand, on one line.")
        )
    if address.count("@") != 1 or " " in address:
        raise AddressError(_("Enter one e-mail address, written like name@example.org."))
    local = address.partition("@")[0]
    if not local.isascii():
        raise AddressError(
            _("Mail to this address may not arrive: before the @, use an address with plain letters a to z.")
        )
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as fault:
        raise AddressError(_("This is not a complete e-mail address. Write it like name@example.org.")) from fault
    normal = (checked.ascii_email or "").lower()
    if not normal or len(normal) > LONGEST:
        raise AddressError(_("This address is too long: an e-mail address has at most 254 characters."))
    return normal


def address_hash(email: str) -> str:
    """A keyed hash that stands for an address in links, and after the address itself is erased.

    Without the site's secret key nobody can tell which address it stands for, nor try addresses.

    Args:
        email: an address in normal form.
    """
    digest = salted_hmac("causeway.supporters.address", email, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
