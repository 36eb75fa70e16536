"""Forms that others made: read, answered at random, sent out, read again, and compared by the eyes of pyxform.

Usage: .venv/bin/python -m benchmarks.xlsforms FOLDER
FOLDER: .xlsx files of any other program. None are kept here: they are the work of others.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import django
from django.conf import settings

if not settings.configured:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    django.setup()

from pyxform.xls2xform import convert

from koersvast.surveys.question_types import QUESTION_TYPES, Refused
from koersvast.surveys.questionnaire import Question, Questionnaire, Value
from koersvast.surveys.routing import fits, pages
from koersvast.surveys.xlsform import NotAnXlsForm, read, write

PEOPLE = 50  # who answer each form
TRIES = 60  # of one person at one question, before it is passed over


def kinds(content: bytes) -> dict[str, str]:
    """What pyxform makes of each question: {its name: the kind of its answer}."""
    found = {}
    for bind in ElementTree.fromstring(convert(content, form_name="data").xform).iter(
        "{http://www.w3.org/2002/xforms}bind"
    ):
        found[bind.attrib["nodeset"].rsplit("/", 1)[-1]] = bind.attrib.get("type", "")
    return found


def given(question: Question, chance: random.Random) -> list[str]:
    """Something that somebody may type or choose."""
    keys = [choice.key for choice in question.choices]
    match question.kind:
        case "multiple":
            return [key for key in keys if chance.random() < 0.5]
        case "single" | "scale":
            return [chance.choice(keys)]
        case "number":
            return [str(chance.choice((0, 1, 2, 5, 10, 18, 42, 100, 1000)))]
        case "date":
            return [f"{chance.randint(1, 28)}-{chance.randint(1, 12)}-{chance.randint(1990, 2026)}"]
        case _written:
            return [chance.choice(("Turfkade", "1234 AB", "4", "a@b.nl"))]


def answered(questionnaire: Questionnaire, chance: random.Random) -> bool:
    """Somebody goes through the pages as they are asked. Whether they reached the end."""
    answers: dict[str, Value] = {}
    for turn in range(len(questionnaire.questions) + 1):
        asked = pages(questionnaire, answers)
        if turn >= len(asked):
            return True
        for question in asked[turn].questions:
            for _try in range(TRIES):
                try:
                    value = QUESTION_TYPES[question.kind].clean(question, given(question, chance))
                except Refused:
                    continue
                if fits(question, answers, value):
                    answers[question.key] = value
                    break
            else:
                return False
    return False


def judged(file: Path) -> str:
    """What pyxform finds of the file itself."""
    try:
        convert(file.read_bytes(), form_name="data")
    except Exception:
        return "refuses"
    return "takes"


def row(file: Path) -> str:
    begun = time.perf_counter()
    try:
        reading = read(file.read_bytes())
    except NotAnXlsForm as refused:
        return f"{'-':>9} {judged(file):>8} refused: {str(refused)[:100]}"
    took = 1000 * (time.perf_counter() - begun)
    made = reading.questionnaire
    again = read(write(made, reading.identifier))
    ends = sum(answered(made, random.Random(one)) for one in range(PEOPLE))
    theirs, ours = kinds(file.read_bytes()), kinds(write(made, reading.identifier))
    other = {name for name in ours if theirs.get(name, ours[name]) != ours[name]}
    return (
        f"{len(made.questions):>9} {judged(file):>8} {len(reading.left):>5} {'yes' if again.questionnaire == made else 'NOT':>6}"
        f" {len(ours) - len(other):>5} {len(other):>6} {ends:>4}/{PEOPLE} {took:>6.0f}"
    )


def main(folder: str) -> None:
    print(
        f"{'file':<36} {'questions':>9} {'pyxform':>8} {'left':>5} {'again':>6} {'alike':>5} {'unlike':>6} {'answered':>7} {'ms':>6}"
    )
    for file in sorted(Path(folder).glob("*.xlsx")):
        print(f"{file.name[:36]:<36} {row(file)}")


if __name__ == "__main__":
    main(sys.argv[1])
