"""Every pair of colours that carries text keeps 7:1, in light and in dark."""

import re

import pytest

from causeway.pages.style import STYLES

PAIRS = [
    ("ink", "ground"),
    ("muted", "ground"),
    ("link", "ground"),
    ("ink", "mist"),
    ("link", "mist"),
    ("on-harbour", "harbour"),
    ("harbour-link", "harbour"),
    ("on-sand", "sand"),
    ("on-vermilion", "vermilion"),
    ("vermilion", "ground"),
    ("ink", "field"),
    ("muted", "field"),
]


def palettes() -> dict[str, dict[str, str]]:
    css = (STYLES / "base.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]
    light = colours[0]
    dark = light | next(block for block in colours[1:] if "ground" in block)
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(name: str, text: str, ground: str) -> None:
    palette = palettes()[name]
    bright, dim = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 7, f"{text} on {ground} in {name}"
