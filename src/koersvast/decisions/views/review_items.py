"""One result or activity in a review: figure beside story, what each party says, the five answers, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Partner, Session
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.cycles.words import Party
from koersvast.decisions import queries as decisions
from koersvast.decisions import review_actions as actions
from koersvast.decisions import review_forms as forms
from koersvast.decisions import review_queries as queries
from koersvast.decisions.actions import NotPossible
from koersvast.decisions.models import DecisionWord, ReviewQuestion, ReviewRemark, ReviewTopic
from koersvast.decisions.review_rules import RESULT, Thing
from koersvast.decisions.views.review_facts import blocks_for
from koersvast.decisions.views.reviews import KINDS, STEP, WORDS, session_or_404, things_for, time_each
from koersvast.indicators.queries import goal_indicators_of


@dataclass(frozen=True)
class Place:
    """A thing in its review, with its neighbours."""

    session: Session
    thing: Thing
    things: list[Thing]

    @property
    def before(self) -> Thing | None:
        at = self.things.index(self.thing)
        return self.things[at - 1] if at else None

    @property
    def after(self) -> Thing | None:
        at = self.things.index(self.thing)
        return self.things[at + 1] if at + 1 < len(self.things) else None


def _place_or_404(request: CycleRequest, pk: UUID, kind: str, about: UUID) -> Place:
    """The review and the thing, as far as this person may see both."""
    session = session_or_404(request, pk)
    things = things_for(request)
    thing = next((one for one in things if one.id == about and one.kind == KINDS.get(kind)), None)
    if thing is None:
        raise Http404
    return Place(session, thing, things)


def _address(request: CycleRequest, name: str, session: Session, thing: Thing) -> str:
    args = [request.municipality.code, request.cycle.number, session.pk, WORDS[thing.kind], thing.id]
    return reverse(name, args=args)


def _back(request: CycleRequest, session: Session, thing: Thing, part: str) -> HttpResponse:
    return redirect(f"{_address(request, 'review_item', session, thing)}#{part}")


@cycle_view(step=STEP)
def review_item(request: CycleRequest, pk: UUID, kind: str, about: UUID) -> HttpResponse:
    """The page of one thing; ``?scherm`` for the projector. What the parties say refreshes by itself."""
    place = _place_or_404(request, pk, kind, about)
    if request.htmx:
        part = (
            "decisions/_screen_remarks.html" if "scherm" in request.GET else "decisions/_review_remarks.html"
        )
        return _no_store(render(request, part, _remarks(request, place)))
    return _item(request, place, forms.RemarkForm(initial={"party": _own_party(request)}))


def _no_store(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


def _item(request: CycleRequest, place: Place, form: Any, *, status: int = 200) -> HttpResponse:
    screen = "scherm" in request.GET
    thing, session = place.thing, place.session
    topic = queries.topic_of(session, thing)
    here = _address(request, "review_item", session, thing) + ("?scherm" if screen else "")
    known = decisions.decisions_about(request.cycle, thing.key)
    talk = queries.talks(request.cycle)[session.pk]
    left = sum(not talk.discussed(one.id) for one in place.things)
    context = _remarks(request, place) | {
        "left": left,
        "minutes": time_each(session, left),
        "before": _step(request, session, place.before, screen=screen),
        "after": _step(request, session, place.after, screen=screen),
        "here": here,
        "next": quote(here, safe="/"),
        "topic": topic,
        "answers": _answers(topic),
        "talked": talk.of(thing.id),
        "done": talk.discussed(thing.id),
        "elsewhere": queries.elsewhere(request.cycle, session, thing),
        "decision": known[0] if known else None,
        "words": [{"key": one.value, "label": one.label} for one in DecisionWord],
        "decide": reverse(
            "decide_result" if thing.kind == RESULT else "decide",
            args=[request.municipality.code, request.cycle.number, thing.id],
        ),
        "form": form,
        **_interpretation(request, place, topic),
        **blocks_for(request, thing),
    }
    template = "decisions/review_screen.html" if screen else "decisions/review_item.html"
    return _no_store(render(request, template, context, status=status))


def _step(
    request: CycleRequest, session: Session, thing: Thing | None, *, screen: bool
) -> dict[str, Any] | None:
    if thing is None:
        return None
    url = _address(request, "review_item", session, thing) + ("?scherm" if screen else "")
    return {"thing": thing, "url": url, "is_result": thing.kind == RESULT}


def _remarks(request: CycleRequest, place: Place) -> dict[str, Any]:
    """What each party says, each by itself: whoever disagrees stands beside the others, never under an average."""
    rows = queries.remarks_about(place.session, place.thing)
    return {
        "session": place.session,
        "thing": place.thing,
        "kind": WORDS[place.thing.kind],
        "is_result": place.thing.kind == RESULT,
        "position": _position(place.thing),
        "may_write": may_edit(request, STEP),
        "remarks": [{"row": row, "own": actions.may_touch(row, request.membership)} for row in rows],
    }


def _position(thing: Thing) -> str:
    """Where in the review this is: "Resultaat 1 van 5"."""
    words = (
        _("Resultaat %(place)s van %(count)s")
        if thing.kind == RESULT
        else _("Activiteit %(place)s van %(count)s")
    )
    return words % {"place": thing.place, "count": thing.count}


def _answers(topic: ReviewTopic | None) -> list[dict[str, str]]:
    return [
        {"question": str(one.label), "answer": getattr(topic, one.value) if topic else ""}
        for one in ReviewQuestion
    ]


def _interpretation(request: CycleRequest, place: Place, topic: ReviewTopic | None) -> dict[str, Any]:
    """May the answers become the interpretation of the figures, and are they that already?"""
    if place.thing.kind != RESULT or not sees_step(request, 1) or topic is None:
        return {}
    made = topic.interpretation if topic.interpretation and topic.interpretation.removed_at is None else None
    return {
        "made": made,
        "made_differs": made is not None and actions.differs(topic, place.session),
        "missing": actions.missing_answers(topic),
        "may_interpret": may_edit(request, 1),
    }


def _own_party(request: CycleRequest) -> str:
    """For whom somebody speaks if they say nothing else: their own organisation's party, else the municipality."""
    organisation = request.membership.organisation_id
    if organisation is None:
        return Party.MUNICIPALITY
    found = Partner.objects.filter(cycle=request.cycle, organisation=organisation).first()
    return found.party if found else Party.PROVIDER


