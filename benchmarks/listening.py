"""Server time of listening: a round of 400 conversations, 1.5 million words, 30,000 codings.

Usage: .venv/bin/python -m benchmarks.listening [--taguette PYTHON] [PART OF A NAME ...]
Prints milliseconds (median of runs, after one warm-up) and queries beside the limit, in one process, without a network.
"own" is the time the processor gave this process: what remains of the milliseconds when others use the machine too.
The round is made with a fixed seed, in a home of its own; with LISTENING_HOME it is kept and built once.
``--taguette PYTHON``: the python of an environment with Taguette; the same texts and codings are given to it (its own
database functions, without its web server) and timed beside ours.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOME = Path(os.environ.get("LISTENING_HOME") or tempfile.mkdtemp(prefix="koersvast-bench-"))
os.environ["KOERSVAST_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "koersvast.config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django_scopes import scope

CONVERSATIONS, WORDS, CODINGS = 400, 1_500_000, 30_000
LONGEST_WORDS, LONGEST_CODINGS, FRAGMENTS = 15_000, 600, 2_000
MASKS = 25  # in each text
QUOTES = 60
LEAVES = {"soort": 6, "thema": 13, "plek": 9}
CODE, EMAIL = "GM9989", "anna@luisterveen.example"
TODAY = datetime.date(2026, 11, 22)
VOCABULARY = [
    "ik",
    "dat",
    "je",
    "het",
    "een",
    "en",
    "niet",
    "de",
    "van",
    "in",
    "is",
    "op",
    "te",
    "die",
    "maar",
    "wel",
    "met",
    "zijn",
    "voor",
    "als",
    "daar",
    "toen",
    "heb",
    "was",
    "er",
    "om",
    "ook",
    "nog",
    "dan",
    "school",
    "straat",
    "buurt",
    "vraag",
    "iemand",
    "mensen",
    "deur",
    "plek",
    "avond",
    "altijd",
    "soms",
    "nooit",
    "durf",
    "praten",
    "loket",
    "formulier",
    "moeder",
    "collega",
    "trainer",
    "kantine",
    "fiets",
    "hand",
    "vlag",
    "lokaal",
    "dokter",
    "zuster",
    "gemeente",
    "afspraak",
    "verhaal",
    "gewoon",
    "helemaal",
]


def sentence(chance: random.Random) -> str:
    words = [chance.choice(VOCABULARY) for _word in range(chance.randint(6, 16))]
    return " ".join(words).capitalize() + chance.choice(".....?!")


def body(chance: random.Random, words: int) -> str:
    """Turns of V and D, until there are so many words."""
    turns, count = [], 0
    for turn in itertools.count():
        said = " ".join(sentence(chance) for _one in range(chance.randint(1, 5)))
        turns.append(f"{'VD'[turn % 2]}: {said}")
        count += len(said.split())
        if count >= words:
            return "\n\n".join(turns)
    raise AssertionError


def build() -> None:
    """The round: texts brought in, masked and finished as people do it; codings by two coders."""
    from koersvast.coding import actions as coding
    from koersvast.coding.models import Coder, Coding
    from koersvast.coding.rules import sentences
    from koersvast.cycles.models import Cycle
    from koersvast.dialogues import actions as dialogues
    from koersvast.people.models import Membership, User
    from koersvast.tenants.models import Municipality
    from koersvast.texts import actions as texts
    from koersvast.texts.models import Decided, Mark, Text

    chance = random.Random(5)
    place = Municipality.objects.create(code=CODE, name="Luisterveen")
    anna = User.objects.create_user(EMAIL, "een lange zin als wachtwoord", name="Anna")
    with scope(municipality=place):
        Membership.objects.create(user=anna, municipality=place, role="officer")
        cycle = Cycle.objects.create(
            municipality=place, number=1, title="Ronde", starts_on="2025-01-01", ends_on="2028-12-31"
        )
        made = dialogues.open_round(cycle, by=anna, title="Gesprekken")
        book = coding.open_codebook(made.collection, by=anna)
        leaves = []
        for root, count in LEAVES.items():
            parent = coding.add_code(book, label=root, assignable=False, by=anna)
            leaves += [
                coding.add_code(book, label=f"{root} {n}", parent=parent, by=anna) for n in range(count)
            ]
        coders = [
            coding.coder_for(book, anna),
            Coder.objects.create(municipality=place, codebook=book, name="B"),
        ]
        rest = (WORDS - LONGEST_WORDS) // (CONVERSATIONS - 1)
        rows, units = [], {}
        for number in range(CONVERSATIONS):
            said = body(chance, rest if number else LONGEST_WORDS)
            talk = dialogues.plan_conversation(made, kind="interview", by=anna, body=said, held_on=TODAY)
            places = sorted(chance.sample(range(0, len(said) - 20, 30), MASKS))
            Mark.objects.bulk_create(
                Mark(municipality=place, text=talk.text, start=at, end=at + 6, kind="person",
                     decided=Decided.REPLACE, by=anna)
                for at in places
            )  # fmt: skip
            texts.finish(talk.text, by=anna, today=TODAY)
            units[talk.text_id] = sentences(said)
            rows.append(Text.objects.get(pk=talk.text_id))
        per = [LONGEST_CODINGS] + [(CODINGS - LONGEST_CODINGS) // (CONVERSATIONS - 1)] * (CONVERSATIONS - 1)
        per[1] += CODINGS - sum(per)
        wanted = iter([leaves[0]] * FRAGMENTS)
        found: set[tuple[Any, ...]] = set()
        every = [(row, turn) for row, count in zip(rows, per, strict=True) for turn in range(count)]
        frequent = set(chance.sample(range(len(every)), FRAGMENTS))
        for at, (row, turn) in enumerate(every):
            while True:
                span = chance.choice(units[row.pk])
                code = leaves[0] if at in frequent else chance.choice(leaves[1:])
                one = (row.pk, code.pk, coders[turn % 2].pk, span.start, span.end)
                if one not in found:
                    found.add(one)
                    break
            if at in frequent:
                next(wanted)
        Coding.objects.bulk_create(
            (
                Coding(municipality=place, text_id=text, code_id=code, coder_id=coder, start=start, end=end, on=TODAY)
                for text, code, coder, start, end in found
            ),
            batch_size=2000,
        )  # fmt: skip
        dialogues.plan_conversation(made, kind="interview", by=anna)  # the one that is being typed


def tell() -> None:
    """What a report tells of the round: a finding per code, with quotes that everybody said yes to."""
    from koersvast.coding.models import Code, Coding
    from koersvast.dialogues import finding_actions, participant_actions, quote_actions
    from koersvast.dialogues.models import Conversation, DialogueRound, Quote
    from koersvast.dialogues.rules import About
    from koersvast.dialogues.words import SWITCHES
    from koersvast.people.models import User
    from koersvast.texts.actions import NotNow

    row = DialogueRound.objects.get()
    anna = User.objects.get(email=EMAIL)
    reader = User.objects.create_user(
        "bilal@luisterveen.example", "een lange zin als wachtwoord", name="Bilal"
    )
    people = {}
    talks = Conversation.objects.select_related("text__data_key", "round").filter(held_on__isnull=False)
    for talk in talks.order_by("text__number"):
        people[talk.text_id], _slip = participant_actions.add_participant(
            talk, about=About(speaker="D", age_band="35-49", groups=("queer",)),
            switches=dict.fromkeys(SWITCHES, True), today=TODAY, by=anna,
        )  # fmt: skip
    kinds = ("werkt", "werkt_niet", "vraag", "behoefte", "idee", "signaal")
    for number, code in enumerate(Code.objects.filter(assignable=True).order_by("label")):
        finding_actions.make_finding(
            row, by=anna, codes=[code.pk], statement=f"Dit hoorden wij vaak, nummer {number}.",
            type=kinds[number % 6], theme=f"Thema {number % 5}", visibility="publiek",
        )  # fmt: skip
    rows = Coding.objects.select_related("text").order_by("text__number", "start")
    for one in rows[:: max(1, CODINGS // 300)]:
        if Quote.objects.count() >= QUOTES:
            break
        talk = next(found for found in talks if found.text_id == one.text_id)
        who = people[one.text_id]
        try:
            made = quote_actions.make_quote(
                row, conversation=talk, participant=who.pk, start=one.start, end=one.end, by=anna, today=TODAY
            )
        except NotNow:
            continue  # said by the interviewer
        quote_actions.offer(made, by=anna)
        made.refresh_from_db()
        quote_actions.read_second(
            made, answers=[False] * 8, reason="Goed.", by=reader, today=TODAY, version=made.version
        )
        made.refresh_from_db()
        quote_actions.answer_quote(made, who, answer="yes", version=made.version, today=TODAY)
        quote_actions.release(made, by=anna)


class Asked:
    """Counts the questions that a page asks the database."""

    count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


class Room:
    """What is measured: each a function that does it once."""

    def __init__(self) -> None:
        from koersvast.coding.models import Code, Codebook, Coder
        from koersvast.dialogues.models import Conversation
        from koersvast.people.models import User
        from koersvast.texts.models import Text, TextState
        from koersvast.texts.queries import open_text

        self.client = Client()
        self.client.force_login(User.objects.get(email=EMAIL))
        self.book = Codebook.objects.select_related("collection").get()
        self.base = [CODE, 1, self.book.collection_id]
        finished = Text.objects.filter(state=TextState.FINISHED)
        self.longest = finished.order_by("-length").first()
        self.frequent = Code.objects.get(codebook=self.book, label="soort 0")
        self.other = Code.objects.get(codebook=self.book, label="soort 1")
        self.coders = list(Coder.objects.filter(codebook=self.book).order_by("name"))
        self.typed = Conversation.objects.get(text__state=TextState.TYPING)
        self.chance = random.Random(7)
        self.spare = iter(range(10, 10**9, 31))
        self.words = open_text(self.longest).body
        self.version = self.typed.text.version
        self.letters = 0

    def at(self, name: str, *more: Any) -> str:
        return reverse(name, args=[*self.base, *more])

    def coding_page(self) -> None:
        self._seen(self.client.get(self.at("code_text", self.longest.pk)))

    def give_a_code(self) -> None:
        start = next(self.spare)
        answer = self.client.post(
            self.at("apply_code", self.longest.pk),
            {"start": start, "end": start + 25, "code": str(self.other.pk)},
            headers={"HX-Request": "true"},
        )
        assert answer.headers.get("X-Chosen"), answer.content

    def fragments(self) -> None:
        self._seen(self.client.get(self.at("fragments", self.frequent.pk)))

    def all_fragments(self) -> None:
        from koersvast.coding import queries

        assert len(queries.fragments(self.book, self.frequent, coder=None)) > FRAGMENTS - 50

    def agreement(self) -> None:
        one, other = self.coders
        self._seen(self.client.get(self.at("differences") + f"?een={one.pk}&ander={other.pk}"))

    def keystroke(self) -> None:
        self.letters += 1
        said = self.words[: len(self.words) // 2] + "a" * self.letters
        answer = self.client.post(
            self.at("type_text", self.typed.pk),
            {"body": said, "version": self.version},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 200, answer.content
        self.version = answer.json()["version"]

    def perspectives(self) -> None:
        from koersvast.jobs.progress import Silent
        from koersvast.reports import actions

        cycle = self.book.collection.cycle
        made = actions.make(cycle, kind="perspectives", form="pdf", today=TODAY, progress=Silent())
        assert made.content.startswith(b"%PDF")

    def _seen(self, answer: Any) -> None:
        assert answer.status_code == 200, answer.status_code

    def measured(self) -> dict[str, tuple[Callable[[], None], int]]:
        return {
            "coding page, 15,000 words, 600 codings": (self.coding_page, 300),
            "give one code on that page": (self.give_a_code, 50),
            "page of a code with 2,000 fragments": (self.fragments, 500),
            "read all 2,000 fragments": (self.all_fragments, 500),
            "agreement over the whole round": (self.agreement, 5000),
            "keep what was typed (7,500 words)": (self.keystroke, 50),
            "the Perspectieven PDF": (self.perspectives, 10_000),
        }


def taken(do: Callable[[], None], runs: int = 7) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor; the first time does not count."""
    do()
    found = []
    for _run in range(runs):
        clock, own = time.perf_counter(), time.process_time()
        do()
        found.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - own)))
    waited, worked = zip(*found, strict=True)
    return statistics.median(waited), statistics.median(worked)


