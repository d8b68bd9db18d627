"""The site's addresses. Each app brings its own; here they are only put in order."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("causeway.ops.urls")),
    path("", include("causeway.pages.urls_root")),
    path("admin/access/", include("causeway.staff.urls")),
    path("admin/", include("causeway.staff.urls_wagtail")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>images/.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *i18n_patterns(
        path("facts/", include("causeway.facts.urls")),
        path("law/", include("causeway.law.urls")),
        path("asks/", include("causeway.asks.urls")),
        path("news-sign-up/", include("causeway.supporters.urls")),
        path("", include("causeway.pages.urls")),
        path("", include(wagtail_urls)),
    ),
]

handler400 = "causeway.pages.errors.bad_request"
handler403 = "causeway.pages.errors.forbidden"
handler404 = "causeway.pages.errors.not_found"
handler500 = "causeway.pages.errors.server_error"
