"""The home page, 'What we want to change', and plain pages such as contact and trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from causeway.pages.listing import newest
from causeway.pages.prose import summaries

from .base import ReaderPage, tabs

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomePage(ReaderPage):
    """The first page in one language.

    Asked for a page that nobody has translated yet, it finds the page in the
    site's own language; the template then says so and keeps the frame in the
    reader's language. The address is the same before and after translation.
    """

    template = "pages/home.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .news import NewsPage
        from .publications import PublicationPage

        context = super().get_context(request, *args, **kwargs)
        context["latest"] = newest((NewsPage, PublicationPage), context["language"].code, 3)
        context["summaries"] = summaries(context["latest"], context["language"].code)
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        try:
            return super().route(request, path_components)
        except Http404:
            default = Locale.get_default()
            if not path_components or self.locale_id == default.pk:
                raise
            home = self.get_translation_or_none(default)
            if home is None or not home.live:
                raise
            return home.specific.route(request, path_components)


class ChangePage(ReaderPage):
    """What we want to change: the focuses, the problem and the asks."""

    template = "pages/change.html"
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("‘What we want to change’")


class ContactPage(ReaderPage):
    """How to reach the organisation, and how to do so safely. It has no form: nobody's story is collected here."""

    template = "pages/contact.html"
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("contact page")


class TextPage(ReaderPage):
    """A plain page, such as what the site promises."""

    template = "pages/text.html"
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("plain page")
