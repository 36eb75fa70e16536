"""Where two coders differ: agreement per code, and the sentences one by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from koersvast.coding import queries, rules, statistics
from koersvast.coding.models import Codebook, Coder, Ready
from koersvast.coding.views.page import desk
from koersvast.texts import actions as texts
from koersvast.texts import permissions
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.queries import OpenText, finished_texts, open_texts

MOST_DIFFERENCES = 50


@require_GET
@never_cache
@team_view(permissions.CODE)
def differences(request: TeamRequest) -> HttpResponse:
    """Two coders side by side. In blind mode only texts with which both are ready."""
    book, coder = desk(request)
    coders = queries.who_coded(book)
    one, other = _pair(request, coders, coder)
    context: dict[str, Any] = {"coders": coders, "one": one, "other": other, "codebook": book}
    if one is not None and other is not None:
        opened = list(_comparable(request, book, one, other))
        coded, units = queries.coded_per_sentence(opened, book)
        labels = {code.key: code for code in queries.codes(book)}
        coded = {text: by for text, by in coded.items() if by.get(one.pk) and by.get(other.pk)}
        rows = statistics.per_code(coded, units, labels, one.pk, other.pk)
        found, count = _differences(opened, coded, units, one, other, labels)
        texts.note_readings([text.row for text in opened if text.row.pk in coded], by=request.membership.user)
        context |= {
            "agreement": [(labels[row.key], row) for row in rows],
            "differences": found,
            "count": count,
            "texts": len(coded),
        }
    return render(request, "coding/differences.html", context)


def _pair(request: TeamRequest, coders: list[Coder], mine: Coder) -> tuple[Coder | None, Coder | None]:
    """Who is compared: those that were asked for, or oneself (else the first who coded) and the next one."""
    by_id = {str(one.pk): one for one in coders}
    one = by_id.get(request.GET.get("een", ""))
    other = by_id.get(request.GET.get("ander", ""))
    if one is None:
        one = by_id.get(str(mine.pk)) or next(
            (row for row in coders if row.pk != getattr(other, "pk", None)), None
        )
    if one is not None and (other is None or other.pk == one.pk):
        other = next((row for row in coders if row.pk != one.pk), None)
    return one, other


def _comparable(request: TeamRequest, book: Codebook, one: Coder, other: Coder) -> Any:
    rows = finished_texts(request.collection.pk)
    if book.blind:
        ready = [
            set(Ready.objects.filter(coder=who).values_list("text_id", flat=True)) for who in (one, other)
        ]
        rows = rows.filter(pk__in=ready[0] & ready[1])
    return open_texts(list(rows)).values()


def _differences(
    opened: list[OpenText], coded: Any, units: Any, one: Coder, other: Coder, labels: dict[str, Any]
) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    count = 0
    for text in sorted(opened, key=lambda item: item.row.number):
        if text.row.pk not in coded:
            continue
        by, spans = coded[text.row.pk], units[text.row.pk]
        for row in rules.differences(by[one.pk], by[other.pk], len(spans)):
            count += 1
            if len(found) < MOST_DIFFERENCES:
                span = spans[row.sentence]
                found.append(
                    {
                        "text": text.row,
                        "start": span.start,
                        "words": text.span(span.start, span.end),
                        "one": [labels[key].label for key in sorted(row.only_one) if key in labels],
                        "other": [labels[key].label for key in sorted(row.only_other) if key in labels],
                        "both": [labels[key].label for key in sorted(row.both) if key in labels],
                    }
                )
    return found, count
