"""What the web server runs: ``application``, stored pages first; ``django_application``, Django alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causeway.env import choose_settings, read_environment
from causeway.ops.front import Application, front_for
from causeway.ops.release import release_mark, settings_mark


def _load() -> Application:
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    from django.urls import get_resolver

    from causeway.ops.freshness import renew_process_caches

    # Else the first reader waits for the import of every view.
    get_resolver().url_patterns  # noqa: B018

    application.on_new_generation.append(renew_process_caches)
    return django


choose_settings()
_env = read_environment()
application = front_for(_env, release_mark(), settings_mark(_env), _load)


def django_application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer without the store, as ``runserver`` does."""
    application.load()
    return application.django(environ, start_response)
