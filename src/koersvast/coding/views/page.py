"""The coding page: a text with its codes, and the codebook beside it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from koersvast.coding import actions, forms, queries
from koersvast.coding.exchange_actions import settle_waiting
from koersvast.coding.models import Codebook, Coder, Coding
from koersvast.texts import actions as texts
from koersvast.texts import permissions
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.lines import Part, lines
from koersvast.texts.models import Text, TextState
from koersvast.texts.queries import OpenText, finished_texts, open_text, open_texts
from koersvast.texts.rules import Span


def desk(request: TeamRequest) -> tuple[Codebook, Coder]:
    """The codebook of the collection and who codes here; both made at the first visit."""
    found = queries.codebook_of(request.collection)
    if found is None:
        found = actions.open_codebook(request.collection, by=request.membership.user)
    elif queries.some_wait(found):
        _settle(request, found)
    return found, actions.coder_for(found, request.membership.user)


def _settle(request: TeamRequest, book: Codebook) -> None:
    """Codings that came with a file become codings once their text is checked; what is refused is told."""
    done = settle_waiting(book)
    if done.refused:
        messages.warning(
            request,
            _("Codes uit het bestand die niet zijn overgenomen, omdat de woorden weg zijn: %(count)d.")
            % {"count": done.refused},
        )


def text_or_404(request: TeamRequest, pk: uuid.UUID) -> Text:
    found: Text = get_object_or_404(
        Text.objects.select_related("data_key"),
        pk=pk,
        collection=request.collection,
        state=TextState.FINISHED,
        data_key__isnull=False,
    )
    return found


def here(request: TeamRequest) -> list[Any]:
    return [request.municipality.code, request.cycle.number, request.collection.pk]


@require_GET
@team_view(permissions.CODE)
def coding(request: TeamRequest) -> HttpResponse:
    """To the first text that this coder is not ready with."""
    book, coder = desk(request)
    standing = queries.standing(request.collection, book, coder)
    if not standing:
        return render(request, "coding/nothing.html", {"collection": request.collection})
    row: Any = next((row for row in standing if row["state"] != "ready"), standing[0])
    return redirect("code_text", *here(request), row["text"].pk)


@require_GET
@never_cache
@team_view(permissions.CODE)
def code_text(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """One text. Each reading is written down, without a word of it."""
    row = text_or_404(request, pk)
    book, coder = desk(request)
    texts.note_reading(row, by=request.membership.user)
    return render(request, "coding/code_text.html", page_context(request, row, book, coder))


def page_context(
    request: TeamRequest, row: Text, book: Codebook, coder: Coder, form: Any = None
) -> dict[str, Any]:
    opened = open_text(row)
    tree = queries.tree(book, coder)
    standing = queries.standing(request.collection, book, coder)
    order = [item["text"] for item in standing]
    at = next((n for n, one in enumerate(order) if getattr(one, "pk", None) == row.pk), 0)
    return {
        "text": row,
        "codebook": book,
        "coder": coder,
        "tree": tree,
        "standing": [_source(item["text"], item["state"], row.pk) for item in standing],
        "coded": sum(item["state"] == "ready" for item in standing),
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
        "left_out": any(mask.never for mask in opened.masks),
        "hidden": queries.hidden_coders(row, codebook=book, coder=coder),
        "ready": coder.pk in queries.ready_coders(row),
        "memos": queries.memos_on(row, coder, book),
        "form": form or forms.CodeSpanForm(lines=tree),
        "memo_form": forms.MemoForm(),
        "keys": KEYS,
        **lines_context(opened, row, book, coder, tree),
    }


def _source(text: Any, state: object, here: uuid.UUID) -> dict[str, Any]:
    """A conversation in the list; texts only, because there may be hundreds."""
    return {
        "pk": str(text.pk),
        "title": _("Gesprek %(number)s") % {"number": text.number},
        "party": text.get_party_display(),
        "state": state,
        "here": text.pk == here,
    }


def lines_context(
    opened: OpenText,
    row: Text,
    book: Codebook,
    coder: Coder,
    tree: list[queries.TreeLine],
    within: Span | None = None,
) -> dict[str, Any]:
    """The lines of a text, or those that touch ``within``, with the codings on them."""
    reach = _whole_lines(opened.body, within) if within is not None else None
    codings = queries.codings_on(row, codebook=book, coder=coder, within=reach)
    looks = {line.code.pk: line.look for line in tree}
    found = lines(opened.body, opened.masks, [Span(one.start, one.end) for one in codings], within)
    return {
        "lines": [
            {
                "start": str(line.start),
                "speaker": line.speaker,
                "parts": [_part(part, _look(part.on, codings, looks)) for part in line.parts],
                "chips": [_chip(codings[n], looks, coder) for n in line.ends],
            }
            for line in found
        ]
    }


# plain dictionaries of texts: a page has thousands of parts, and a template looks these up at once


def _part(part: Part, look: str) -> dict[str, Any]:
    return {
        "start": str(part.start),
        "end": str(part.end),
        "words": part.words,
        "look": look,
        "masked": part.mask is not None,
        "never": part.mask is not None and part.mask.never,
    }


def _chip(row: Coding, looks: dict[uuid.UUID, str], coder: Coder) -> dict[str, str]:
    return {
        "pk": str(row.pk),
        "code": str(row.code_id),
        "label": row.code.label,
        "start": str(row.start),
        "end": str(row.end),
        "look": looks.get(row.code_id, ""),
        "whose": "" if row.coder_id == coder.pk else str(row.coder),
    }


def _whole_lines(body: str, span: Span) -> Span:
    start = body.rfind("\n", 0, span.start) + 1
    end = body.find("\n", span.end)
    return Span(start, len(body) if end < 0 else end)


def _look(on: tuple[int, ...], codings: list[Coding], looks: dict[uuid.UUID, str]) -> str:
    """How coded words are drawn: by the first of their codes that has a line of its own."""
    if not on:
        return ""
    return next((look for n in on if (look := looks.get(codings[n].code_id, ""))), "plek")


KEYS = [
    ("q", "laatste", _("geef de laatste code")),
    ("r", "recent", _("laatste negen codes, kies 1 tot 9")),
    ("f", "zoek", _("zoek een code (ook met /)")),
    ("n", "nieuw", _("nieuwe code")),
    ("u", "weg", _("haal de gekozen code weg")),
    ("m", "notitie", _("notitie")),
    ("o", "volgende", _("volgende code op deze plek")),
    ("s", "begin", _("verzet het begin, met de pijlen")),
    ("e", "einde", _("verzet het einde, met de pijlen")),
    ("[", "vorige", _("vorige code in de tekst")),
    ("]", "verder", _("volgende code in de tekst")),
    (",", "vorig-gesprek", _("vorig gesprek")),
    (".", "volgend-gesprek", _("volgend gesprek")),
    ("?", "toetsen", _("dit blad met toetsen")),
]


@require_GET
@never_cache
@team_view(permissions.CODE)
def search_texts(request: TeamRequest) -> HttpResponse:
    """Words in every checked text, opened one by one: there is no index of what people said."""
    wanted = request.GET.get("q", "").strip()
    hits: list[dict[str, Any]] = []
    rows = list(finished_texts(request.collection.pk))
    if len(wanted) >= SHORTEST_SEARCH:
        hits = _hits(rows, wanted)
    return render(
        request,
        "coding/search.html",
        {
            "wanted": wanted,
            "short": bool(wanted) and len(wanted) < SHORTEST_SEARCH,
            "hits": hits[:MOST_HITS],
            "count": len(hits),
            "texts": len({hit["text"].pk for hit in hits}),
            "of": len(rows),
            "back": reverse("coding", args=here(request)),
        },
    )


SHORTEST_SEARCH = 3
MOST_HITS = 200
AROUND = 50


def _hits(rows: list[Text], wanted: str) -> list[dict[str, Any]]:
    opened = open_texts(rows)
    found = []
    for row in rows:
        words = "".join(piece.words for piece in opened[row.pk].pieces())
        low, at = words.lower(), 0
        while (at := low.find(wanted.lower(), at)) >= 0:
            end = at + len(wanted)
            found.append(
                {
                    "text": row,
                    "before": words[max(0, at - AROUND) : at].replace("\n", " "),
                    "words": words[at:end],
                    "after": words[end : end + AROUND].replace("\n", " "),
                }
            )
            at = end
    return found
