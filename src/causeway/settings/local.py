"""The default: one machine, http, files in DATA."""

from causeway.ops.keys import secret_key

from .base import *  # noqa: F403
from .base import DATA

SECRET_KEY = secret_key(DATA)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
