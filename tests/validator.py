"""The Nu HTML checker, run on saved pages: over HTTP it refuses this machine's own address."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

# Put there by .ci/run. The copy among Python's packages is of 2020 and knows neither popovers nor logical properties.
JAR = (
    Path(__file__).resolve().parent.parent / ".venv" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
)
INSTALL = "npm install --ignore-scripts --prefix .venv/vnu vnu-jar@26.9.27 (and a Java runtime)"


def is_here() -> bool:
    """Whether the checker can run."""
    return JAR.exists() and shutil.which("java") is not None


def faults(pages: dict[str, bytes], folder: Path) -> list[str]:
    """Check pages.

    Args:
        pages: HTML by a name to report it under.
        folder: an empty folder for the saved pages.

    Returns:
        Each error with the name of its page; warnings are left out.
    """
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(html)
        names[file.name] = name
    command = ["java", "-Xss2m", "-jar", str(JAR), "--format", "json", "--errors-only"]
    done = subprocess.run(
        [*command, *map(str, sorted(folder.glob("*.html")))], capture_output=True, text=True, check=False
    )
    said = json.loads(done.stderr)["messages"]
    return [f"{names[Path(line['url']).name]}: {line['message']}" for line in said]
