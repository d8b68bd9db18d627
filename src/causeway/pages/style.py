"""The one stylesheet: read once, minified, and allowed by its hash. And the hashes of the few scripts.

The stylesheet is written into every page because on a slow phone a second
request costs more than the bytes it carries. A room whose pages need more has a sheet of its own,
``static/ROOM/room.css``, which only its pages carry.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import rcssmin

STYLES = Path(__file__).parent / "static" / "causeway"
# In the order of the cascade; each file is one layer of the page.
SHEETS = ("base.css", "frame.css", "blocks.css", "pages.css", "facts.css", "figures.css", "print.css")


def _read(files: Iterable[Path]) -> str:
    return str(rcssmin.cssmin("".join(file.read_text(encoding="utf-8") for file in files)))


def _digest(name: str, text: bytes) -> str:
    return f"{name}-" + base64.b64encode(hashlib.new(name, text).digest()).decode()


def integrity(script: str) -> str:
    """What a script's bytes must add up to before a browser runs it.

    Args:
        script: its name among the static files, such as ``causeway/menus.js``.
    """
    return _digest("sha384", (STYLES.parent / script).read_bytes())


STYLE: str = _read(STYLES / name for name in SHEETS)
#: The sheet of each room that has one, by the room's name.
ROOM_STYLES: Mapping[str, str] = {
    file.parent.name: _read([file]) for file in sorted(Path(__file__).parents[1].glob("*/static/*/room.css"))
}
#: The hashes of all of them as a policy lists them. It is the same for every page, so that every page can be stored.
STYLE_HASH: str = "' '".join(_digest("sha256", sheet.encode()) for sheet in (STYLE, *ROOM_STYLES.values()))
