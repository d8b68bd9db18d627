"""The closed lists of the asks, with their words for readers and staff."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

#: What an ask can stand at, in the order of the road.
STATES: Final = {
    "not_started": _("Not started"),
    "acknowledged": _("Acknowledged"),
    "plan_published": _("Plan published"),
    "drafted": _("Drafted"),
    "needs_ce_consent": _("Needs the consent of the head of government"),
    "introduced": _("Introduced"),
    "committee": _("In committee"),
    "passed": _("Passed"),
    "in_force": _("In force"),
    "implemented": _("Implemented"),
    "partly_met": _("Partly met"),
    "refused": _("Refused"),
    "stalled": _("Stalled"),
    "reversed": _("Reversed"),
}

KINDS: Final = {
    "question": _("Question"),
    "reply": _("Reply"),
    "statement": _("Statement"),
    "report": _("Report"),
    "recommendation": _("Recommendation"),
    "bill_stage": _("Stage of a bill"),
    "vote": _("Vote"),
    "judgment": _("Judgment"),
    "plan": _("Plan"),
    "budget": _("Budget"),
    "treaty_action": _("Treaty action"),
    "media": _("In the media"),
}

ACTOR_KINDS: Final = {
    "government": _("Government"),
    "lawmaker": _("Lawmaker"),
    "court": _("Court"),
    "un": _("United Nations body"),
    "foreign": _("Foreign government"),
    "ngo": _("Non-governmental organisation"),
    "academic": _("Academic"),
    "media": _("News media"),
}

STANCES: Final = {
    "supports": _("Supports"),
    "opposes": _("Opposes"),
    "neutral": _("Neutral"),
    "partly": _("Partly supports"),
    "to-set": _("To set: not read in full yet"),
}

#: Effect on the asks as wholes.
EFFECTS: Final = {
    "none": _("None"),
    "acknowledges": _("Acknowledges it"),
    "advances": _("Advances it"),
    "refuses": _("Refuses it"),
    "reverses": _("Reverses it"),
}

MILESTONE_EFFECTS: Final = {
    "advances": _("Advances it"),
    "completes": _("Completes it"),
    "reverses": _("Reverses it"),
}

REACHED_BY: Final = {
    "events": _("Events"),
    "law-coverage": _("The law covers every combination of the standard, in the strictest reading"),
}

CONFIDENCE: Final = {
    "H": _("High"),
    "M": _("Medium"),
    "L": _("Low"),
}

TRANSLATION_STATES: Final = {
    "draft": _("draft, not yet checked by a second speaker"),
    "checked": _("checked by a second speaker"),
}

#: The most words a quote may have.
MAX_QUOTE_WORDS: Final = 40
