"""The recorded file of each source, and what to choose from it."""

from __future__ import annotations

import json
from pathlib import Path

from koersvast.indicators.sources import cbs
from koersvast.indicators.sources.csv_file import Place

FOLDER = Path(__file__).parent.parent / "recorded"
TABLE = tuple((path.name, path.read_bytes()) for path in sorted((FOLDER / "cbs").glob("*.json")))
BY_REGION = (FOLDER / "cbs-by-region.json").read_bytes()
OWN = (FOLDER / "own-figures.csv").read_bytes()
LHB = "Seksuele oriëntatie: LHB+"
UNSAFE = {"columns": ["VoeltZichWeleensOnveilig_43"], "periods": ["2023JJ00", "2025JJ00"], "items": {"Kenmerken": [LHB]}}  # fmt: skip

RECORDED = {
    "national": (b"", {}),
    "csv": (OWN, {"home": Place("GM9901", "Waterveen")}),
    "cbs": (cbs.bundle(TABLE), UNSAFE),
}


def table(**changed):
    """The recorded table with some lists replaced; None leaves a list out."""
    held = {name.removesuffix(".json"): json.loads(data) for name, data in TABLE}
    held.update(changed)
    return json.dumps({name: rows for name, rows in held.items() if rows is not None}).encode()


def rows_of(name):
    return json.loads(dict(TABLE)[f"{name}.json"])["value"]
