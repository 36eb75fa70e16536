"""What a page of docs/ or the README names is there: every picture and every link to a file of this project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = [
    Path("README.md"),
    Path("docs/deciding.md"),
    Path("docs/can-we-know-it-in-time.md"),
    Path("docs/reproduce-a-figure.md"),
]
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
DECIDING = Path("docs/deciding.md")
PICTURES = Path("docs/deciding")
MOST_BYTES = 3_000_000


def links(page):
    return [(mark == "!", words, address) for mark, words, address in LINK.findall(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_to_something_that_is_there(page):
    found = [address for _picture, _words, address in links(page) if not address.startswith("http")]
    assert found
    assert [one for one in found if not (page.parent / one.partition("#")[0]).exists()] == []


def test_every_picture_about_deciding_says_in_words_what_it_shows():
    assert [address for picture, words, address in links(DECIDING) if picture and len(words) < 25] == []


def test_the_page_about_deciding_names_every_picture_of_its_folder_once():
    named = [address for picture, _words, address in links(DECIDING) if picture]
    assert sorted(named) == sorted(f"deciding/{file.name}" for file in PICTURES.glob("*"))


def test_its_pictures_stay_small_together():
    assert sum(file.stat().st_size for file in PICTURES.glob("*")) < MOST_BYTES


def test_the_files_of_this_project_that_it_speaks_of_are_there():
    spoken = re.findall(r"`((?:tests|tools|src)/[\w./-]+)`", DECIDING.read_text())
    assert spoken
    assert [name for name in spoken if not Path(name).exists()] == []
