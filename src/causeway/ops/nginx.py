"""The parts of the nginx example that have to say the same as the site itself, so they are generated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from causeway.ops.headers import public_headers, style_hash

CACHE = "public, max-age=0, must-revalidate"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def headers_file(*, hsts: bool) -> str:
    """Return the header lines of a stored page, for a ``location``.

    Args:
        hsts: whether the site runs behind TLS for good (``PRODUCTION=1``).
    """
    lines = ["# Written by `causeway nginx`: the same headers as the site's own. Write it anew after each upgrade."]
    wanted = {
        **public_headers(style_hash(), hsts=hsts),
        "Cache-Control": CACHE,
        "Content-Language": "$causeway_language",
    }
    return "\n".join([*lines, *(f"add_header {name} {_quoted(value)};" for name, value in wanted.items())]) + "\n"


def languages_file(languages: Mapping[str, str] | list[str]) -> str:
    """Return the map from an address to its language, for the ``http`` level.

    Args:
        languages: the site's language codes.
    """
    lines = [
        "# Written by `causeway nginx`: the language of a stored page, by its address.",
        "map $uri $causeway_path_language {",
    ]
    lines += ['    default "";', *(f"    ~^/{code}(/|$) {code};" for code in languages)]
    return "\n".join([*lines, "}"]) + "\n"


def write(env: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write both files into a folder; return their paths.

    Raises:
        OSError: when they cannot be written.
    """
    from django.conf import settings

    made = {
        folder / "causeway-headers.conf": headers_file(hsts=bool(env["PRODUCTION"])),
        folder / "causeway-languages.conf": languages_file([code for code, _ in settings.LANGUAGES]),
    }
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return list(made)
