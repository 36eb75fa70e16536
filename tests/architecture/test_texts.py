"""Templates are used, fragments start with an underscore, jobs exist, and nothing personal is committed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path("src/koersvast")
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*.html"))
CODE = "\n".join(path.read_text() for path in [*SOURCE.rglob("*.py"), *TEMPLATES])
OVERRIDDEN = ("allauth/", "account/", "mfa/")  # names that the sign-in library asks for


def name_of(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@pytest.mark.parametrize(
    "template", [path for path in TEMPLATES if not name_of(path).startswith(OVERRIDDEN)], ids=name_of
)
def test_every_template_is_used(template):
    assert f'"{name_of(template)}"' in CODE


@pytest.mark.parametrize(
    "template", [path for path in TEMPLATES if not name_of(path).startswith(OVERRIDDEN)], ids=name_of
)
def test_a_fragment_starts_with_an_underscore_and_a_page_does_not(template):
    layout = f'extends "{name_of(template)}"' in CODE
    whole = "{% extends" in template.read_text() or layout
    if layout and template.name.startswith("_"):
        return  # a layout of one feature: nobody renders it by itself
    assert whole != template.name.startswith("_")


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_no_template_holds_a_style_or_a_script_of_its_own(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", text)


def test_every_job_in_the_queue_exists():
    from koersvast.jobs.tasks import find

    for name in set(re.findall(r'enqueue\(\s*"([a-z_]+\.[a-z_]+)"', CODE)):
        assert find(name)


def test_no_function_schedules_work_through_a_signal():
    assert "django.dispatch" not in CODE


def test_nothing_speaks_of_a_machine_or_a_registry():
    hosts = re.compile(
        "|".join(
            [
                "py" + r"pi\.org",
                "python" + r"hosted\.org",
                "registry\\." + "npm",
                "/" + "root/",
                "/" + "work/",
            ]
        )
    )
    skipped = {
        ".venv",
        "node_modules",
        "var",
        ".git",
        "vendor",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        "__pycache__",
        "fonts",
    }
    for path in Path().rglob("*"):
        if (
            not path.is_file()
            or skipped & set(path.parts)
            or path.suffix in {".png", ".pdf", ".docx", ".odt", ".mo", ".woff2"}
        ):
            continue
        found = hosts.search(path.read_text(errors="ignore"))
        assert not found, f"{path}: {found.group(0)}"
