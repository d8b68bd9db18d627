"""Views outside the page tree: language choice, robots, icon, site map, feed."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from causeway.pages.frame import speaker
from causeway.pages.languages import LANGUAGES, language, negotiate
from causeway.pages.links import local_url, path_in_site
from causeway.pages.listing import prefer_language
from causeway.pages.models import NewsPage, PublicationPage
from causeway.pages.pdf.response import pdf_response
from causeway.pages.prose import summaries
from causeway.pages.serving import find

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#0A3D48"/>'
    '<path d="M4 13h24" stroke="#FBF8F1" stroke-width="3.5"/>'
    '<path d="M8 21c2.7-3 5.300-3 8 0s5.300 3 8 0" fill="none" stroke="#F2D9A8" stroke-width="2.5"/></svg>'
)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send a first visit to the language the browser asks for; nothing is remembered."""
    response = HttpResponseRedirect(local_url("", negotiate(request.headers.get("Accept-Language", ""))))
    response["Vary"] = "Accept-Language"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything public; staff and search results are no use to them."""
    rules = ["User-agent: *", "Disallow: /admin/", *(f"Disallow: /{code}/search/" for code in LANGUAGES)]
    return HttpResponse("\n".join([*rules, f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]), content_type="text/plain")


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """The mark: a line over water."""
    response = HttpResponse(ICON, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=604800"
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language in which it exists, with its translations named."""
    groups: dict[object, dict[str, Page]] = {}
    for page in Page.objects.live().public().filter(depth__gt=1).select_related("locale").order_by("path"):
        groups.setdefault(page.translation_key, {})[page.locale.language_code] = page
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for translations in groups.values():
        urls = {code: settings.SITE_URL + local_url(path_in_site(page), code) for code, page in translations.items()}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(language(code).tag)} href={quoteattr(url)}/>'
            for code, url in urls.items()
        )
        for code, url in urls.items():
            changed = translations[code].last_published_at
            stamp = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
            lines.append(f"<url><loc>{escape(url)}</loc>{stamp}{alternates}</url>")
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml")


@require_safe
def publication_pdf(request: HttpRequest, path: str) -> HttpResponse:
    """A publication as a PDF, made from the same content.

    Args:
        request: the request.
        path: the address of the publication below the language, with a slash at its end.

    Raises:
        Http404: when there is no such publication, or its text is kept elsewhere.
    """
    page = find(request, path)
    if not isinstance(page, PublicationPage):
        raise Http404
    return pdf_response(request, page)


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    """News as an Atom feed in the reader's language."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    found = NewsPage.objects.live().public().filter(locale__language_code__in={code, settings.LANGUAGE_CODE})
    items = prefer_language(list(found.select_related("locale").order_by("-published")), code)[:20]
    context = {
        "organisation": speaker(request, code),
        "language": language(code),
        "url": settings.SITE_URL + local_url("news", code),
        "summaries": summaries(items, code),
        "entries": [(item, settings.SITE_URL + local_url(path_in_site(item), code)) for item in items],
    }
    return render(request, "pages/feed.atom", context, content_type="application/atom+xml; charset=utf-8")