# What one party says


@cycle_view(step=STEP, change=True)
@require_POST
def add_remark(request: CycleRequest, pk: UUID, kind: str, about: UUID) -> HttpResponse:
    place = _place_or_404(request, pk, kind, about)
    form = forms.RemarkForm(request.POST)
    if not form.is_valid():
        return _item(request, place, form, status=422)
    actions.say(place.session, place.thing, by=request.membership.user, values=form.cleaned_data)
    messages.success(request, _("Het staat erbij."))
    return _back(request, place.session, place.thing, "zegt")


def _remark_or_404(request: CycleRequest, pk: UUID, remark: UUID) -> tuple[ReviewRemark, Place]:
    rows = ReviewRemark.with_removed.select_related("topic")
    row = get_object_or_404(rows, pk=remark, topic__review__session__cycle=request.cycle)
    kind, about = (RESULT, row.topic.goal_id) if row.topic.goal_id else ("activity", row.topic.activity_id)
    return row, _place_or_404(request, pk, WORDS[kind], about)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def remark(request: CycleRequest, pk: UUID, remark: UUID) -> HttpResponse:
    """Change what you wrote down yourself."""
    row, place = _remark_or_404(request, pk, remark)
    if row.removed_at is not None or not actions.may_touch(row, request.membership):
        raise Http404
    version = row.version
    form = forms.RemarkForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = ReviewRemark.objects.get(pk=row.pk)
        try:
            actions.change_remark(
                fresh, member=request.membership, values=form.cleaned_data, version=version_of(request)
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _back(request, place.session, place.thing, "zegt")
    back = _address(request, "review_item", place.session, place.thing)
    context = {"form": form, "thing": place.thing, "version": began_at(request, version), "back": back}
    return render(request, "decisions/review_remark.html", context, status=422 if form.is_bound else 200)


@cycle_view(step=STEP, change=True)
@require_POST
def remove_remark(request: CycleRequest, pk: UUID, remark: UUID) -> HttpResponse:
    row, place = _remark_or_404(request, pk, remark)
    try:
        if request.POST.get("terug"):
            actions.bring_back_remark(row, member=request.membership)
            messages.success(request, _("Teruggezet."))
        else:
            actions.remove_remark(row, member=request.membership, now=timezone.now())
            messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return _back(request, place.session, place.thing, "zegt")


# What the table says together


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def review_answers(request: CycleRequest, pk: UUID, kind: str, about: UUID) -> HttpResponse:
    """The five answers, with everything the answer rests on beside them."""
    place = _place_or_404(request, pk, kind, about)
    topic = queries.topic_of(place.session, place.thing)
    version = topic.version if topic else 1
    start = {} if topic and topic.parties else {"parties": place.session.parties}
    form = forms.AnswersForm(request.POST or None, instance=topic, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                place.session,
                place.thing,
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request) or 1,
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("De antwoorden zijn bewaard."))
        return _back(request, place.session, place.thing, "antwoorden")
    context = _remarks(request, place) | {
        "form": form,
        "version": began_at(request, version),
        "back": _address(request, "review_item", place.session, place.thing),
        **blocks_for(request, place.thing),
    }
    return render(request, "decisions/review_answers.html", context, status=422 if form.is_bound else 200)


@cycle_view(step=STEP, change=True)
@require_POST
def interpret_review(request: CycleRequest, pk: UUID, about: UUID) -> HttpResponse:
    """One press: the answers about a result become the interpretation of its figures."""
    place = _place_or_404(request, pk, WORDS[RESULT], about)
    topic = queries.topic_of(place.session, place.thing)
    if topic is None or not (sees_step(request, 1) and may_edit(request, 1)):
        raise Http404
    used = {row.indicator_id for row in goal_indicators_of(request.cycle, goal=about)}
    figures = queries.newest_figures(request.cycle, used, gmcode=request.municipality.code)
    try:
        actions.interpret(
            topic,
            place.session,
            by=request.membership.user,
            measurements=figures,
            version=version_of(request),
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    except StaleEdit:
        messages.error(
            request, _("Iemand veranderde de duiding net. Er is niets bewaard. Lees eerst de nieuwe duiding.")
        )
    else:
        messages.success(request, _("De antwoorden tellen nu als duiding van de cijfers."))
    return _back(request, place.session, place.thing, "antwoorden")
