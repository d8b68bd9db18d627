"""Children of a page in the reader's language, with the site's own language where none exists yet."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page

PageType = TypeVar("PageType", bound=Any)


def prefer_language(pages: list[PageType], code: str) -> list[PageType]:
    """Keep one page of each translation group: the one in ``code`` where there is one.

    Args:
        pages: pages with ``locale`` loaded, in the order wanted.
        code: the reader's language.

    Returns:
        The pages in their order, each group once.
    """
    best: dict[Any, PageType] = {}
    for page in pages:
        if page.translation_key not in best or page.locale.language_code == code:
            best[page.translation_key] = page
    return list(best.values())


def children_in_language(model: type[PageType], parent: Any, code: str) -> list[PageType]:
    """List the live children of a page and of its translations.

    Args:
        model: the type of the children.
        parent: the index page, in any language.
        code: the reader's language.

    Returns:
        Children by position and title, one of each translation group.
    """
    codes = {code, settings.LANGUAGE_CODE}
    parents = Page.objects.filter(translation_key=parent.translation_key, locale__language_code__in=codes)
    below = Q(pk__in=[])
    for path, depth in parents.values_list("path", "depth"):
        below |= Q(path__startswith=path, depth=depth + 1)
    found = model.objects.live().public().filter(below, locale__language_code__in=codes).select_related("locale")
    return sorted(prefer_language(list(found), code), key=lambda page: (page.position, page.title))


def newest(models: tuple[type[Any], ...], code: str, limit: int) -> list[Any]:
    """The newest pages of several types together.

    Args:
        models: page types that have ``published``.
        code: the reader's language.
        limit: how many at most.
    """
    codes = {code, settings.LANGUAGE_CODE}
    found: list[Any] = []
    for model in models:
        pages = model.objects.live().public().filter(locale__language_code__in=codes)
        found += pages.select_related("locale").order_by("-published")[: limit * len(codes)]
    return sorted(prefer_language(found, code), key=lambda page: page.published, reverse=True)[:limit]
