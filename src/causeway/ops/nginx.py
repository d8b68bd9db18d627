"""The parts of the nginx example that have to say the same as the site itself, so they are generated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from causeway.ops.headers import public_headers, style_hash

#: What a stored page says beside the security headers. ``Vary`` here and not by ``gzip_vary``, which would open the
#: compressed file for every reader, also for those who do not take it.
OF_A_PAGE = {
    "Cache-Control": "public, max-age=0, must-revalidate",
    "Vary": "Accept-Encoding",
    "Content-Language": "$causeway_language",
}


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def headers_file(*, hsts: bool) -> str:
    """Return the header lines of a stored page, for a ``location``.

    Args:
        hsts: whether the site runs behind TLS for good (``PRODUCTION=1``).
    """
    lines = ["# Written by `causeway nginx`: the same headers as the site's own. Write it anew after each upgrade."]
    wanted = {**public_headers(style_hash(), hsts=hsts), **OF_A_PAGE}
    return "\n".join([*lines, *(f"add_header {name} {_quoted(value)};" for name, value in wanted.items())]) + "\n"


def languages_file(languages: Sequence[str]) -> str:
    """Return the map from an address to its language, for the ``http`` level.

    Args:
        languages: the site's language codes.
    """
    # One pattern: nginx tries patterns one after the other, for every request.
    codes = "|".join(sorted(languages, key=len, reverse=True))
    return (
        "# Written by `causeway nginx`: the language of a stored page, by its address.\n"
        "map $uri $causeway_path_language {\n"
        '    default "";\n'
        f'    "~^/(?<causeway_code>{codes})(?:/|$)" $causeway_code;\n'
        "}\n"
    )


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
