"""Settings shared by every way of running. Values an operator may change come from ``causeway.env``."""

from pathlib import Path

import dj_database_url
from django.conf import locale
from django.utils.translation import gettext_lazy as _

from causeway.env import read_environment

from .logging import LOGGING as LOGGING

ENV = read_environment()
PACKAGE_DIR = Path(__file__).resolve().parent.parent
REPOSITORY_DIR = PACKAGE_DIR.parent.parent
DATA: Path = ENV["DATA"]

DEBUG = False
SITE_URL = ENV["SITE_URL"].rstrip("/") or f"http://{ENV['HOST']}:{ENV['PORT']}"
ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"]
ROOT_URLCONF = "causeway.urls"
WSGI_APPLICATION = "causeway.wsgi.django_application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Long StreamField pages post many fields (Wagtail's own project template sets the same).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

INSTALLED_APPS = [
    "causeway.staff",
    "causeway.facts",
    "causeway.pages",
    "causeway.law",
    "causeway.asks",
    "causeway.supporters",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "causeway.staff.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Last, so that its signal handlers swap the page store when all others have done their part.
    "causeway.ops",
]

MIDDLEWARE = [
    "causeway.ops.logs.RequestLogMiddleware",
    "causeway.ops.freshness.StoreMiddleware",
    "causeway.ops.headers.SecurityHeadersMiddleware",
    "causeway.pages.middleware.ReaderMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "causeway.staff.middleware.ReaderLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "causeway.staff.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------
# IMMEDIATE + WAL + synchronous FULL + 20 s: with 8 writers Django's defaults refuse almost half
# of the write transactions, this set none; FULL because "received" must survive power loss.
# (trusted_schema=OFF is not among them: SQLite then refuses the JSON_VALID checks Django puts on JSON fields.)
SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
    ),
}
if ENV["DATABASE_URL"]:
    DATABASES = {"default": dj_database_url.parse(ENV["DATABASE_URL"], conn_max_age=600, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "db" / "causeway.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": SQLITE,
        },
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}

# --- Languages --------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", "English"),
    ("zh-hant", "繁體中文"),
    ("id", "Bahasa Indonesia"),
    ("tl", "Filipino"),
    ("vi", "Tiếng Việt"),
    ("th", "ไทย"),
    ("ne", "नेपाली"),
    ("km", "ខ្មែរ"),
    ("ur", "اردو"),
    ("bn", "বাংলা"),
    ("hi", "हिन्दी"),
    ("zh-hans", "简体中文"),
]
# Django ships no entry for Filipino.
locale.LANG_INFO.setdefault("tl", {"bidi": False, "code": "tl", "name": "Filipino", "name_local": "Filipino"})
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV["TIME_ZONE"]
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_JOBS = {"BACKEND": "wagtail_localize.tasks.ImmediateBackend"}

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PAGE_STORE = DATA / "pages"
# nginx, as another user, serves static files and stored pages; the folder DATA/db is closed to it.
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755

# --- Mail -----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["MAIL_FROM"]
EMAIL_BACKEND = "causeway.supporters.mail.Backend"
EMAIL_URL = ENV["EMAIL_URL"]
EMAIL_FILE_PATH = DATA / "mail"

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Causeway")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

UNVERIFIED_FACTS = ENV["UNVERIFIED_FACTS"] or ("hide" if ENV["PRODUCTION"] else "banner")
SIGNUPS_PER_HOUR = ENV["SIGNUPS_PER_HOUR"]
TRUSTED_PROXIES = ENV["TRUSTED_PROXIES"]
PACK = ENV["PACK"]

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options is set by causeway.ops.headers, with the other headers
]

from .staff import *  # noqa: E402, F403
