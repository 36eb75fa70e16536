"""The contracts between features hold, and each of them breaks on a deliberate violation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VIOLATIONS = {
    "Features import downwards only": ("koersvast/goals/queries.py", "import koersvast.compass.facts"),
    "Inside a feature": ("koersvast/goals/queries.py", "import koersvast.goals.views"),
    "safefigures knows nobody": ("safefigures/__init__.py", "import django"),
    "Rules know no database and no web": ("koersvast/activities/rules.py", "import django"),
    "No import cycles between siblings": ("koersvast/tenants/models.py", "import koersvast.tenants.middleware"),
}


def lint(folder: Path) -> str:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree("src", folder / "src", ignore=shutil.ignore_patterns("static", "fonts", "templates", "*.egg-info"))
    shutil.copy("pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_breaks_its_contract(copy, contract):
    name, line = VIOLATIONS[contract]
    file = copy / "src" / name
    before = file.read_text()
    file.write_text(f"{before}\n{line}\n")
    try:
        said = lint(copy)
    finally:
        file.write_text(before)
    broken = [row for row in said.splitlines() if row.endswith("BROKEN")]
    assert any(contract in row for row in broken), said


def test_a_feature_that_is_on_no_list_breaks_the_layers(copy):
    extra = copy / "src/koersvast/extra"
    extra.mkdir()
    (extra / "__init__.py").touch()
    try:
        assert "Features import downwards only BROKEN" in lint(copy)
    finally:
        shutil.rmtree(extra)


def test_the_house_as_it_is_keeps_them_all(copy):
    said = lint(copy)
    assert "BROKEN" not in said
    assert said.count("KEPT") == len(VIOLATIONS)
