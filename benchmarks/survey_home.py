"""A home of the product with a survey of eight pages in it, and what stands in its database afterwards.

Usage: .venv/bin/python -m benchmarks.survey_home prepare CODES PAGES FILE
       .venv/bin/python -m benchmarks.survey_home check FILE STORED
In the home and the database of the environment, each in a process of its own. ``prepare`` writes the codes to FILE,
and so many pages with all answers on them, ready to send. ``check`` reads that FILE and writes to STORED what it found.
"""

from __future__ import annotations

import datetime
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from benchmarks.survey_residents import PLACES, YES_NO, typed
from koersvast.surveys import actions, planning, queries, routing
from koersvast.surveys.models import AccessCode, Response, Survey
from koersvast.surveys.page_state import PageState, seal_state
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Choice, Group, Question, Questionnaire, Value
from koersvast.tenants.models import Municipality
from koersvast.vault import receipts
from koersvast.vault.queries import Box, municipality_secret, open_box

CODE = "GM9988"
BATCH = 10_000  # codes at once
LABEL = {"nl": "Hoe gaat het met wonen in deze buurt?"}
SCALE = tuple(Choice(str(score), {"nl": str(score)}, float(score)) for score in range(1, 6))
ONE_OF = tuple(Choice(key, {"nl": key.title()}) for key in YES_NO)
SOME_OF = tuple(Choice(key, {"nl": key.title()}) for key in PLACES)
MATRIX = tuple(f"plek_{number}" for number in range(5))
QUESTIONNAIRE = Questionnaire(
    title={"nl": "Wonen in Waterveen"},
    languages=("nl",),
    groups=(Group("plekken", {"nl": "Hoe prettig is het ..."}, matrix=True),),
    questions=(
        Question("veilig", "single", LABEL, required=True, choices=ONE_OF),
        Question("waar", "multiple", LABEL, choices=SOME_OF),
        Question("wat", "open", LABEL),
        *(Question(key, "scale", LABEL, group="plekken", choices=SCALE) for key in MATRIX),
        Question("leeftijd", "number", LABEL, whole=True, lowest=15, highest=120),
        Question("sinds", "date", LABEL, may_decline=False),
        Question("woning", "single", LABEL, choices=ONE_OF),
        Question("oordeel", "scale", LABEL, choices=SCALE),
    ),
)


def answers_of(number: int) -> dict[str, Value]:
    """What person ``number`` answers, as the product reads it from the form."""
    return {
        one.key: QUESTION_TYPES[one.kind].clean(one, [typed(one.key, number)])
        for one in QUESTIONNAIRE.questions
    }


def survey_by_codes(count: int) -> tuple[Survey, list[str]]:
    """An open survey in a municipality of its own, and its codes. The tables have to be there."""
    place = Municipality.objects.create(code=CODE, name="Vragenveen")
    with scope(municipality=place):
        from koersvast.cycles.models import Cycle

        cycle = Cycle.objects.create(
            municipality=place, number=1, title="Ronde", starts_on="2025-01-01", ends_on="2028-12-31"
        )
        edition = actions.new_questionnaire(place, title="Wonen", content=QUESTIONNAIRE, by=None)
        week = datetime.timedelta(days=7)
        today = timezone.localdate()
        row = actions.plan_survey(
            cycle, edition, by=None, title="Peiling", public_title="Wonen in Waterveen", whom="Inwoners",
            about="Wij willen weten hoe u woont.", contact="Anna, 010 000 00 00", mode="code",
            opens_on=today - week, closes_on=today + week, keep_until=today + 60 * week,
        )  # fmt: skip
        plan = {
            "change": "Meer mensen wonen prettig", "by_year": today.year + 2, "group": "inwoners", "share": 100.0,
            "now": 50.0, "wanted": 60.0, "invited": 20_000, "response": 30.0, "population": None, "deff": 1.5,
            "anyway": "Voor de verhalen.",
        }  # fmt: skip
        planning.keep_plan(row, plan, version=None, by=None)
        codes: list[str] = []
        while len(codes) < count:
            codes += actions.make_codes(row, min(BATCH, count - len(codes)), by=None)
        return actions.open_survey(row, by=None), codes


