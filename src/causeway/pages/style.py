"""The one stylesheet: read once, minified, and allowed by its hash. And the hashes of the few scripts.

The stylesheet is written into every page because on a slow phone a second
request costs more than the bytes it carries.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import rcssmin

STYLES = Path(__file__).parent / "static" / "causeway"
# In the order of the cascade; each file is one layer of the page.
SHEETS = ("base.css", "frame.css", "blocks.css", "pages.css", "facts.css", "print.css")


def _read() -> str:
    return str(rcssmin.cssmin("".join((STYLES / name).read_text(encoding="utf-8") for name in SHEETS)))


def _digest(name: str, text: bytes) -> str:
    return f"{name}-" + base64.b64encode(hashlib.new(name, text).digest()).decode()


def integrity(script: str) -> str:
    """What a script's bytes must add up to before a browser runs it.

    Args:
        script: its name among the static files, such as ``causeway/menus.js``.
    """
    return _digest("sha384", (STYLES.parent / script).read_bytes())


STYLE: str = _read()
STYLE_HASH: str = _digest("sha256", STYLE.encode())
