"""Print the modules that know nothing of Django, the libraries among them: mypy checks these strictly (``.ci/check``)."""

from __future__ import annotations

import ast
from pathlib import Path

#: Packages whose classes are built at run time, so that types say little about them.
DYNAMIC = {
    "django",
    "wagtail",
    "wagtail_localize",
    "modelcluster",
    "taggit",
    "allauth",
    "django_tasks",
    "django_tasks_db",
}


def imports(source: str) -> set[str]:
    """Return the top names a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def pure(root: Path) -> list[Path]:
    """Return the modules below ``root`` that import nothing dynamic."""
    return [
        path
        for path in sorted(root.rglob("*.py"))
        if not {"migrations", "settings"} & set(path.parts)
        and path.stat().st_size
        and not imports(path.read_text(encoding="utf-8")) & DYNAMIC
    ]


if __name__ == "__main__":
    libraries = [path for library in sorted(Path("libs").glob("*/src")) for path in pure(library)]
    print(*pure(Path("src/causeway")), *libraries, sep="\n")  # noqa: T201