def page_of(survey: Survey, box: Box, secret: bytes, code: str, number: int) -> str:
    """What the browser of person ``number`` holds just before it sends: all answers, sealed."""
    state = PageState(
        edition=survey.edition_id,
        key=f"{number:032x}",
        answers=answers_of(number),
        code=receipts.id_from(secret, "code", code),
    )
    return seal_state(box, state)


def prepare(codes: int, pages: int, file: Path) -> None:
    call_command("migrate", verbosity=0)
    survey, made = survey_by_codes(codes)
    with scope(municipality=survey.municipality):
        secret, box = municipality_secret(survey.municipality), open_box(survey.data_key)
        found = {
            "code_url": reverse("with_code", args=[CODE]),
            "answer_url": reverse("answer_survey", args=[CODE, survey.pk]),
            "codes": made,
            "pages": [page_of(survey, box, secret, code, number) for number, code in enumerate(made[:pages])],
            "fields": {
                page.key: [question.key for question in page.questions]
                for page in routing.pages(QUESTIONNAIRE, {})
            },
        }
    file.write_text(json.dumps(found))


@dataclass
class Stored:
    """What the database holds beside what was acknowledged. All but the first two have to be 0, and ``intact`` true."""

    acknowledged: int = 0
    stored: int = 0
    lost: int = 0  # a receipt was given, and no answer belongs to it
    doubled: int = 0  # two answers of one person
    half: int = 0  # an answer that does not open or read, or a used code without an answer
    other: int = 0  # an answer of somebody else under this receipt
    unasked: int = 0  # an answer of which nobody knows that it was sent
    intact: bool = False


def check(acknowledged: dict[int, str], tried: set[int]) -> Stored:
    """``acknowledged``: the receipt of each person; ``tried``: who pressed, also those who got no reply."""
    survey = Survey.objects.select_related("data_key", "municipality").get()
    secret, box = municipality_secret(survey.municipality), open_box(survey.data_key)
    found = Stored(acknowledged=len(acknowledged), intact=_is_intact())
    people: dict[Any, int] = {}
    for row in Response.objects.values_list("pk", "wrapped", "content").iterator(chunk_size=2000):
        found.stored += 1
        try:
            answers = queries.read_answers(box, *row)
            number = int(str(answers["wat"]).rsplit(" ", 1)[1].rstrip("."))
            found.half += answers != answers_of(number)
        except Exception:
            found.half += 1
            continue
        people[row[0]] = number
    numbers = list(people.values())
    found.doubled = len(numbers) - len(set(numbers))
    found.unasked = len(set(numbers) - tried)
    for number, receipt in acknowledged.items():
        pk = receipts.id_from(secret, "receipt", receipt)
        found.lost += pk not in people
        found.other += people.get(pk, number) != number
    found.half += abs(AccessCode.objects.filter(used=True).count() - found.stored)
    return found


def _is_intact() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            return cursor.fetchone() == ("ok",)
        cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        cursor.execute(
            "SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " JOIN pg_am ON pg_am.oid = relam WHERE amname = 'btree' AND indrelid::regclass::text LIKE 'surveys_%'"
        )  # raises when an index does not fit its table
        return True


def main(wish: str, *rest: str) -> None:
    if wish == "prepare":
        prepare(int(rest[0]), int(rest[1]), Path(rest[2]))
        return
    told = json.loads(Path(rest[0]).read_text())
    with scope(municipality=Municipality.objects.get(code=CODE)):
        found = check(
            {int(key): receipt for key, receipt in told["acknowledged"].items()}, set(told["tried"])
        )
    Path(rest[1]).write_text(json.dumps(asdict(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
