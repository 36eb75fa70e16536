"""Figures of a survey one by one, for other programs: what may be told, or everything for who answers for it."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from koersvast.surveys import queries, result_actions
from koersvast.surveys.estimating import MEAN
from koersvast.surveys.models import Survey
from koersvast.surveys.words import SurveyStatus

NUMBERS = ("estimate", "se", "low", "high", "n")


def told_figures(survey: Survey) -> list[dict[str, Any]]:
    """What passed the audit; the others withheld, with why. Empty when nothing was shared yet. Raises VaultClosed."""
    publication = queries.publication_of(survey)
    if publication is None:
        return []
    errors = {_key(one): one["se"] for one in (queries.every_figure(survey) or {}).get("figures", [])}
    return [
        _figure(one)
        | ({"se": _rounded(one, errors.get(_key(one)))} if one["told"] else {})
        | {"withheld": not one["told"], "why": "" if one["told"] else one["reason"]}
        for one in publication.content["figures"]
    ]


def every_figure(survey: Survey) -> list[dict[str, Any]]:
    """Also what must stay hidden, worked out again. Raises NotNow, safefigures.SafefiguresError, VaultClosed."""
    publication = queries.publication_of(survey)
    told = {_key(one): one for one in publication.content["figures"]} if publication else {}
    groups = publication.content["groups"] if publication else []
    _answered, found = result_actions.work_out(survey, groups)
    figures = []
    for one in found["figures"]:
        safe = told.get(_key(one), {"told": False, "reason": not_shared(survey)})
        why = "" if safe["told"] else safe["reason"]
        figures.append(_figure(one) | {"withheld": not safe["told"], "why": why})
    return figures


def not_shared(survey: Survey) -> str:
    """Why there is nothing to tell yet."""
    if survey.status != SurveyStatus.CLOSED:
        return _("De peiling loopt nog. Cijfers komen na het sluiten.")
    return _("De analist heeft de uitkomsten nog niet gedeeld.")


def _key(one: dict[str, Any]) -> tuple[str, str, str]:
    return one["question"], one["answer"], one["group"]


def _figure(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("question", "answer", "group")} | {
        name: one.get(name) for name in NUMBERS
    }


def _rounded(one: dict[str, Any], exact: float | None) -> float | None:
    """As coarse as the figure itself, upwards: an exact standard error would give the hidden numbers away."""
    if exact is None:
        return None
    coarse = one["n"] < result_actions.RULES.step_below
    step = 0.1 if one["answer"] == MEAN else result_actions.RULES.coarse_step if coarse else 0.01
    return round(ceil(exact / step) * step, 4)
