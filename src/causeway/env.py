"""The one reader of the environment: typed, and it lists everything that is wrong at once.

Every setting an operator may change is declared here with its meaning, so that
the documentation can be checked against this table (``docs/operators.md``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class EnvError(ValueError):
    """One or more settings are missing or malformed; the message names each."""


def _flag(text: str) -> bool:
    low = text.strip().lower()
    if low in {"1", "true", "yes", "on"}:
        return True
    if low in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("say 1 or 0")


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError("say a whole number")
    return int(text)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError("say " + " or ".join(word for word in allowed if word))
        return text

    return read


@dataclass(frozen=True)
class Setting:
    """One setting of the environment.

    Args:
        name: the variable's name.
        read: turns its text into a value; raises ``ValueError`` with a hint.
        default: the text used when the variable is absent.
        meaning: one sentence for the operators' documentation.
    """

    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("DATA", _path, "data", "Folder for database, keys, media, mail and stored pages."),
    Setting("HOST", str, "127.0.0.1", "Address the web server listens on."),
    Setting("PORT", _number, "8000", "Port the web server listens on."),
    Setting("WORKERS", _number, "2", "Web server processes."),
    Setting("SITE_URL", str, "", "Public address, for example https://example.org; empty means http://HOST:PORT."),
    Setting("ALLOWED_HOSTS", _words, "127.0.0.1,localhost,[::1]", "Host names the site answers to, with commas."),
    Setting("DATABASE_URL", str, "", "PostgreSQL address; empty means SQLite in DATA."),
    Setting(
        "EMAIL_URL",
        str,
        "",
        "smtp://, smtp+tls:// or smtp+ssl://USER:PASSWORD@HOST:PORT; empty writes mail into DATA/mail.",
    ),
    Setting("MAIL_FROM", str, "noreply@localhost", "Sender of the mail the site sends."),
    Setting("TIME_ZONE", str, "UTC", "Time zone of dates before a pack names its own."),
    Setting("PACK", str, "packs/hongkong", "Pack loaded by `causeway up` when the site is empty."),
    Setting(
        "UNVERIFIED_FACTS",
        _choice("", "banner", "hide"),
        "",
        "What readers see of an unchecked fact until staff choose in the admin: banner or hide; empty means banner on a first run and hide in production.",
    ),
    Setting(
        "SIGNUPS_PER_HOUR",
        _number,
        "30",
        "Sign-ups accepted from one network in an hour (counted in memory only); 0 is no limit.",
    ),
    Setting(
        "TRUSTED_PROXIES", _number, "0", "Number of reverse proxies in front whose X-Forwarded-For entry is believed."
    ),
    Setting("PRODUCTION", _flag, "0", "1 turns on the strict settings for a public server behind TLS."),
)


def read_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read every setting.

    Args:
        environ: the variables to read; the process environment by default.

    Returns:
        The value of each setting by its name.

    Raises:
        EnvError: naming all settings that cannot be read, not just the first.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    faults: list[str] = []
    for setting in SETTINGS:
        text = environ.get(setting.name, "") or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as fault:
            faults.append(f"{setting.name}={text!r}: {fault}. {setting.meaning}")
    if faults:
        raise EnvError("These settings cannot be read:\n  " + "\n  ".join(faults))
    return values


def choose_settings() -> str:
    """Name the Django settings, unless the environment names them; return the name.

    Raises:
        EnvError: when the settings cannot be read.
    """
    chosen = "causeway.settings.production" if read_environment()["PRODUCTION"] else "causeway.settings.local"
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)
