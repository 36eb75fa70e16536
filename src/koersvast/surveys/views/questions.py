"""Write one question, one group, or one matrix of a questionnaire."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.surveys import queries, routing
from koersvast.surveys.group_forms import GroupForm, MatrixForm
from koersvast.surveys.models import Edition
from koersvast.surveys.outline import put
from koersvast.surveys.question_forms import QuestionForm
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Group, Question, Questionnaire
from koersvast.surveys.views.editions import edition_or_404, keep, locked, mark_of, part_page, to_edition
from koersvast.surveys.views.pages import done

OTHER_KIND = "soort"  # the button that shows the fields of another kind


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_question(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    return _question(request, pk, "")


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def edit_question(request: CycleRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    return _question(request, pk, key)


def _question(request: CycleRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    edition = edition_or_404(request, pk)
    if (no := locked(request, edition)) is not None:
        return no
    content = queries.questionnaire_of(edition)
    own = content.question(key) if key else None
    if key and own is None:
        return _gone(request, edition)
    kind = own.kind if own else request.GET.get("soort", "")
    sent = request.method == "POST"
    form = QuestionForm(
        request.POST if sent else None,
        questionnaire=content,
        own=own,
        kind=kind if kind in QUESTION_TYPES else "single",
        group=request.GET.get("groep", ""),
    )
    other = sent and request.POST.get("doe") == OTHER_KIND
    if other:
        form = _as_typed(request, content, own, form)
    was = mark_of(own) if own else ""
    if sent and not other and form.is_valid():
        made = form.question()
        wanted = put(content, made, instead_of=key)
        theirs = form.of(own) if own else {}
        answer = keep(request, edition, wanted, form=form, theirs=theirs, was=was)
        return answer or _kept(request, edition, wanted, made.key)
    title = _("Verander de vraag") if own else _("Een nieuwe vraag")
    return part_page(request, edition, form, title, was=was, other_kind=OTHER_KIND)


def _as_typed(
    request: CycleRequest, content: Questionnaire, own: Question | None, form: QuestionForm
) -> QuestionForm:
    """The same with the fields of the kind that was chosen; what was typed stays, and nothing is judged yet."""
    shown = QuestionForm(None, questionnaire=content, own=own, kind=form.kind.key)
    ticks = {name for name in form.fields if name in ("required", "may_decline", "whole")}
    shown.initial = {
        **shown.initial,
        **{name: request.POST[name] for name in form.fields if name in request.POST},
        **{name: name in request.POST for name in ticks},
    }
    return shown


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_group(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    return _group(request, pk, "", matrix=False)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_matrix(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    return _group(request, pk, "", matrix=True)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def edit_group(request: CycleRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """A group, or a matrix with its rows."""
    return _group(request, pk, key, matrix=False)


def _group(request: CycleRequest, pk: uuid.UUID, key: str, *, matrix: bool) -> HttpResponse:
    edition = edition_or_404(request, pk)
    if (no := locked(request, edition)) is not None:
        return no
    content = queries.questionnaire_of(edition)
    own = content.group(key) if key else None
    if key and own is None:
        return _gone(request, edition)
    matrix = own.matrix if own else matrix
    of_kind = MatrixForm if matrix else GroupForm
    form = of_kind(request.POST if request.method == "POST" else None, questionnaire=content, own=own)
    was = mark_of(_parts(content, own)) if own else ""
    if request.method == "POST" and form.is_valid():
        made = form.group()
        rows = form.rows() if isinstance(form, MatrixForm) else None
        wanted = put(content, made, instead_of=key, rows=rows)
        theirs = form.of(own) if own else {}
        answer = keep(request, edition, wanted, form=form, theirs=theirs, was=was)
        return answer or _kept(request, edition, wanted, made.key)
    return part_page(request, edition, form, _group_title(own, matrix=matrix), was=was)


def _parts(content: Questionnaire, group: Group) -> tuple[Question | Group, ...]:
    rows = [one for one in content.questions if group.matrix and one.group == group.key]
    return (group, *rows)


def _group_title(own: Group | None, *, matrix: bool) -> str:
    if matrix:
        return _("Verander de matrix") if own else _("Een nieuwe matrix")
    return _("Verander de groep") if own else _("Een nieuwe groep")


def _gone(request: CycleRequest, edition: Edition) -> HttpResponse:
    messages.warning(request, _("Dit staat niet meer in de vragenlijst."))
    return to_edition(request, edition)


def _kept(request: CycleRequest, edition: Edition, content: Questionnaire, key: str) -> HttpResponse:
    """Back to the outline; with what is not right yet about what was just kept."""
    found = [one.sentence for one in routing.problems(content) if one.place == key]
    if found:
        messages.warning(request, _("Bewaard, maar nog niet klaar. %(problem)s") % {"problem": found[0]})
    else:
        done(request)
    return to_edition(request, edition, f"#ding-{key}")
