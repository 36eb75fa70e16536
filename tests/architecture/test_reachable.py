"""Nobody has to type an address: something on a screen leads to every page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.test_access import OURS

SOURCE = Path(__file__).resolve().parents[2] / "src/koersvast"
# where a page sends you after a button is no way to it
AFTERWARDS = re.compile(r"""(redirect|to)\((request, )?["']\w+["']""")
# a file that was just sent in is looked at on these
AFTER_A_FILE = {
    "preview_plan",
    "check_answers",
    "check_codebook",
    "check_inventory",
    "check_xlsform",
    "check_answered_survey",
}


def test_every_address_stands_on_some_screen():
    said = "\n".join(path.read_text() for path in SOURCE.rglob("*.html"))
    for path in SOURCE.rglob("*.py"):
        if path.name != "urls.py":
            said += AFTERWARDS.sub("", path.read_text())
    names = {pattern.name for _path, pattern in OURS} - AFTER_A_FILE
    assert sorted(name for name in names if not re.search(rf"""["']{name}["']""", said)) == []
