"""What the pages of the repository say is so: settings, commands, words, links, pictures."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from koersvast.config.environment import KNOWN

SKIPPED = {".venv", "node_modules", "var", ".git", "vendor", "fonts", ".hypothesis"}
PAGES = sorted(path for path in Path().rglob("*.md") if not SKIPPED & set(path.parts))
README = Path("README.md").read_text()
GLOSSARY = Path("GLOSSARY.md").read_text()
# the first column of a table whose first cell is one name between backquotes
TABLE_NAMES = re.compile(r"^\| `([A-Z_]+)` \| (.*) \|$", re.M)
OWN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("koersvast.")]


def test_the_table_of_settings_is_the_one_of_the_code():
    assert dict(TABLE_NAMES.findall(README)) == KNOWN


def test_every_command_is_in_the_list():
    commands = {
        path.stem
        for path in Path("src/koersvast/cli/management/commands").glob("*.py")
        if not path.stem.startswith("_")
    }
    assert set(re.findall(r"^\| `([a-z_]+)", README, re.M)) == commands


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    gone = [target for target in targets if ":" not in target and not (page.parent / target).exists()]
    assert gone == []


def exists(name):
    """Does "goals.Goal", "goals.Goal.label" or "goals.GoalKind.CONTENT" exist in that feature?"""
    feature, thing, *rest = name.split(".")
    for module in ("models", "words"):
        try:
            found = getattr(import_module(f"koersvast.{feature}.{module}"), thing, None)
        except ModuleNotFoundError:
            continue
        if found is not None and found.__module__.startswith(f"koersvast.{feature}."):
            return not rest or has(found, rest[0])
    return False


def has(found, name):
    if issubclass(found, Model):
        try:
            return bool(found._meta.get_field(name))
        except FieldDoesNotExist:
            return False
    return name in found.__members__


NAMES = re.findall(r"`([a-z_]+\.[A-Z][A-Za-z]+(?:\.\w+)?)` \|$", GLOSSARY, re.M)


def test_every_name_in_the_glossary_exists():
    assert len(NAMES) > 60
    assert [name for name in NAMES if not exists(name)] == []


@pytest.mark.parametrize("name", ["goals.Nothing", "goals.Goal.nothing", "goals.GoalKind.NOTHING"])
def test_a_name_that_does_not_exist_is_found_out(name):
    assert not exists(name)


def test_no_table_is_missing_from_the_glossary():
    named = {".".join(name.split(".")[:2]) for name in NAMES}
    assert {f"{model._meta.app_label}.{model.__name__}" for model in OWN_MODELS} - named == set()


def test_every_feature_has_a_page():
    features = [path.parent for path in Path("src").glob("*/*/__init__.py")] + [Path("src/safefigures")]
    assert [str(folder) for folder in features if not (folder / "README.md").exists()] == []


def test_decisions_are_numbered_without_gaps_and_say_what_follows():
    pages = sorted(Path("docs/decisions").glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text()
        assert text.startswith(f"# {page.name[:4]}. ")
        assert [name for name in ("## Context", "## Decision", "## Consequences") if name not in text] == []


def test_a_decision_that_the_code_mentions_exists():
    code = [Path("run"), Path("pyproject.toml"), *Path("src").rglob("*.py"), *Path("tools").glob("*")]
    text = "\n".join(path.read_text(errors="ignore") for path in code if path.is_file())
    for number in set(re.findall(r"docs/decisions/(\d{4})", text)):
        assert list(Path("docs/decisions").glob(f"{number}-*.md")), number


def test_every_screen_has_a_picture_of_both_widths_and_no_picture_is_left_over():
    wanted = set(re.findall(r"pictures/([\w-]+\.png)", Path("docs/screens.md").read_text()))
    assert wanted == {path.name for path in Path("docs/pictures").glob("*.png")}
    assert len(wanted) >= 40


def test_the_pictures_stay_small():
    assert sum(path.stat().st_size for path in Path("docs/pictures").glob("*.png")) < 7_000_000


@pytest.mark.parametrize("page", ["README.md", "docs/run/backup.md"])
def test_the_command_for_a_back_up_takes_what_is_not_in_the_file_yet(page, tmp_path):
    command = re.search(r"python3 -c \".*?\"", Path(page).read_text()).group(0)
    (tmp_path / "var").mkdir()
    live = sqlite3.connect(tmp_path / "var/koersvast.sqlite3", isolation_level=None)
    live.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE place (code TEXT CHECK (code REGEXP '^GM'))")  # as Django writes such a rule
    live.execute("INSERT INTO place VALUES ('GM9901')")
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    copy = sqlite3.connect(tmp_path / "backup.sqlite3")
    assert copy.execute("SELECT code FROM place").fetchall() == [("GM9901",)]
    copy.close()
    live.close()


def test_publiccode_says_what_the_standard_asks():
    said = yaml.safe_load(Path("publiccode.yml").read_text())
    needed = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description",
        "legal", "maintenance", "localisation", "categories", "releaseDate", "softwareVersion",
    }  # fmt: skip
    assert needed <= set(said)
    assert said["legal"]["license"] == "EUPL-1.2"
    version = re.search(r'^version = "(.+)"', Path("pyproject.toml").read_text(), re.M)
    assert said["softwareVersion"] == version.group(1)
    for words in said["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in words["features"])


def test_the_licence_is_the_whole_eupl():
    text = Path("LICENSE").read_text()
    for number in range(1, 16):
        assert re.search(rf"^## {number}\. ", text, re.M), number
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert "Appendix" in text
