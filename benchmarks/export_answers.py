"""Answers of ten thousand people to a hundred questions as a file: time and memory, CSV and SPSS.

Usage: .venv/bin/python -m benchmarks.export_answers
Prints seconds beside the limit, and how much memory the work asked for at its peak (MiB, above what was there before).
"""

from __future__ import annotations

import os
import platform
import random
import resource
import tempfile
import time
import uuid

os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "koersvast.config.settings"

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone
from django_scopes import scope

PEOPLE, QUESTIONS, LIMIT = 10_000, 100, 10.0


def questionnaire():
    from koersvast.surveys.questionnaire import Choice, Question, Questionnaire

    scale = tuple(Choice(str(score), {"nl": f"antwoord {score}"}, float(score)) for score in range(1, 6))
    asked = [Question(f"v{at}", "scale", {"nl": f"Vraag {at}"}, choices=scale) for at in range(QUESTIONS - 2)]
    asked.append(Question("waar", "multiple", {"nl": "Waar?"}, choices=scale))
    asked.append(Question("leeftijd", "number", {"nl": "Hoe oud bent u?"}, whole=True, lowest=0))
    return Questionnaire({"nl": "Groot"}, ("nl",), tuple(asked))


def fill(survey):
    """Straight into the table, as the shuffle leaves them."""
    from koersvast.surveys import queries
    from koersvast.surveys.models import Response
    from koersvast.surveys.sealing import seal_answers

    box, chance = queries.box_of(survey), random.Random(1)
    rows = []
    for _one in range(PEOPLE):
        answers = {
            f"v{at}": chance.choice(("1", "2", "3", "4", "5", None, False)) for at in range(QUESTIONS - 2)
        }
        answers |= {
            "waar": tuple(sorted(chance.sample("12345", 2))),
            "leeftijd": float(chance.randint(15, 99)),
        }
        pk = uuid.uuid4()
        wrapped, content = seal_answers(box, pk, answers)
        rows.append(
            Response(
                pk=pk, municipality_id=survey.municipality_id, survey=survey, week="2026-W47", settled=True,
                wrapped=wrapped, content=content,
            )
        )  # fmt: skip
    Response.objects.bulk_create(rows, batch_size=500)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepared():
    from koersvast.cycles.models import Cycle
    from koersvast.surveys import actions
    from koersvast.surveys.models import Edition, Survey
    from koersvast.tenants.models import Municipality
    from koersvast.vault import actions as vault
    from koersvast.vault.models import Purpose

    home = Municipality.objects.create(code="GM9903", name="Meetveen")
    today = timezone.localdate()
    with scope(municipality=home):
        cycle = Cycle.objects.create(
            municipality=home, number=1, title="Ronde 1", starts_on="2023-01-01", ends_on="2026-12-31"
        )
        edition = actions.new_questionnaire(home, title="Groot", content=questionnaire(), by=None)
        days = dict.fromkeys(("opens_on", "closes_on", "keep_until"), today)
        survey = actions.plan_survey(cycle, edition, by=None, title="Groot", public_title="Groot", **days)
        Edition.objects.update(in_use=True)
        Survey.objects.update(status="closed", data_key=vault.new_data_key(home, Purpose.SURVEY))
        fill(Survey.objects.select_related("data_key", "municipality", "edition").get(pk=survey.pk))
    return home


def main() -> None:
    from koersvast.surveys import export_actions, result_actions
    from koersvast.surveys.models import Survey

    call_command("migrate", verbosity=0)
    home = prepared()
    print(f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{PEOPLE:,} people, {QUESTIONS} questions, weighted to two margins")
    print(f"{'file':<6} {'seconds':>8} {'limit':>6} {'ratio':>6} {'MB':>6} {'peak MiB':>9}")
    with scope(municipality=home):
        survey = Survey.objects.select_related("data_key", "municipality", "edition").get()
        for question in ("v0", "v1"):
            result_actions.set_margins(
                survey, question, {str(at): 1000 * at for at in range(1, 6)}, source="x", by=None
            )
        for kind, wish in (("CSV", export_actions.Wish()), ("SPSS", export_actions.Wish(sav=True))):
            before, started = peak(), time.perf_counter()
            made = export_actions.export(survey, wish, by=None)
            took = time.perf_counter() - started
            print(
                f"{kind:<6} {took:>8.1f} {LIMIT:>6.0f} {took / LIMIT:>6.2f} {len(made) / 1e6:>6.1f} {peak() - before:>9.0f}"
            )


if __name__ == "__main__":
    main()
