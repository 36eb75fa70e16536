"""The root key: from the environment, or from a file that is made at the first use."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from koersvast.vault import rules


class VaultClosed(Exception):
    """The root key is missing or is another one. The message says what to do."""


@dataclass(frozen=True)
class RootKeys:
    """The one in use, and older ones as long as something is still wrapped by them."""

    current: bytes
    by_fingerprint: dict[str, bytes]

    @property
    def fingerprint(self) -> str:
        return rules.fingerprint(self.current)


def root_keys(*, make: bool = False) -> RootKeys:
    """The root keys of this installation. Raises VaultClosed when there are none or one cannot be read.

    ``make``: there is nothing sealed yet, so a missing key file is made.
    """
    text = settings.ROOT_KEY
    file = Path(settings.ROOT_KEY_FILE)
    if not text:
        if not file.exists():
            if not make:
                raise VaultClosed(_missing(file))
            _make(file)
        try:
            text = file.read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise VaultClosed(_missing(file)) from error
    try:
        keys = rules.read_root_keys(text)
    except rules.WrongKey as wrong:
        raise VaultClosed(
            _("Hoofdsleutel %(number)s is geen sleutel: het moeten 32 bytes in base64 zijn.")
            % {"number": wrong}
        ) from None
    if not keys:
        raise VaultClosed(_missing(file))
    return RootKeys(keys[0], {rules.fingerprint(key): key for key in keys})


def put_in_front(key: bytes) -> RootKeys:
    """Take a new root key into use, before the older ones in the file. Raises VaultClosed with keys of the environment."""
    if settings.ROOT_KEY:
        raise VaultClosed(
            _(
                "De hoofdsleutel staat in KOERSVAST_ROOT_KEY. Zet daar de nieuwe sleutel vóór de oude, met een komma"
                " ertussen, en draai rotate_keys --root --existing."
            )
        )
    older = root_keys()
    _write(Path(settings.ROOT_KEY_FILE), [key, *older.by_fingerprint.values()])
    return root_keys()


def forget_older() -> None:
    """Only the root key in use stays in the file."""
    if not settings.ROOT_KEY:
        _write(Path(settings.ROOT_KEY_FILE), [root_keys().current])


def _missing(file: Path) -> str:
    return _(
        "De hoofdsleutel van de kluis is er niet. Zet het bestand %(file)s terug uit uw sleutelbewaring, of geef de"
        " sleutel in KOERSVAST_ROOT_KEY. Zonder die sleutel zijn gesprekken niet te lezen."
    ) % {"file": file.name}


def _make(file: Path) -> None:
    """Two processes at the first start: one key wins."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(rules.write_root_key(rules.new_key()) + "\n")
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _write(file: Path, keys: list[bytes]) -> None:
    """All of it or nothing: a file with half a key would close the vault for good."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    with fresh.open("w") as writing:
        writing.write("".join(rules.write_root_key(key) + "\n" for key in keys))
        writing.flush()
        os.fsync(writing.fileno())
    fresh.replace(file)
