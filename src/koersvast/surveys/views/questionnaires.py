"""A questionnaire: make one, see what it asks, put it in order."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit
from koersvast.cycles.versions import version_of
from koersvast.surveys import actions, outline, queries, routing
from koersvast.surveys.library import LIBRARY
from koersvast.surveys.models import Edition
from koersvast.surveys.outline import Branch
from koersvast.surveys.question_forms import KINDS, EditionForm, NewEditionForm, QuestionnaireForm, words_by
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Group, Question, Questionnaire, words_in
from koersvast.surveys.spoken_conditions import in_words
from koersvast.surveys.views.editions import (
    edition_or_404,
    keep,
    locked,
    remember_removed,
    removed_before,
    to_edition,
)
from koersvast.surveys.views.pages import done, form_page, refused
from koersvast.surveys.views.shown import language_name

MOVES = {"omhoog": -1, "omlaag": 1}


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def new_questionnaire(request: CycleRequest) -> HttpResponse:
    form = QuestionnaireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        empty = Questionnaire({"nl": title}, form.cleaned_data["languages"], ())
        made = actions.new_questionnaire(
            request.municipality, title=title, content=empty, by=request.membership.user
        )
        done(request, _("De vragenlijst is er. Zet nu de eerste vraag erin."))
        return to_edition(request, made)
    back = reverse("surveys", args=[request.municipality.code, request.cycle.number])
    return form_page(request, form, _("Een nieuwe vragenlijst"), back=back)


@cycle_view(step=1)
@require_safe
def questionnaire(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """One edition: its groups and questions in order, and what is not right yet beside each."""
    edition = edition_or_404(request, pk)
    content = queries.questionnaire_of(edition)
    problems: dict[str, list[str]] = {}
    for one in routing.problems(content):
        problems.setdefault(one.place, []).append(one.sentence)
    may_change = may_edit(request, 1) and not edition.in_use
    context = {
        "edition": edition,
        "content": content,
        "title": words_in(content.title, content.languages[0]),
        "languages": [language_name(one) for one in content.languages],
        "lines": list(_lines(content, problems, [request.municipality.code, request.cycle.number, pk])),
        "problems": problems,
        "whole": problems.get("", []),
        "questions": sum(routing.asks(one) for one in content.questions),
        "kinds": KINDS,
        "may_change": may_change,
        "may_plan": may_edit(request, 1),
        "editions": queries.editions_of(edition, cycle=request.cycle),
        "focus": request.GET.get("na", ""),
    }
    return render(request, "surveys/questionnaire.html", context)


def _lines(
    content: Questionnaire, problems: dict[str, list[str]], base: list[Any]
) -> Iterator[dict[str, Any]]:
    """The tree from above to below: one line for each thing, with the steps in (1) and out (-1) around it."""
    numbers = {one.key: at for at, one in enumerate(filter(routing.asks, content.questions), start=1)}
    first = content.languages[0]

    def walk(room: list[Branch], matrix: str) -> Iterator[dict[str, Any]]:
        placed = [branch for branch in room if branch.placed]
        for branch in room:
            thing = branch.thing
            kind = QUESTION_TYPES.get(thing.kind) if isinstance(thing, Question) else None
            yield {
                "thing": thing,
                "group": isinstance(thing, Group),
                "kind": kind.label if kind else "",
                "number": numbers.get(thing.key, ""),
                "label": words_in(thing.label, first) or thing.key,
                "item": _item(thing),
                "edit": _where_to_write(thing, matrix, base),
                "choices": [words_in(one.label, first) for one in thing.choices]
                if isinstance(thing, Question) and not matrix
                else [],
                "when": in_words(content, thing.relevance, first),
                "problems": problems.get(thing.key, []),
                "up": branch in placed[1:],
                "down": branch in placed[:-1],
                "matrix": matrix,
                "inside": list(
                    walk(branch.inside, thing.key if isinstance(thing, Group) and thing.matrix else "")
                ),
            }

    return walk(outline.tree_of(content), "")


def _item(thing: Question | Group) -> str:
    """Is it a question of the library ("same", or "national" with a figure), or was it before somebody wrote in it ("changed")?"""
    item = LIBRARY.get(thing.item) if isinstance(thing, Question) else None
    if item is None or not isinstance(thing, Question):
        return ""
    if not item.is_asked_by(thing):
        return "changed"
    return "national" if item.benchmarks else "same"


def _where_to_write(thing: Question | Group, matrix: str, base: list[Any]) -> str:
    """The rows of a matrix are written together."""
    if isinstance(thing, Group) or matrix:
        return reverse("edit_question_group", args=[*base, matrix or thing.key])
    return reverse("edit_survey_question", args=[*base, thing.key])


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def edit_questionnaire(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """Its title, its languages, and what people read first."""
    edition = edition_or_404(request, pk)
    if (no := locked(request, edition)) is not None:
        return no
    content = queries.questionnaire_of(edition)
    initial = {"languages": content.languages[1:], **words_by("title", content.title), **words_by("intro", content.intro)}  # fmt: skip
    form = EditionForm(request.POST or None, questionnaire=content, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = outline.in_languages(
            replace(content, title=form.words("title"), intro=form.words("intro")),
            form.cleaned_data["languages"],
        )
        answer = keep(request, edition, wanted, form=form, theirs=initial, was="")
        if answer is None:
            done(request)
            answer = to_edition(request, edition)
        return answer
    back = reverse("questionnaire", args=[request.municipality.code, request.cycle.number, pk])
    title = _("Titel, talen en inleiding")
    return form_page(request, form, title, back=back, version=edition.version)


@cycle_view(step=1, change=True)
@require_POST
def arrange_questionnaire(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """One press on a button of the outline: up, down or away."""
    edition = edition_or_404(request, pk)
    if (no := locked(request, edition)) is not None:
        return no
    wish, _colon, key = request.POST.get("doe", "").partition(":")
    content = queries.questionnaire_of(edition)
    try:
        if wish in MOVES:
            return _changed(request, edition, outline.shifted(content, key, MOVES[wish]), f"?na={wish}-{key}")
        if wish == "weg":
            return _removed(request, edition, content, outline.without(content, key))
    except LookupError:
        messages.warning(request, _("Dit staat niet meer in de vragenlijst."))
    return to_edition(request, edition)


def _changed(request: CycleRequest, edition: Edition, wanted: Questionnaire, query: str = "") -> HttpResponse:
    try:
        actions.change_edition(edition, wanted, version=version_of(request), by=request.membership.user)
    except actions.NotNow as reason:
        refused(request, reason)
    except actions.StaleEdit:
        messages.warning(
            request, _("Iemand anders veranderde de vragenlijst net. Kijk eerst naar wat er nu staat.")
        )
    else:
        return to_edition(request, edition, query)
    return to_edition(request, edition)


def _removed(
    request: CycleRequest, edition: Edition, before: Questionnaire, wanted: Questionnaire
) -> HttpResponse:
    answer = _changed(request, edition, wanted, "?na=weg")
    if "?" in answer["Location"]:
        remember_removed(request, edition, before)
        path = reverse("undo_removal", args=[request.municipality.code, request.cycle.number, edition.pk])
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {path}")
    return answer


@cycle_view(step=1, change=True)
@require_POST
def undo_removal(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """Puts back what was just taken away."""
    edition = edition_or_404(request, pk)
    before = removed_before(request, edition)
    if before is None or edition.in_use:
        messages.warning(request, _("Dit kan niet meer terug: de vragenlijst is daarna veranderd."))
        return to_edition(request, edition)
    actions.change_edition(edition, before, version=edition.version, by=request.membership.user)
    done(request, _("Teruggezet."))
    return to_edition(request, edition)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def new_edition(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """A copy that may change, with what will be different: that breaks the series."""
    edition = edition_or_404(request, pk)
    form = NewEditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.new_edition(
                edition, break_note=form.cleaned_data["break_note"], by=request.membership.user
            )
        except actions.NotNow as reason:
            refused(request, reason)
            return to_edition(request, edition)
        done(request, _("De nieuwe versie is er. De oude blijft zoals die was."))
        return to_edition(request, made)
    back = reverse("questionnaire", args=[request.municipality.code, request.cycle.number, pk])
    return form_page(
        request,
        form,
        _("Een nieuwe versie"),
        back=back,
        intro=_(
            "Met andere vragen meet u iets anders. Daarom staat er een breuk in de reeks, met wat u hier schrijft."
        ),
        button=_("Maak de nieuwe versie"),
    )
