"""Whoever chooses English reads English: no Dutch words on pages whose own content is English."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django_scopes import scope

from tests import factories

# common words of Dutch that are no English word
DUTCH = (
    "het een van voor niet nog zijn wordt worden geen deze dit maar ook uit naar wij uw waarom doel doelen stap"
    " cijfer cijfers ronde begrippen activiteit activiteiten gemeente inwoners inloggen wachtwoord bewaar wijzig"
    " vul velden verplicht terug weg klaar bezig leeg resultaat nulmeting geld besluiten kies stappen januari"
)
WORDS = set(DUTCH.split())


class Text(HTMLParser):
    """What a person reads or hears of a page: text, titles, labels; not what is marked as Dutch."""

    def __init__(self):
        super().__init__()
        self.said, self.silent, self.stack = [], 0, []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag not in {"br", "img", "input", "link", "meta", "hr"}:
            self.stack.append(tag in {"script", "style"} or (tag != "html" and found.get("lang") == "nl"))
        self.said += [
            found[name] for name in ("aria-label", "title", "placeholder", "alt") if found.get(name)
        ]

    def handle_endtag(self, tag):
        if self.stack:
            self.stack.pop()

    def handle_data(self, data):
        if not any(self.stack):
            self.said.append(data)


def dutch_words(answer):
    reader = Text()
    reader.feed(answer.content.decode())
    found = re.findall(r"[a-zé]+", " ".join(reader.said).lower())
    return sorted(set(found) & WORDS)


@pytest.fixture
def english(client_of, anna):
    client = client_of(anna)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    return client


@pytest.fixture
def cycle(waterveen):
    """A plan with a bit of everything, whose own words are English."""
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen, title="Safe and seen")
        owner = factories.partner(cycle, "club", name="Club")
        ambition = factories.ambition(cycle, text="Everybody can be themselves")
        result = factories.result(ambition, text="In 2026 more people feel safe")
        factories.activity(owner, goals=(result,), name="Evening at school")
        indicator = factories.indicator(cycle, name="Feels safe")
        factories.measurement(indicator, "2023", 61, population="everybody", source="Survey")
        return cycle


@pytest.mark.parametrize(
    "name",
    [
        "compass",
        "checks",
        "partners",
        "sessions",
        "glossary",
        "indicators",
        "import_indicators",
        "interpretations",
        "goals",
        "goals_table",
        "goals_diagram",
        "goals_matrix",
        "goals_history",
        "goals_keys",
        "activities",
        "activity_groups",
        "money",
        "initiatives",
        "quality",
        "outcomes",
        "verdicts",
        "decisions",
        "add_decision",
        "frozen_copies",
        "next_cycle",
        "cycle_changes",
        "improvements",
        "commitments",
        "add_commitment",
        "documents",
    ],
)
def test_a_page_of_a_cycle_is_english(english, cycle, name):
    answer = english.get(reverse(name, args=["GM9901", cycle.number]))
    assert answer.status_code == 200
    assert dutch_words(answer) == []


@pytest.mark.parametrize("name", ["municipality", "open_cycle", "import_plan"])
def test_a_page_of_the_municipality_is_english(english, cycle, name):
    answer = english.get(reverse(name, args=["GM9901"]), follow=True)
    assert answer.status_code == 200
    assert dutch_words(answer) == []


@pytest.mark.parametrize(
    "name",
    ["edit_cycle", "add_partner", "open_session", "add_term", "add_indicator", "add_interpretation",
     "add_activity", "add_initiative", "removed_activities"],
)  # fmt: skip
def test_a_form_is_english(english, cycle, name):
    answer = english.get(reverse(name, args=["GM9901", cycle.number]))
    assert answer.status_code == 200
    assert dutch_words(answer) == []


def test_the_page_of_people_is_english(client_of, ilse, waterveen):
    client = client_of(ilse)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert dutch_words(client.get(reverse("people", args=["GM9901"]))) == []


@pytest.mark.parametrize("step", range(7))
def test_every_step_is_english(english, cycle, step):
    assert dutch_words(english.get(reverse("step", args=["GM9901", cycle.number, step]))) == []


def test_a_mistake_in_a_form_is_told_in_english(english, cycle):
    address = reverse("add_partner", args=["GM9901", cycle.number])
    answer = english.post(address, {"name": "=formula"})
    assert "A text may not begin like a formula" in answer.content.decode()
    assert dutch_words(answer) == []


def test_the_browser_of_dewi_asks_for_english_and_gets_it(client_of, db):
    answer = client_of(None).get(reverse("account_login"), headers={"accept-language": "en-GB,en;q=0.9"})
    assert "Sign in" in answer.content.decode()
    assert dutch_words(answer) == []


def test_a_refused_password_is_told_in_english(client_of, db):
    answer = client_of(None).post(
        reverse("account_login"),
        {"login": "dewi@waterveen.example", "password": "not this one"},
        headers={"accept-language": "en"},
    )
    assert dutch_words(answer) == []
    assert "e-mail" in answer.content.decode().lower() or "email" in answer.content.decode().lower()


def test_dutch_is_what_everybody_else_gets(client_of, db):
    assert "inloggen" in dutch_words(client_of(None).get(reverse("account_login")))
