"""A survey in Waterveen: Anna leads it, Bilal analyses, Dewi answers."""

from __future__ import annotations

import datetime
import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.surveys import actions, answering, planning, shuffling
from koersvast.surveys.page_state import PageState
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Choice, Group, Question, Questionnaire
from koersvast.texts import actions as texts
from koersvast.vault.queries import open_box
from tests import factories

TODAY = datetime.date.today()


def choices(*words: str) -> tuple[Choice, ...]:
    return tuple(Choice(word.lower().replace(" ", "_"), {"nl": word}) for word in words)


SCALE = tuple(Choice(str(score), {"nl": str(score)}, float(score)) for score in range(1, 6))

ABOUT_LIVING = Questionnaire(
    title={"nl": "Wonen in Waterveen", "en": "Living in Waterveen"},
    languages=("nl", "en"),
    groups=(
        Group(
            "plekken", {"nl": "Hoe veilig voelt u zich ...", "en": "How safe do you feel ..."}, matrix=True
        ),
        Group("onveilig", {"nl": "Over onveiligheid"}, relevance="${veilig} = 'nee'"),
    ),
    questions=(
        Question(
            "veilig",
            "single",
            {"nl": "Voelt u zich veilig in uw buurt?", "en": "Do you feel safe?"},
            required=True,
            choices=choices("Ja", "Nee"),
        ),
        Question(
            "waar",
            "multiple",
            {"nl": "Waar voelt u zich onveilig?"},
            group="onveilig",
            choices=choices("Thuis", "Op straat", "Op het werk"),
        ),
        Question(
            "wat", "open", {"nl": "Wat moet er veranderen?"}, group="onveilig", hint={"nl": "Eén zin mag."}
        ),
        Question("thuis", "scale", {"nl": "thuis?"}, group="plekken", choices=SCALE),
        Question("straat", "scale", {"nl": "op straat?"}, group="plekken", choices=SCALE),
        Question(
            "leeftijd",
            "number",
            {"nl": "Hoe oud bent u?", "en": "How old are you?"},
            whole=True,
            lowest=15,
            highest=120,
        ),
        Question("sinds", "date", {"nl": "Sinds wanneer woont u hier?"}, may_decline=False),
    ),
)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    """A root key and a log of deletions of its own for each test."""
    settings.HOME = tmp_path
    settings.ROOT_KEY = ""
    settings.ROOT_KEY_FILE = tmp_path / "root_key"


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen, 2, visibility="public")


def fields(**more):
    week = datetime.timedelta(days=7)
    return {
        "title": "Peiling veiligheid 2026",
        "public_title": "Wonen in Waterveen",
        "whom": "Inwoners van 15 jaar en ouder",
        "about": "Wij willen weten hoe veilig u zich voelt.",
        "contact": "Anna, 010 000 00 00",
        "opens_on": TODAY - week,
        "closes_on": TODAY + week,
        "keep_until": TODAY + 60 * week,
        **more,
    }


PLAN = {
    "change": "Meer mensen voelen zich veilig in hun buurt",
    "by_year": 2028,
    "group": "inwoners",
    "share": 100.0,
    "now": 60.0,
    "wanted": 70.0,
    "invited": 5000,
    "response": 30.0,
    "population": None,
    "deff": 1.5,
    "anyway": "",
}


@pytest.fixture
def planned(cycle, anna, bilal):
    """Makes a survey in preparation."""

    def plan(content=ABOUT_LIVING, **more):
        with scope(municipality=cycle.municipality):
            edition = actions.new_questionnaire(
                cycle.municipality, title="Veiligheid", content=content, by=anna
            )
            made = actions.plan_survey(cycle, edition, by=anna, **fields(**more))
            texts.put_in_team(made.collection, user=bilal, task="analyst", by=anna)
            planning.keep_plan(made, PLAN, version=None, by=anna)
            return made

    return plan


@pytest.fixture
def opened(planned, anna):
    """Makes a survey that takes answers; with codes gives those too."""

    def open_(content=ABOUT_LIVING, codes=0, **more):
        survey = planned(content, **{"mode": "code" if codes else "open", **more})
        with scope(municipality=survey.municipality):
            made = actions.make_codes(survey, codes, by=anna) if codes else []
            survey = actions.open_survey(survey, by=anna)
        return (survey, made) if codes else survey

    return open_


class Resident:
    """Somebody with a browser without script, who fills in what a page asks."""

    def __init__(self, client, survey, code=""):
        self.client = client
        self.survey = survey
        gmcode = survey.municipality.code
        self.url = reverse("answer_survey", args=[gmcode, survey.pk])
        self.codes = reverse("with_code", args=[gmcode])
        self.page = client.post(self.codes, {"code": code}) if code else client.get(self.url)

    @property
    def html(self):
        return self.page.content.decode()

    def hidden(self):
        return dict(re.findall(r'<input type="hidden" name="(staat|blad)" value="([^"]*)"', self.html))

    def press(self, button="volgende", **answers):
        data = {**self.hidden(), "doe": button, **{f"a-{key}": value for key, value in answers.items()}}
        self.page = self.client.post(self.url, data)
        return self

    def receipt(self):
        return "".join(re.findall(r"<li>([0-9A-Z]{4})</li>", self.html))


def walk(someone: Resident, *, safe="ja") -> Resident:
    """All questions answered, up to the page that shows them again."""
    someone.press("begin").press(veilig=safe)
    if safe == "nee":
        someone.press(waar=["thuis", "op_straat"]).press(wat="Meer licht op de Turfkade.")
    return someone.press(thuis="4", straat="2").press(leeftijd="41").press(sinds="1-3-2010")


@pytest.fixture
def resident(client_of):
    def make(survey, code=""):
        return Resident(client_of(None), survey, code)

    return make


def people(count, *, seed=1, safe=0.6):
    """Answers of so many made-up people."""
    chance = random.Random(seed)
    for _one in range(count):
        feels = "ja" if chance.random() < safe else "nee"
        answers = {
            "veilig": DECLINED if chance.random() < 0.1 else feels,
            "thuis": chance.choice("2345"),
            "straat": LEFT_OPEN if chance.random() < 0.2 else chance.choice("1234"),
            "leeftijd": float(chance.randint(15, 90)),
            "sinds": "2010-03-01",
        }
        if answers["veilig"] == "nee":
            answers["waar"] = tuple(place for place in ("thuis", "op_straat") if chance.random() < 0.5) or (
                "thuis",
            )
            answers["wat"] = "Licht."
        yield answers


@pytest.fixture
def full(opened):
    """A survey with answers, shuffled."""

    def fill(count=240, *, survey=None, seed=1, safe=0.6, **more):
        survey = survey or opened(**more)
        with scope(municipality=survey.municipality):
            box = open_box(survey.data_key)
            for answers in people(count, seed=seed, safe=safe):
                answering.send(
                    survey, box, PageState(edition=survey.edition_id), answers, today=timezone.localdate()
                )
            shuffling.shuffle([survey.pk])
        return survey

    return fill


@pytest.fixture
def closed(full, anna):
    def close(*args, **more):
        survey = full(*args, **more)
        with scope(municipality=survey.municipality):
            actions.close_survey(survey, by=anna)
        survey.refresh_from_db()
        return survey

    return close
