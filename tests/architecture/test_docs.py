"""The pages of docs/add/ are true: their python blocks run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = sorted(Path("docs/add").glob("*.md"))


def blocks(page):
    return re.findall(r"^```python\n(.*?)^```", page.read_text(), re.M | re.S)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs(page):
    assert blocks(page), "a page about adding something shows it"
    names = {"__name__": "page"}
    for number, block in enumerate(blocks(page), 1):
        exec(compile(block, f"{page}, block {number}", "exec"), names)
