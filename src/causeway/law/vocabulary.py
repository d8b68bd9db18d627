"""What readers and staff call the kinds of things in the law."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

READING_KINDS: Final = {
    "offence": _("Offence of trafficking kind"),
    "fragment": _("Other offence that catches part of it"),
    "duty": _("Duty or power, no offence"),
    "policy": _("Policy, no law"),
}
VERDICTS: Final = {
    "covered": _("Covered"),
    "partly": _("Partly covered"),
    "not": _("Not covered"),
    "different": _("Met in another way"),
    "unclear": _("Unclear"),
}
HOLDERS: Final = {
    "government": _("Government"),
    "un": _("United Nations body"),
    "court": _("Court"),
    "academic": _("Academic"),
    "ngo": _("Non-governmental organisation"),
    "foreign": _("Foreign government"),
}
FORCES: Final = {
    "must": _("must"),
    "must_qualified": _("must, where its own law allows"),
    "endeavour": _("must try"),
    "consider": _("must consider"),
    "may": _("may"),
    "unknown": _("wording not read yet"),
}
BINDING_STATUS: Final = {
    "binding": _("Binds"),
    "applied": _("Applied"),
    "not-extended": _("Not extended"),
    "not-applied": _("Not applied"),
    "unverified": _("Being checked"),
}
