"""The lists of choices of an XLSForm."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from koersvast.surveys.questionnaire import DECLINED_KEY, Choice
from koersvast.surveys.xlsform import refusals
from koersvast.surveys.xlsform.labels import Labels
from koersvast.surveys.xlsform.sheets import CHOICES, SURVEY, Left, NotAnXlsForm, Row, Sheets, short

_SCORE = re.compile(r"-?\d{1,400}(?:\.\d{1,400})?", re.ASCII)  # as long as a float can be
_READ = {"list_name", "name", "label", "score"}


@dataclass(frozen=True)
class Listed:
    choices: tuple[Choice, ...] = ()
    may_decline: bool = False
    scored: bool = False  # the sheet has a column with scores

    def with_other(self, key: str, languages: tuple[str, ...]) -> Listed:
        words = {code: "Anders" if code == "nl" else "Other" for code in languages}
        return replace(self, choices=(*self.choices, Choice(key, words)))


def lists_of(sheets: Sheets, labels: Labels) -> dict[str, Listed]:
    """Every list by its name, in the order of the sheet."""
    _name_columns(sheets)
    scored = any(row.text("score") for row in sheets.choices)
    found: dict[str, list[Choice]] = {}
    declined: set[str] = set()
    for row in sheets.choices:
        name, key = row.text("list_name"), row.text("name")
        if not name or not key:
            if row.in_languages("label"):
                raise NotAnXlsForm(
                    str(Left(CHOICES, row.number, _("Dit antwoord heeft geen lijst of geen naam.")))
                )
            continue
        choices = found.setdefault(name, [])
        if key == DECLINED_KEY:
            declined.add(name)
        elif key in (choice.key for choice in choices) and _may_stand_twice(sheets):
            said = _("%(name)s staat twee keer in de lijst. Het eerste antwoord blijft.")
            sheets.left.append(Left(CHOICES, row.number, said % {"name": short(key)}))
        else:
            choices.append(Choice(key, labels.of(row, needed=True, sheet=CHOICES), _score(row, sheets.left)))
    return {name: Listed(tuple(choices), name in declined, scored) for name, choices in found.items()}


def _may_stand_twice(sheets: Sheets) -> bool:
    """Lists that show less and less after each answer name some answers twice; we show the whole list."""
    return any(row.text("allow_choice_duplicates").lower() in ("yes", "true") for row in sheets.settings)


def _score(row: Row, left: list[Left]) -> float | None:
    text = row.text("score").replace(",", ".")
    if not text:
        return None
    if not _SCORE.fullmatch(text):
        left.append(
            Left(CHOICES, row.number, _("de score %(score)s is geen getal.") % {"score": short(text)})
        )
        return None
    return float(text)


def _name_columns(sheets: Sheets) -> None:
    seen = set(_READ)
    for row in sheets.choices:
        for column, _language in row.cells:
            if column not in seen:
                seen.add(column)
                said = _("de kolom %(column)s: %(reason)s.")
                said = said % {"column": short(column), "reason": refusals.of_column(column)}
                sheets.left.append(Left(CHOICES, row.number, said))


def with_scores(listed: Listed, row: Row, left: list[Left]) -> tuple[Choice, ...]:
    """The choices of a scale: by the column "score", else by names that are numbers, else by their order."""
    if listed.scored and len({one.score for one in listed.choices} - {None}) > 1:
        return listed.choices
    numbers = [float(one.key) if _SCORE.fullmatch(one.key) else None for one in listed.choices]
    if len(set(numbers) - {None}) < 2:
        left.append(
            Left(
                SURVEY,
                row.number,
                _("de schaal heeft geen scores; wij gaven 1, 2, 3 in de volgorde van de lijst."),
            )
        )
        numbers = [float(number) for number, _choice in enumerate(listed.choices, 1)]
    return tuple(replace(one, score=number) for one, number in zip(listed.choices, numbers, strict=True))
