"""A survey with a million answers: 84,000 people, twelve questions each. In the home of the environment, in this process.

Usage: .venv/bin/python -m benchmarks.survey_million PEOPLE
"""

from __future__ import annotations

import csv
import io
import os
import resource
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from itertools import islice

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from benchmarks import survey_home  # sets Django up
from benchmarks.surveys import row
from koersvast.people.models import Membership, User
from koersvast.surveys import actions, queries, result_actions, sealing, shuffling
from koersvast.surveys.models import Response, Survey
from koersvast.surveys.rules import week_of
from koersvast.texts import actions as texts
from koersvast.vault.queries import open_box

PAGE, EXPORT = 500, 10  # milliseconds, seconds
RESPONDENTS = 10_000


def fill(survey: Survey, people: int) -> None:
    """As answering._store does it, many at once."""
    box, week = open_box(survey.data_key), week_of(timezone.localdate())

    def made(number: int) -> Response:
        pk = uuid.uuid4()
        wrapped, content = sealing.seal_answers(box, pk, survey_home.answers_of(number))
        return Response(
            pk=pk, municipality_id=survey.municipality_id, survey=survey, week=week, wrapped=wrapped, content=content
        )  # fmt: skip

    with transaction.atomic():
        for start in range(0, people, 5000):
            Response.objects.bulk_create(made(number) for number in range(start, min(start + 5000, people)))


def timed(do: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def peak() -> float:
    """Most memory that this process had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def export(survey: Survey) -> None:
    """What an export has to do: read the answers one by one and write them away."""
    out, keys = io.StringIO(), [one.key for one in survey_home.QUESTIONNAIRE.questions]
    writing = csv.writer(out)
    for week, answers in islice(queries.settled_answers(survey), RESPONDENTS):
        writing.writerow([week, *(answers.get(key) for key in keys)])


def main(people: int) -> None:
    call_command("migrate", verbosity=0)
    anna = User.objects.create_user("anna@vragenveen.example", "een lange zin als wachtwoord", name="Anna")
    survey, _codes = survey_home.survey_by_codes(1)
    Membership.objects.create(user=anna, municipality=survey.municipality, role="officer")
    with scope(municipality=survey.municipality):
        texts.put_in_team(survey.collection, user=anna, task="lead", by=anna)
        fill(survey, people)
        print(f"{people:,} people, {12 * people:,} answers, load {os.getloadavg()[0]:.1f}")
        print(f"\n{'what':<44} {'measured':>12} {'limit':>8} {'ratio':>6}", flush=True)
        row("shuffle all of them, s", timed(lambda: shuffling.shuffle([survey.pk])), None, 1)
        before = peak()
        row("read and write 10,000 respondents, s", timed(lambda: export(survey)), EXPORT, 1)
        row("  memory it added, MB", peak() - before, None)
        row("read all answers into columns, s", timed(lambda: queries.answered_of(survey)), None, 1)
        row("  most memory so far, MB", peak(), 2048)
        row(
            "count (job), two groups, s",
            timed(lambda: result_actions.count(survey, ["veilig", "woning"])),
            None,
            1,
        )
        row("  most memory so far, MB", peak(), 2048)
        actions.close_survey(survey, by=anna)
        survey = queries.survey_with(survey.pk) or survey
        took = timed(lambda: result_actions.publish(survey, ["veilig"], today=timezone.localdate(), by=anna))
        row("publish (job), one group, s", took, None, 1)
        client = Client()
        client.force_login(anna)
        address = reverse("results", args=[survey_home.CODE, 1, survey.collection_id])
        assert client.get(address).status_code == 200
        row(
            "page of results, ms",
            1000 * statistics.median(timed(lambda: client.get(address)) for _run in range(7)),
            PAGE,
        )


if __name__ == "__main__":
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES={**settings.STORAGES, **plain}):
        main(int(sys.argv[1]))
