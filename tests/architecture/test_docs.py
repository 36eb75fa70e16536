"""Every page of docs/add is true: its Python runs, block after block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = sorted(Path("docs/add").glob("*.md"))
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_there_are_pages():
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs(page):
    blocks = list(BLOCK.finditer(page.read_text()))
    assert blocks
    names = {"__name__": "docs"}
    for block in blocks:
        line = page.read_text()[: block.start()].count("\n") + 1
        exec(compile("\n" * line + block.group(1), str(page), "exec"), names)
