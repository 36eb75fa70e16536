"""The environment, read once into names. Nobody else touches os.environ."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PROJECT_ROOT = Path(__file__).resolve().parents[3]

KNOWN = {
    "KOERSVAST_HOME": "folder for the database, documents and keys; default var/ in the project",
    "KOERSVAST_DATABASE_URL": "postgresql://user:password@host:port/name; default: SQLite in KOERSVAST_HOME",
    "KOERSVAST_SECRET_KEY": "at least 50 characters; default: made once and kept in KOERSVAST_HOME",
    "KOERSVAST_ROOT_KEY": "root key of the vault: 32 bytes in base64; during a rotation the new one, a comma, the old one",
    "KOERSVAST_ROOT_KEY_FILE": "file with the root key; default: root_key in KOERSVAST_HOME, made at the first use",
    "KOERSVAST_HOSTS": "host names that may be asked for, separated by commas; default 127.0.0.1,localhost",
    "KOERSVAST_HTTPS": "1 when a proxy in front serves HTTPS: cookies become Secure and HSTS is sent",
    "KOERSVAST_MAIL_URL": "smtp://user:password@host:port; default: mail is written to KOERSVAST_HOME/mail",
    "KOERSVAST_WORKERS": "web processes; default 2",
    "KOERSVAST_DEMO": "0 leaves the demo municipality Waterveen out; default 1",
    "KOERSVAST_ADDRESS": "address in the links of invitations; default http://127.0.0.1:PORT",
}


class EnvironmentMistake(Exception):
    """A variable is unknown or holds something impossible; the message names it."""


@dataclass(frozen=True)
class Environment:
    home: Path
    port: int
    database: dict[str, Any]
    secret_key: str
    root_key: str
    root_key_file: Path
    hosts: list[str]
    https: bool
    mail_url: str
    workers: int
    demo: bool
    address: str
    terminal_language: str

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Environment:
        for name in variables:
            if name.startswith("KOERSVAST_") and name not in KNOWN:
                raise EnvironmentMistake(f"{name} is not known. Known: {', '.join(KNOWN)}.")
        home = Path(variables.get("KOERSVAST_HOME") or PROJECT_ROOT / "var").expanduser().resolve()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        hosts = variables.get("KOERSVAST_HOSTS", "127.0.0.1,localhost")
        return cls(
            home=home,
            port=_whole_number("PORT", variables.get("PORT", "8000"), 1, 65535),
            database=database_settings(variables.get("KOERSVAST_DATABASE_URL", ""), home),
            secret_key=_secret_key(variables.get("KOERSVAST_SECRET_KEY", ""), home),
            root_key=variables.get("KOERSVAST_ROOT_KEY", "").strip(),
            root_key_file=Path(variables.get("KOERSVAST_ROOT_KEY_FILE") or home / "root_key").expanduser(),
            hosts=[host.strip() for host in hosts.split(",") if host.strip()],
            https=_yes_or_no("KOERSVAST_HTTPS", variables.get("KOERSVAST_HTTPS", "0")),
            mail_url=variables.get("KOERSVAST_MAIL_URL", ""),
            demo=_yes_or_no("KOERSVAST_DEMO", variables.get("KOERSVAST_DEMO", "1")),
            address=variables.get("KOERSVAST_ADDRESS", "").rstrip("/")
            or f"http://127.0.0.1:{variables.get('PORT', '8000')}",
            workers=_whole_number("KOERSVAST_WORKERS", variables.get("KOERSVAST_WORKERS", "2"), 1, 64),
            terminal_language=terminal_language(variables),
        )


def terminal_language(variables: Mapping[str, str]) -> str:
    """What commands say: English in an English locale, Dutch in every other."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((variables[name] for name in names if variables.get(name)), "")
    return "en" if locale.lower().startswith("en") else "nl"


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address, or the embedded SQLite file."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "koersvast.sqlite3"),
            # opening it means reading the names of all tables: more work than most pages (benchmarks/surveys.py)
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # A write transaction takes the lock at its start: readers never have to upgrade and fail.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise EnvironmentMistake("KOERSVAST_DATABASE_URL must start with postgresql://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
    }


def _secret_key(value: str, home: Path) -> str:
    if value:
        if len(value) < 50:
            raise EnvironmentMistake("KOERSVAST_SECRET_KEY must have at least 50 characters.")
        return value
    file = home / "secret_key"
    if not file.exists():
        fresh = home / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            os.link(fresh, file)  # two processes at the first start: one key wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


def _yes_or_no(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise EnvironmentMistake(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _whole_number(name: str, value: str, low: int, high: int) -> int:
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise EnvironmentMistake(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


environment = Environment.read(os.environ)
