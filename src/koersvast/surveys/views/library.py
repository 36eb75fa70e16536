"""Questions that others ask too, with their passports; choose some for a questionnaire."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.surveys import actions, outline, queries
from koersvast.surveys.library import LIBRARY, TOPICS, Item
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Questionnaire, words_in
from koersvast.surveys.views.editions import edition_or_404, locked, to_edition
from koersvast.surveys.views.pages import done, refused


@cycle_view(step=1)
@require_safe
def library(request: CycleRequest) -> HttpResponse:
    return _page(request, None, ())


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_from_library(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """The chosen items, at the end of the questionnaire and in the order of the library."""
    edition = edition_or_404(request, pk)
    if (no := locked(request, edition)) is not None:
        return no
    content = queries.questionnaire_of(edition)
    chosen = [LIBRARY[key] for key in LIBRARY if key in request.POST.getlist("item")]
    if request.method == "POST" and chosen:
        try:
            actions.change_edition(
                edition, _with(content, chosen), version=edition.version, by=request.membership.user
            )
        except (actions.NotNow, actions.StaleEdit) as reason:
            refused(request, reason)
        else:
            count = len(chosen)
            done(request, ngettext("Eén vraag erbij gezet.", "%(count)d vragen erbij gezet.", count) % {"count": count})  # fmt: skip
        return to_edition(request, edition)
    there = tuple(one.item for one in content.questions if one.item)
    return _page(request, edition, there, problem=request.method == "POST")


def _with(content: Questionnaire, chosen: list[Item]) -> Questionnaire:
    taken = outline.keys_of(content)
    made = []
    for item in chosen:
        made.append(item.question(key=outline.numbered(item.key, taken)))
        taken.add(made[-1].key.casefold())
    return outline.in_languages(replace(content, questions=(*content.questions, *made)), content.languages)


def _page(
    request: CycleRequest, edition: Any, there: tuple[str, ...], *, problem: bool = False
) -> HttpResponse:
    context = {"topics": list(_topics(there)), "edition": edition, "problem": problem}
    return render(request, "surveys/library.html", context, status=422 if problem else 200)


def _topics(there: tuple[str, ...]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    language = get_language() or "nl"
    for topic, label in TOPICS.items():
        items = [_shown(item, language, there) for item in LIBRARY.values() if item.topic == topic]
        if items:
            yield label, items


def _shown(item: Item, language: str, there: tuple[str, ...]) -> dict[str, Any]:
    scores = [one.score for one in item.asks.choices if one.score is not None]
    return {
        "item": item,
        "label": words_in(item.asks.label, language),
        "hint": words_in(item.asks.hint, language),
        "kind": QUESTION_TYPES[item.asks.kind].label,
        "choices": [words_in(one.label, language) for one in item.asks.choices],
        "scores": (min(scores), max(scores)) if scores else None,
        "note": words_in(item.note, language),
        "share": words_in(item.share.words, language) if item.share else "",
        "favourable": _favourable(item),
        "there": item.key in there,
    }


def _favourable(item: Item) -> str:
    """Which way is good: of the percentage when the item has one, and else of the score."""
    if item.share is not None:
        said = {"higher": _("Een hoger percentage is beter."), "lower": _("Een lager percentage is beter.")}
        return said.get(item.share.favourable, "")
    said = {"higher": _("Een hogere score is beter."), "lower": _("Een lagere score is beter.")}
    return said.get(item.favourable, "")
