"""Server time of keeping what is typed in the longest conversation, and of the page of a large round.

Usage: .venv/bin/python -m benchmarks.typing_along
Prints milliseconds (median and worst of runs, after one warm-up) beside the limit, in one process, without a network.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time

os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "koersvast.config.settings"

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django_scopes import scope

WORDS, CONVERSATIONS, RUNS = 15_000, 400, 60
KEEP, PAGE = 50, 300  # milliseconds


def main() -> None:
    from koersvast.cycles.models import Cycle
    from koersvast.dialogues import actions, participant_actions
    from koersvast.dialogues.rules import About
    from koersvast.people.models import Membership, User
    from koersvast.tenants.models import Municipality

    call_command("migrate", verbosity=0)
    town = Municipality.objects.create(code="GM9901", name="Waterveen")
    anna = User.objects.create_user("anna@waterveen.example", "x", name="Anna")
    Membership.objects.create(user=anna, municipality=town, role="officer")
    with scope(municipality=town):
        cycle = Cycle.objects.create(municipality=town, number=1, title="Ronde 1", starts_on="2026")
        row = actions.open_round(cycle, by=anna, title="Gesprekken")
        for number in range(CONVERSATIONS):
            talk = actions.plan_conversation(row, kind="interview", by=anna, held_on="2026-11-22")
            participant_actions.add_participant(
                talk, about=About("D"), switches=None, today=talk.held_on, by=anna, receipt=number % 2 == 0
            )
    print(f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'what':<46}{'median ms':>10}{'worst ms':>10}{'limit':>8}")
    client = Client()
    client.force_login(anna)
    base = ["GM9901", 1, row.collection_id]
    path, text = reverse("type_text", args=[*base, talk.pk]), "woord " * WORDS
    taken = []
    for version in range(1, RUNS + 2):
        text += "en nog iets. "
        started = time.perf_counter()
        answer = client.post(path, {"body": text, "version": version}, headers={"Accept": "application/json"})
        taken.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, answer.content
    tell(f"keep a text of {WORDS:,} words", taken[1:], KEEP)
    for name, args in (("dialogue", base), ("conversation", [*base, talk.pk])):
        taken = []
        for _run in range(RUNS // 4):
            started = time.perf_counter()
            assert client.get(reverse(name, args=args)).status_code == 200
            taken.append((time.perf_counter() - started) * 1000)
        tell(f"page {name}, {CONVERSATIONS} conversations", taken[1:], PAGE)


def tell(what: str, taken: list[float], limit: int) -> None:
    print(f"{what:<46}{statistics.median(taken):>10.1f}{max(taken):>10.1f}{limit:>8}")


if __name__ == "__main__":
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=plain):
        main()
