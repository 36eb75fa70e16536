"""The English catalogue: compile it without gettext programs, or collect new sentences from the sources.

tools/catalogue.py            locale/*/LC_MESSAGES/*.po -> .mo, where the .po is newer (./run does this)
tools/catalogue.py collect    new Dutch sentences of code and templates -> the .po files (needs xgettext)

A .mo file is not committed: it follows from its .po.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
# what makemessages is asked; the place of a sentence is its file, so that a moved line changes nothing
COLLECT = ["--no-wrap", "--add-location", "file", "--no-obsolete"]
IGNORED = [".venv", "node_modules", "var", "build", "tests"]


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Write the .mo files that are missing or older than their .po; returns the ones written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        fresh = target.with_suffix(f".mo.{os.getpid()}")  # two processes at once: one whole file wins
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        written.append(target)
    return written


def collect(language: str) -> None:
    """Let Django collect the sentences, and keep the file still where nothing changed."""
    ignored = [part for name in IGNORED for part in ("-i", name)]
    command = [str(ROOT / ".venv/bin/koersvast"), "makemessages", "-l", language, *COLLECT, *ignored]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    tidy(LOCALE / language / "LC_MESSAGES/django.po")


def tidy(file: Path) -> None:
    """Without the moment of collecting, which would change the file every time."""
    catalogue = polib.pofile(str(file), wrapwidth=0)
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To"):
        catalogue.metadata.pop(name, None)
    catalogue.save()
    waiting = [entry.msgid for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries()]
    print(f"{file.relative_to(ROOT)}: {len(catalogue)} sentences, {len(waiting)} wait for a translation")
    for sentence in waiting:
        print(f"  {sentence}")


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        for folder in sorted(LOCALE.iterdir()):
            if folder.is_dir():
                collect(folder.name)
    compile_catalogues()
