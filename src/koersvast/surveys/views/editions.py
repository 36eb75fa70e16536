"""What the pages of a questionnaire share: find the edition, change it, say that it could not be."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koersvast.cycles.access import CycleRequest
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.surveys import actions, plain
from koersvast.surveys.models import Edition
from koersvast.surveys.question_forms import PlacedForm
from koersvast.surveys.questionnaire import Group, Question, Questionnaire
from koersvast.surveys.views.pages import refused

WAS = "was"  # what the form began with, so that only a change of the same thing is a conflict


def edition_or_404(request: CycleRequest, pk: uuid.UUID) -> Edition:
    found: Edition | None = Edition.objects.select_related("questionnaire").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def to_edition(request: CycleRequest, edition: Edition, query: str = "") -> HttpResponse:
    found = redirect("questionnaire", request.municipality.code, request.cycle.number, edition.pk)
    found["Location"] += query
    return found


def locked(request: CycleRequest, edition: Edition) -> HttpResponse | None:
    """An edition in use never changes: back to its page, with the sentence that says so."""
    if not edition.in_use:
        return None
    messages.warning(request, _("Deze versie is in gebruik en verandert niet meer. Maak een nieuwe versie."))
    return to_edition(request, edition)


def mark_of(thing: Question | Group | tuple[Question | Group, ...]) -> str:
    """The same as long as it says the same."""
    things = thing if isinstance(thing, tuple) else (thing,)
    said = json.dumps([asdict(one) for one in things], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def keep(
    request: CycleRequest, edition: Edition, wanted: Questionnaire, *, form: Any, theirs: dict[str, Any], was: str
) -> HttpResponse | None:  # fmt: skip
    """Stores what a form made. None: done. ``theirs``: what the form would show of what is stored now.

    Somebody who changed another question in the meantime is no conflict.
    """
    version = version_of(request)
    if request.POST.get(WAS) == was:
        version = edition.version
    try:
        actions.change_edition(edition, wanted, version=version, by=request.membership.user)
    except actions.NotNow as reason:
        refused(request, reason)
        return to_edition(request, edition)
    except StaleEdit as stale:
        mine = {name: form.cleaned_data.get(name) for name in form.fields}
        there = {name: theirs.get(name, "") for name in form.fields}
        return both_versions(request, StaleEdit(stale.subject, there, mine), form)
    return None


def part_page(
    request: CycleRequest, edition: Edition, form: PlacedForm, title: str, *, was: str, **more: Any
) -> HttpResponse:
    """The page on which one question, group or matrix is written."""
    context = {
        "form": form,
        "edition": edition,
        "title": title,
        "version": began_at(request, edition.version),
        "was": request.POST.get(WAS, was),
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "surveys/part_form.html", context, status=status)


REMOVED = "surveys.removed"  # in the session: what stood there before somebody took something away


def remember_removed(request: CycleRequest, edition: Edition, before: Questionnaire) -> None:
    request.session[REMOVED] = {
        "edition": str(edition.pk),
        "version": edition.version + 1,
        "content": plain.to_plain(before),
    }


def removed_before(request: CycleRequest, edition: Edition) -> Questionnaire | None:
    """What stood there, when nothing changed since. It can be asked once."""
    kept = request.session.pop(REMOVED, None)
    if kept is None or (kept["edition"], kept["version"]) != (str(edition.pk), edition.version):
        return None
    return plain.from_plain(kept["content"])