def beside_taguette(python: str, room: Room) -> None:
    """The same in Taguette: open the longest document, add 500 codings, export a code of 2,000 fragments."""
    from koersvast.coding import actions, queries
    from koersvast.coding.models import Coding
    from koersvast.texts.queries import finished_texts, open_texts

    rows = list(finished_texts(room.book.collection_id))
    with tempfile.TemporaryDirectory(prefix="koersvast-bench-") as folder:
        made = Path(folder)
        (made / "texts").mkdir()
        opened = open_texts(rows)
        for row in rows:
            (made / "texts" / f"{row.number}.txt").write_text(
                "".join(piece.words for piece in opened[row.pk].pieces())
            )
        spans = Coding.objects.filter(code=room.frequent).values_list("text__number", "start", "end")
        (made / "codings.txt").write_text("\n".join(f"{n} {start} {end}" for n, start, end in spans))
        told = subprocess.run(  # the python is given by who runs the benchmark
            [python, str(Path(__file__).with_name("taguette_side.py")), str(made), str(room.longest.number)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if told.returncode:
        print("Taguette:", told.stderr.strip().splitlines()[-1:] or "did not run")
        return
    theirs = {
        name: float(ms) for name, _tab, ms in (line.partition("\t") for line in told.stdout.splitlines())
    }

    def add_500() -> None:
        start = next(room.spare)
        for at in range(500):
            actions.code_span(
                room.longest, code=room.other, coder=room.coders[1], start=start + at, end=start + at + 40, today=TODAY
            )  # fmt: skip

    def export_code() -> None:
        assert len(queries.fragments(room.book, room.frequent, coder=None)) >= FRAGMENTS

    ours = {"open a document": room.coding_page, "add 500 codings": add_500, "export a code": export_code}
    print(f"\n{'beside Taguette, ms':<40} {'ours':>9} {'theirs':>9}")
    for name, do in ours.items():
        print(f"{name:<40} {taken(do, 3)[0]:>9.0f} {theirs[name]:>9.0f}", flush=True)


def main() -> None:
    from koersvast.cli.database import count_rows
    from koersvast.cli.management.commands.serve import settle_memory
    from koersvast.dialogues.models import Finding
    from koersvast.tenants.models import Municipality

    options = argparse.ArgumentParser()
    options.add_argument("wanted", nargs="*")
    options.add_argument("--taguette", metavar="PYTHON")
    asked = options.parse_args()
    settle_memory()  # as the server does
    call_command("migrate", verbosity=0)
    if not Municipality.objects.filter(code=CODE).exists():
        build()
    count_rows()
    print(f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}", end=", ")
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"{CONVERSATIONS} conversations, {WORDS:,} words, {CODINGS:,} codings, {MASKS} masks in each")
    print(f"{'what':<40} {'ms (median)':>12} {'own':>6} {'queries':>8} {'limit':>7} {'ratio':>6}")
    with scope(municipality=Municipality.objects.get(code=CODE)):
        if not Finding.objects.exists():
            tell()
        room = Room()
        for name, (do, limit) in room.measured().items():
            if asked.wanted and not any(part in name for part in asked.wanted):
                continue
            do()
            count = Asked()
            with connection.execute_wrapper(count):
                do()
            took, own = taken(do)
            print(
                f"{name:<40} {took:>12.0f} {own:>6.0f} {count.count:>8} {limit:>7} {took / limit:>6.2f}",
                flush=True,
            )
        if asked.taguette:
            beside_taguette(asked.taguette, room)


if __name__ == "__main__":
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        ALLOWED_HOSTS=["testserver"],
    ):
        main()
