from __future__ import annotations

import pytest

from koersvast.cycles.rules import starts_a_formula, unsafe_text
from koersvast.exchange import rules


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "@a", "\t=1", "\r", "\tkop", "-2+3", "- 2+3", "-(1)", "-=1", "-SUM(A1)", "-cmd|x", "＝1", "－2＋3",
     "\u200b=1", "\u00ad+1", "\u3164=1", "\u2800@x", " =1", "\n=1", "\u202e=1"],
)  # fmt: skip
def test_a_spreadsheet_would_calculate_it(text):
    assert starts_a_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "tekst",
        "- tekst",
        "-5",
        "- 5 graden",
        "-LHBTI+",
        "a=1",
        "5+5",
        "(=1)",
        "'=1",
        "",
        "€ 5",
        "- doel (zo)",
    ],
)
def test_a_spreadsheet_would_show_it(text):
    assert not starts_a_formula(text)


@pytest.mark.parametrize("text", ["<b>", "</p>", "< script>", "<!--", "<?php", "a <img src=x>"])
def test_markup_is_seen(text):
    assert unsafe_text(text) == "markup"


@pytest.mark.parametrize("text", ["<3", "< 5", "a > b", "<>", "<", "<="])
def test_a_smaller_than_sign_is_no_markup(text):
    assert unsafe_text(text) == ""


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "wrong"),
    [
        ("2023-01-01", "2022-12-31", True),
        ("2023", "2022", True),
        ("2023-05", "2023-04-30", True),
        ("2023-05-17", "2023", False),
        ("2023", "2023-01-01", False),
        ("2023-01-01", "2023-01-01", False),
    ],
)
def test_an_end_before_its_start(starts_on, ends_on, wrong):
    assert rules.ends_before_it_starts(starts_on, ends_on) is wrong


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://cbs.nl", True),
        ("HTTPS://CBS.NL/a?b=c#d", True),
        ("http://localhost:8000/x", True),
        ("ftp://cbs.nl", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a b", False),
        ("https://gebruiker:geheim@cbs.nl/", False),
        ('https://cbs.nl/"onclick', False),
        (" https://cbs.nl", False),
        ("data:text/html,x", False),
    ],
)
def test_web_addresses(address, good):
    assert rules.is_web_address(address) is good


def test_a_graph_without_circles_keeps_all_links():
    links = [("b", "a"), ("c", "a"), ("d", "b"), ("d", "c")]
    assert rules.links_in_circles(links, [("d", "c")]) == []


def test_the_link_that_closes_a_circle_is_found():
    assert rules.links_in_circles([("b", "a"), ("c", "b"), ("a", "c")], [("a", "c")]) == [("a", "c")]


def test_every_circle_is_found():
    links = [("b", "a"), ("a", "b"), ("d", "c"), ("c", "d"), ("e", "a")]
    found = rules.links_in_circles(links, [("a", "b"), ("c", "d"), ("e", "a")])
    assert sorted(found) == [("a", "b"), ("c", "d")]


def test_what_an_import_would_change_is_counted_per_section():
    stored = {
        "cycle": {"title": "A"},
        "organisations": [{"key": "a", "name": "A"}, {"key": "b", "name": "B"}],
        "results": [{"key": "r", "text": "R", "subgoals": [{"key": "s", "text": "S"}]}],
        "glossary": [{"term": "x", "agreed": "y"}],
    }
    plan = {
        "cycle": {"title": "B"},
        "organisations": [{"key": "a", "name": "AA"}, {"key": "c", "name": "C"}],
        "results": [{"key": "r", "text": "R"}, {"key": "s", "text": "S", "ambition": "a"}],
        "steps": [{"step": 1}],
    }
    changes = {
        change.section: (change.stored, change.in_file, change.new, change.changed, change.gone)
        for change in rules.compare(stored, plan)
    }
    assert changes == {
        "cycle": (1, 1, 0, 1, 0),
        "organisations": (2, 2, 1, 1, 1),
        "results": (2, 2, 0, 1, 0),
        "steps": (0, 1, 1, 0, 0),
        "glossary": (1, 0, 0, 0, 1),
    }


def test_a_first_import_is_all_new():
    assert [
        (change.new, change.gone) for change in rules.compare(None, {"steps": [{"step": 1}, {"step": 2}]})
    ] == [(2, 0)]
