"""The one stylesheet: read once, minified, and allowed by its hash.

It is written into every page because on a slow phone a second request costs
more than the bytes it carries.
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


STYLE: str = _read()
STYLE_HASH: str = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
