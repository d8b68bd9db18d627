"""For the test suite: nothing here weakens what is tested, it only makes it quick and repeatable."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATA as KEPT
from .base import DATABASES, INSTALLED_APPS, SQLITE

DATA = Path(tempfile.mkdtemp(prefix="causeway-test-"))
SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In the folder that stays, so that --reuse-db finds it again.
    KEPT.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "causeway.sqlite3",
            "OPTIONS": SQLITE,
            "TEST": {"NAME": str(KEPT / "test.sqlite3")},
        }
    }
MEDIA_ROOT = DATA / "media"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir()
PAGE_STORE = DATA / "pages"
EMAIL_FILE_PATH = DATA / "mail"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SIGNUPS_PER_HOUR = 0
UNVERIFIED_FACTS = "banner"
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "whitenoise.runserver_nostatic"]
