"""Plans of real municipalities, from public sources; what was filled in is marked as illustrative in the files."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from koersvast.exchange.reading import read_plan


def waterveen_plan() -> dict[str, Any]:
    """The demo municipality, which is fictional."""
    return read_plan(files("koersvast.exchange").joinpath("demo/waterveen.yaml").read_bytes()).plan
