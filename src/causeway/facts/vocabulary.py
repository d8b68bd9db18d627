"""The closed lists of the facts, with their words for readers and staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: The base language: facts, units and definitions are written in it, other languages translate it.
BASE_LANGUAGE = "en"

TOPICS = {
    "claim": _("Protection claims"),
    "legal-help": _("Legal help"),
    "living": _("Living while waiting"),
    "trafficking": _("Trafficking and forced labour"),
    "domestic-work": _("Domestic work"),
    "directory": _("Who can help"),
    "numbers": _("Numbers"),
    "calendar": _("Calendars"),
    "law": _("Law"),
    "cases": _("Court cases"),
    "treaties": _("Treaties"),
    "un": _("United Nations"),
    "tier": _("Tier rankings"),
    "official": _("What officials said"),
    "organisation": _("The organisation"),
    "world": _("The world"),
}

TYPES = {
    "count": _("Count"),
    "decimal": _("Decimal number"),
    "money": _("Money"),
    "percent": _("Percentage"),
    "range": _("Range"),
    "ratio": _("One in so many"),
    "days": _("Days"),
    "weeks": _("Weeks"),
    "months": _("Months"),
    "years": _("Years"),
    "hours": _("Hours"),
    "date": _("Date"),
    "phone": _("Telephone number"),
    "statement": _("Statement"),
}

#: How a figure draws its series.
FIGURE_KINDS = {
    "columns": _("Columns: one for each year"),
    "lines": _("Lines: joined from one year to the next, never over a gap"),
    "steps": _("Steps: named levels by year"),
    "points": _("Points: each value apart, with its range"),
}

#: Which way the people of a series were taken; counts that do not say so are unknown.
DIRECTIONS = {
    "inbound": _("into the place"),
    "outbound": _("out of the place"),
    "internal": _("within the place"),
    "unknown": _("not stated"),
}

SOURCE_KINDS = {
    "government": _("Government"),
    "court": _("Court"),
    "law": _("Law"),
    "un": _("United Nations body"),
    "ngo": _("Non-governmental organisation"),
    "media": _("News media"),
    "academic": _("Academic"),
    "treaty-body": _("Treaty body"),
    "foreign-government": _("Foreign government"),
    "organisation": _("Organisation"),
    "copy": _("Copy on another site"),
}

READ = {
    "whole": _("read whole"),
    "part": _("read in part"),
    "not": _("not read"),
}

QUALIFIERS = {
    "": _("exactly"),
    "about": _("about"),
    "more-than": _("more than"),
    "at-least": _("at least"),
    "at-most": _("at most"),
    "up-to": _("up to"),
}

#: Confidence in plain words for readers.
CONFIDENCE = {
    "H": _("High: an official text or a court's text was read, and nothing was found against it."),
    "M": _("Medium: a good secondary source, or an official one that is old."),
    "L": _("Low: one weak or old source."),
    "UNVERIFIED": _("None yet: no source was read for it."),
    "derived": _("Worked out from a figure that has a source."),
}

#: Confidence in a word or two, for lists and filters.
CONFIDENCE_SHORT = {
    "H": _("High"),
    "M": _("Medium"),
    "L": _("Low"),
    "UNVERIFIED": _("No source read"),
    "derived": _("Worked out"),
}

#: Status in plain words.
STATUS = {
    "verified": _("Checked"),
    "overdue": _("Due to be checked again"),
    "unverified": _("Not yet checked by a named person"),
    "unconfirmed": _("Being checked"),
}

#: Status in a word or two, for staff.
STATUS_SHORT = {
    "verified": _("Checked"),
    "overdue": _("Overdue"),
    "unverified": _("Not checked"),
    "unconfirmed": _("No source read"),
}

TRANSLATION_STATES = {
    "": _("not stated"),
    "draft": _("draft, not yet checked by a second speaker"),
    "checked": _("checked by a second speaker"),
}
