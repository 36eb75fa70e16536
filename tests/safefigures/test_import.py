"""safefigures opens at once: what it stands on comes along when a function needs it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import safefigures

HEAVY = {
    "numpy",
    "scipy",
    "statsmodels",
    "pandas",
    "polars",
    "highspy",
    "ibis",
    "duckdb",
    "django",
    "koersvast",
}


def loaded_by(program):
    names = "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program + names], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_brings_nothing_heavy_along():
    assert HEAVY & loaded_by("import safefigures; safefigures.TooSmall") == set()


def test_an_estimate_needs_numpy_only():
    program = "import safefigures as sf; sf.estimate(sf.design(n=3), [1, 2, 4])"
    assert HEAVY & loaded_by(program) == {"numpy"}


def test_every_public_name_is_there_once():
    assert len(safefigures.__all__) == len(set(safefigures.__all__))
    assert [name for name in safefigures.__all__ if not hasattr(safefigures, name)] == []


def test_every_public_thing_explains_itself():
    assert [
        name for name in safefigures.__all__ if not (getattr(safefigures, name).__doc__ or "").strip()
    ] == []


def test_nothing_prints():
    for path in Path("src/safefigures").rglob("*.py"):
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert "print" not in calls, path
