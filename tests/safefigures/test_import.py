"""safefigures opens quickly: only numpy comes along; the heavy libraries wait until they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import safefigures

HEAVY = {"scipy", "statsmodels", "pandas", "polars", "highspy", "ibis", "duckdb", "django", "koersvast"}


def test_importing_brings_only_numpy_along():
    program = "import sys, safefigures; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "numpy" in loaded
    assert HEAVY & set(loaded) == set()


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
