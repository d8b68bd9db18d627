"""Finds the page of an address with two queries, whatever its depth and whether or not it is translated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page, PageViewRestriction
from wagtail.views import serve as wagtail_serve

from causeway.pages.frame import frame_of
from causeway.pages.models import ReaderPage


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at an address below the language.

    What this short way does not know (a private page, an address inside a
    page such as its PDF) is left to Wagtail's own view.

    Args:
        request: the request.
        path: the address below the language, with a slash at its end.
    """
    page = find(request, path) if request.method in {"GET", "HEAD"} else None
    if page is None:
        return wagtail_serve(request, path)
    return page.serve(request)


def find(request: HttpRequest, path: str) -> Any | None:
    """Find a public page by its address.

    Args:
        request: the request, whose frame is read.
        path: the address below the language.

    Returns:
        The page in the reader's language, else in the site's own; ``None`` when
        there is none or when a view restriction stands above it. Its attribute
        ``live_languages`` says in which languages it can be read.
    """
    code = translation.get_language() or settings.LANGUAGE_CODE
    homes = frame_of(request, code).homes
    wanted = [homes[own].url_path + path for own in (code, settings.LANGUAGE_CODE) if own in homes]
    keys = Page.objects.filter(url_path__in=wanted).values("translation_key")[:2]
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(below=own_path).filter(below__startswith=F("page__path"))
    group = list(
        Page.objects.live()
        .filter(translation_key__in=Subquery(keys))
        .annotate(is_private=Exists(above))
        .select_related("locale")
    )
    by_address = {page.url_path: page for page in group}
    page = next((by_address[address] for address in wanted if address in by_address), None)
    if page is None or page.is_private:
        return None
    model = page.specific_class
    if model is None or not issubclass(model, ReaderPage):
        return None
    found = model.objects.select_related("locale").get(pk=page.pk)
    found.live_languages = {
        other.locale.language_code
        for other in group
        if other.translation_key == page.translation_key and not other.is_private
    }
    return found
