"""Writing files for an operator."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """The file is there with all of its content, or as it was."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def write_secret(file: Path, content: bytes) -> None:
    """For the owner of the file alone, also when it was there: before a word is in it."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(content)
