"""What a reader is shown: the topics on offer and the words of the consent, in the best language there is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings

from causeway.supporters.models import NEWS, ConsentWording, Topic, TopicText

Text = TypeVar("Text", TopicText, ConsentWording)


@dataclass(frozen=True)
class TopicChoice:
    """A topic in words.

    ``language`` is that of the words, which is not the reader's where no translation exists.
    """

    key: str
    title: str
    text: str
    language: str


def _best(texts: Iterable[Text], language: str) -> Text | None:
    """The text in the reader's language, else in the default language, else any."""
    by_language = {text.language: text for text in texts}
    for code in (language, settings.LANGUAGE_CODE):
        if code in by_language:
            return by_language[code]
    return next(iter(by_language.values()), None)


def topics(language: str, *, keys: Collection[str] | None = None) -> list[TopicChoice]:
    """Topics in words.

    Args:
        language: the reader's language.
        keys: these topics, offered still or not; by default all topics on offer.
    """
    found = Topic.objects.filter(shown=True) if keys is None else Topic.objects.filter(key__in=keys)
    choices = []
    for topic in found.prefetch_related("texts"):
        text = _best(topic.texts.all(), language)
        if text is not None:
            choices.append(TopicChoice(topic.key, text.title, text.text, text.language))
        elif keys is not None:
            choices.append(TopicChoice(topic.key, topic.key, "", settings.LANGUAGE_CODE))
    return choices


class Wordings:
    """The words of the consent as they stand on one day; one query.

    Args:
        today: the day that counts.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        # The newest version first.
        self._rows = list(ConsentWording.objects.filter(key=NEWS, start__lte=today).order_by("-start", "-pk"))

    def best(self, language: str) -> ConsentWording | None:
        """The words in force: of the newest version, in the reader's language or else the default one.

        A newer version in English wins over an older one in the reader's language: it is what holds.

        Args:
            language: the reader's language.
        """
        return _best([row for row in self._rows if row.version == self._rows[0].version], language)

    def shown(self, name: str, language: str) -> ConsentWording | None:
        """The words a form says it showed, if they still count.

        Pages lie open for hours and a stored page may be a little old, so the version before the present
        one is honoured for a day after it was replaced.

        Args:
            name: ``version:language`` from the form; empty means the words in force.
            language: the language of the address the form was sent to.

        Returns:
            The wording to record, or ``None`` when the reader has to read the new words first.
        """
        if not self._rows or not name:
            return self.best(language)
        newest = self._rows[0]
        honoured = {newest.version}
        if newest.start >= self._today - timedelta(days=1):
            honoured |= set([row.version for row in self._rows if row.version != newest.version][:1])
        return next((row for row in self._rows if wording_name(row) == name and row.version in honoured), None)


def wording(language: str, today: date) -> ConsentWording | None:
    """The words in force on a day: see :meth:`Wordings.best`."""
    return Wordings(today).best(language)


def wording_name(row: ConsentWording) -> str:
    """How a form names the words it shows."""
    return f"{row.version}:{row.language}"


def second_language(language: str) -> str:
    """The language in which a mail says who wrote it and how to leave, beside the supporter's own.

    It is the default language; for people who read that, it is the first other language in which the
    consent itself is worded, that is, the other language the jurisdiction asks for.

    Args:
        language: the supporter's language.
    """
    if language != settings.LANGUAGE_CODE:
        return settings.LANGUAGE_CODE
    worded = set(ConsentWording.objects.filter(key=NEWS).values_list("language", flat=True))
    return next((code for code, _name in settings.LANGUAGES if code in worded and code != language), language)
