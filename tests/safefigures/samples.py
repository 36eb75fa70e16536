"""The samples that reference values were computed on, and the values themselves."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from safefigures import Design, design

FOLDER = Path(__file__).parent / "reference"


class Sample:
    """A csv file by column: `text` gives words, `number` numbers with NaN where nothing stands."""

    def __init__(self, name: str) -> None:
        with (FOLDER / f"{name}.csv").open() as lines:
            self.rows = list(csv.DictReader(lines))

    def text(self, column: str) -> list[str]:
        return [row[column] for row in self.rows]

    def number(self, column: str) -> np.ndarray:
        return np.array(
            [float(row[column]) if row[column] not in ("NA", "") else np.nan for row in self.rows]
        )


@cache
def sample(name: str) -> Sample:
    """apistrat, apiclus1 and apiclus2 (California schools) or nhanes, as they come with R's survey package."""
    return Sample(name)


@cache
def reference(name: str = "values") -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


@cache
def known_design(name: str) -> tuple[Sample, Design]:
    """dstrat, dclus1, dclus2, dnhanes: the designs of the reference values, each with its sample."""
    if name == "dstrat":
        found = sample("apistrat")
        made = design(strata=found.text("stype"), weights=found.number("pw"), fpc=found.number("fpc"))
    elif name == "dclus1":
        found = sample("apiclus1")
        made = design(psu=found.text("dnum"), weights=found.number("pw"), fpc=found.number("fpc"))
    elif name == "dclus2":
        found = sample("apiclus2")
        stages = [found.text("dnum"), found.text("snum")]
        made = design(psu=stages, fpc=[found.number("fpc1"), found.number("fpc2")])
    else:
        found = sample("nhanes")
        made = design(
            strata=found.text("SDMVSTRA"), psu=found.text("SDMVPSU"), weights=found.number("WTMEC2YR")
        )
    return found, made
