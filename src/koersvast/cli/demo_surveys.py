"""Made-up surveys of the demo municipality, by the same doors as everybody's: three that closed, one that runs.

All answers are drawn by chance from invented shares. National figures stand with the items of the library.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from koersvast.cycles.models import Cycle
from koersvast.people.models import User
from koersvast.surveys import actions, answering, planning, queries, result_actions, shuffling
from koersvast.surveys.library import LIBRARY
from koersvast.surveys.models import Edition, Survey
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Group, Question, Questionnaire, Value
from koersvast.texts import actions as texts
from koersvast.vault.queries import open_box

PEOPLE = 130
PLACES = ("home", "work", "sport", "street")
WISHES = (
    "Meer licht bij de fietstunnel.",
    "Een vaste plek waar je binnen kunt lopen.",
    "Dat er iemand iets zegt als er geroepen wordt.",
    "Gewoon doen, dan doen ze het al genoeg.",
    "Meer groen in de straat.",
)


def load_surveys(cycle: Cycle, *, lead: User, colleague: User, today: datetime.date) -> None:
    """Inside the scope of the municipality."""
    with translation.override(settings.LANGUAGE_CODE):
        edition = actions.new_questionnaire(
            cycle.municipality, title="Wonen en veiligheid", content=_questions_of_2022(), by=lead
        )
        first = _survey(
            cycle, edition, "Peiling veiligheid 2022", datetime.date(2022, 10, 3), lead, colleague
        )
        _answered(first, 4, safe=0.50)
        _closed(first, lead, colleague, today)
        edition = actions.new_edition(
            edition, break_note="In 2022 ging de vraag over de hele stad. Nu over de eigen buurt.", by=lead
        )
        actions.change_edition(edition, _questions(), version=None, by=lead)
        before = _survey(
            cycle,
            edition,
            "Peiling veiligheid 2024",
            datetime.date(2024, 10, 7),
            lead,
            colleague,
            earlier=first,
        )
        _answered(before, 1, safe=0.58)
        _closed(before, lead, colleague, today)
        after = _survey(
            cycle,
            edition,
            "Peiling veiligheid 2026",
            datetime.date(2026, 10, 5),
            lead,
            colleague,
            earlier=before,
        )
        _answered(after, 2, safe=0.70)
        _closed(after, lead, colleague, today)
        fresh = actions.new_edition(
            edition, break_note="De vraag of u zich veilig voelt, gaat nu over overdag en ’s avonds.", by=lead
        )
        running = _survey(
            cycle,
            fresh,
            "Peiling voorjaar",
            today - datetime.timedelta(days=7),
            lead,
            colleague,
            earlier=after,
        )
        _answered(running, 3, safe=0.66, people=33)


def _questions() -> Questionnaire:
    """Items of the library, and one question in own words."""
    age, safe = LIBRARY["age"].question("leeftijd"), LIBRARY["unsafe_neighbourhood"].question("onveilig")
    places = tuple(LIBRARY[f"mark_{place}"].question(place, group="plekken") for place in PLACES)
    own = (
        Question(
            "beter",
            "open",
            {"nl": "Wat kan er beter in uw buurt?", "en": "What could be better in your neighbourhood?"},
            hint={"nl": "Eén of twee zinnen is genoeg.", "en": "One or two sentences will do."},
            relevance=f"${{onveilig}} = '{safe.choices[0].key}'",
            may_decline=False,
        ),
    )
    return Questionnaire(
        title={"nl": "Wonen in Waterveen", "en": "Living in Waterveen"},
        languages=("nl", "en"),
        intro={
            "nl": "De gemeente wil weten hoe veilig u zich voelt en waar u uzelf kunt zijn.",
            "en": "The municipality wants to know how safe you feel and where you can be yourself.",
        },
        groups=(
            Group(
                "plekken",
                {"nl": "Hoe goed kunt u uzelf zijn ...", "en": "How well can you be yourself ..."},
                matrix=True,
            ),
        ),
        questions=(replace(safe, required=True), *own, *places, age),
    )


def _questions_of_2022() -> Questionnaire:
    """As now, but for the first question: that was about the whole town, and so about something else."""
    now = _questions()
    words = {
        "nl": "Voelt u zich weleens onveilig in Waterveen?",
        "en": "Do you ever feel unsafe in Waterveen?",
    }
    safe = replace(now.questions[0], label=words, item="")
    return replace(now, questions=(safe, *now.questions[1:]))


def _survey(
    cycle: Cycle,
    edition: Edition,
    title: str,
    opens: datetime.date,
    lead: User,
    colleague: User,
    earlier: Survey | None = None,
) -> Survey:
    made = actions.plan_survey(
        cycle,
        edition,
        by=lead,
        title=title,
        public_title="Wonen in Waterveen",
        whom="Inwoners van 15 jaar en ouder",
        about="De gemeente wil weten hoe veilig u zich voelt.",
        contact="het Klantcontactcentrum, 14 010",
        mode="open",
        opens_on=opens,
        closes_on=opens + datetime.timedelta(days=35),
        keep_until=opens + datetime.timedelta(days=800),
        earlier=earlier,
    )
    texts.put_in_team(made.collection, user=colleague, task="analyst", by=lead)
    values = {
        "change": "Minder mensen voelen zich onveilig in hun eigen buurt",
        "by_year": 2028,
        "group": "LHBTI-inwoners",
        "share": 12.0,
        "now": 30.0,
        "wanted": 20.0,
        "invited": 1500,
        "response": 25.0,
        "population": None,
        "deff": 1.3,
        "anyway": "Voor alle inwoners samen kan het wel. Voor LHBTI-inwoners leggen we de gesprekken ernaast.",
    }
    planning.keep_plan(made, values, version=None, by=lead)
    return actions.open_survey(made, by=lead)


def _answered(survey: Survey, seed: int, *, safe: float, people: int = PEOPLE) -> None:
    questionnaire, chance = queries.questionnaire_of(survey.edition), random.Random(seed)  # noqa: S311  # made-up answers
    if survey.data_key is None:
        return
    box = open_box(survey.data_key)
    for answers in _people(questionnaire, chance, safe, people):
        state = answering.PageState(edition=survey.edition_id)
        answering.send(survey, box, state, answers, today=survey.opens_on)
    shuffling.shuffle([survey.pk])


def _people(
    questionnaire: Questionnaire, chance: random.Random, safe: float, people: int
) -> Iterator[dict[str, Value]]:
    for _one in range(people):
        answers: dict[str, Value] = {}
        for question in questionnaire.questions:
            answers[question.key] = _answer(question, chance, safe)
        if answers["onveilig"] != questionnaire.questions[0].choices[0].key:
            del answers["beter"]
        yield answers


def _answer(question: Question, chance: random.Random, safe: float) -> Value:
    if question.may_decline and chance.random() < 0.04:
        return DECLINED
    if question.kind == "open":
        return chance.choice(WISHES) if chance.random() < 0.5 else LEFT_OPEN
    keys = [one.key for one in question.choices]
    if question.key == "onveilig":
        return keys[1] if chance.random() < safe else keys[0]
    if question.kind == "scale":
        scored = [one.key for one in question.choices if one.score is not None]
        return scored[min(len(scored) - 1, max(0, round(chance.gauss(6.4 + 2 * (safe - 0.6), 1.8)) - 1))]
    return chance.choice(keys)


def _closed(survey: Survey, lead: User, colleague: User, today: datetime.date) -> None:
    actions.close_survey(survey, by=lead)
    found = queries.survey_with(survey.pk)
    if found is not None:
        result_actions.publish(found, [], today=min(today, found.closes_on), by=colleague)
