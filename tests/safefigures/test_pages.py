"""What the pages about safefigures show is what the library gives: their lines run, their pictures are drawn from them."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from tools import know_in_time

PAGES = [Path("src/safefigures/README.md"), Path("docs/can-we-know-it-in-time.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_line_gives_what_the_page_says(page):
    result = doctest.testfile(str(page.resolve()), module_relative=False, encoding="utf-8")
    assert result.attempted >= 3
    assert result.failed == 0


def test_the_pictures_are_those_of_the_page():
    drawn = know_in_time.pictures()
    assert set(drawn) == {path.name for path in know_in_time.FOLDER.glob("*")}
    assert [name for name, svg in drawn.items() if (know_in_time.FOLDER / name).read_text() != svg] == []


def test_every_picture_stands_on_the_page_with_a_text():
    text = know_in_time.PAGE.read_text()
    for name in know_in_time.pictures():
        before, _, _ = text.partition(f"](know-in-time/{name})")
        assert len(before.rpartition("![")[2]) > 30, name
