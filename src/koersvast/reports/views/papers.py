"""A paper in the making: its facts to read, its judgement to write, and the sentences to look at again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import both_versions, version_of
from koersvast.dialogues.publication_queries import outdated
from koersvast.papers import actions as papers
from koersvast.papers import queries
from koersvast.papers.models import PaperText
from koersvast.people import permissions
from koersvast.reports.actions import document_of, does_not_fit
from koersvast.reports.document import Document
from koersvast.reports.forms import ChoiceForm, TextForm
from koersvast.reports.kinds import REPORTS, Report
from koersvast.reports.kinds.paper import Slot, amber_words, own_text
from koersvast.reports.rendering import FORMATS
from koersvast.reports.views.documents import may_read_all

LINE = 70  # characters
ROUND = "gesprekken"  # in the address: which dialogue round


def _report(kind: str) -> Report:
    report = REPORTS.get(kind)
    if report is None or not report.slots:
        raise Http404
    return report


def _allowed(request: CycleRequest, *, write: bool = False) -> None:
    if not may_read_all(request):
        raise PermissionDenied(_("Delen van deze ronde zijn intern. Vraag het document aan de gemeente."))
    if write and not permissions.may_plan(request.membership):
        raise PermissionDenied(_("De teksten van dit stuk schrijft de gemeente zelf."))


@require_GET
@cycle_view()
def paper(request: CycleRequest, kind: str) -> HttpResponse:
    _allowed(request)
    return _page(request, _report(kind))


def _page(
    request: CycleRequest, report: Report, *, wrong: TextForm | None = None, place: tuple[str, str] = ("", "")
) -> HttpResponse:
    """``wrong``: the form with a mistake that belongs at ``place``, a slot and what it is about."""
    chosen = _chosen(request, report, place[1])
    document = document_of(request.cycle, kind=report.key, today=timezone.localdate(), choice=chosen)
    texts = queries.texts_as_they_stand(request.cycle)
    context = {
        "report": report,
        "document": document,
        "parts": _parts(report, document, texts, wrong, place),
        "choice": ChoiceForm(cycle=request.cycle, report=report, initial=chosen),
        "refused": does_not_fit(report, document),
        "formats": FORMATS.values(),
        "ambers": len(texts.ambers(report.key)),
        "may_write": permissions.may_plan(request.membership),
        "old": outdated(request.cycle).get(report.key),
    }
    return render(request, "reports/paper.html", context, status=422 if wrong else 200)


def _chosen(request: CycleRequest, report: Report, about: str) -> dict[str, Any]:
    """The dialogue round in the address, or the one that a text is about; nothing for the newest."""
    wanted = about or request.GET.get(ROUND, "")
    if "round" not in report.options or not wanted:
        return {}
    form = ChoiceForm({"round": wanted}, cycle=request.cycle, report=report)
    if not form.is_valid():
        raise Http404
    return form.choice()


def _parts(
    report: Report,
    document: Document,
    texts: queries.Texts,
    wrong: TextForm | None,
    place: tuple[str, str],
) -> list[dict[str, Any]]:
    """The document in order: blocks to read, and in between the places to write."""
    found: list[dict[str, Any]] = []
    slots = {slot.key: slot for slot in report.slots}
    at = 0
    for own in document.written:
        found.append({"blocks": document.blocks[at : own.start]})
        form = wrong if wrong is not None and place == (own.slot, own.about) else None
        found.append(
            _writing(report, slots[own.slot], own.about, document.blocks[own.start : own.end], texts, form)
        )
        at = own.end
    found.append({"blocks": document.blocks[at:]})
    return [part for part in found if part.get("slot") or part["blocks"]]


def _writing(
    report: Report, slot: Slot, about: str, blocks: Any, texts: queries.Texts, wrong: TextForm | None
) -> dict[str, Any]:
    written = texts.at(report.key, slot.key, about)
    own = bool(written and written.text)
    text = written.text if written and written.text else own_text(blocks)
    ident = f"{slot.key}-{about}" if about else slot.key
    rows = min(max(4, sum(1 + len(line) // LINE for line in text.split("\n"))), 14)
    return {
        "slot": slot,
        "about": about,
        "ident": ident,
        "blocks": blocks,
        "form": wrong or TextForm(slot=slot, rows=rows, initial={"text": text}, auto_id=f"{ident}-%s"),
        "row": written.row if written else None,
        "version": written.row.version if written else 0,
        "own": own,
        "bound": written.bound if own and written else (),
        "ambers": [
            {"amber": amber, "words": amber_words(amber)} for amber in (written.ambers if written else ())
        ],
    }


def _back(request: CycleRequest, report: Report, slot: str, about: str) -> HttpResponse:
    answer = reverse("paper", args=[request.municipality.code, request.cycle.number, report.key])
    of_round = any(one.key == slot and one.about == "round" for one in report.slots)
    which = f"?{ROUND}={about}" if about and of_round else ""
    return redirect(f"{answer}{which}#plek-{slot}{f'-{about}' if about else ''}")


def _place(report: Report, slot_key: str, about: str, request: CycleRequest) -> Slot:
    """The slot, when this paper has it for this result or partner; else there is no such page."""
    slot = next((one for one in report.slots if one.key == slot_key), None)
    if slot is None or bool(slot.about) != bool(about):
        raise Http404
    if about:
        form = ChoiceForm({slot.about: about}, cycle=request.cycle, report=report)
        if not form.is_valid():
            raise Http404
    return slot


@require_http_methods(["GET", "POST"])
@cycle_view()
def write_text(request: CycleRequest, kind: str, slot: str, about: str = "") -> HttpResponse:
    """Keep one text. What it seems to be about is bound to it; people untick what it is not about."""
    report = _report(kind)
    found = _place(report, slot, about, request)
    ident = f"{slot}-{about}" if about else slot
    if request.method != "POST":
        _allowed(request)
        return _back(request, report, slot, about)
    _allowed(request, write=True)
    form = TextForm(request.POST, slot=found, auto_id=f"{ident}-%s")
    if not form.is_valid():
        return _page(request, report, wrong=form, place=(slot, about))
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("over"))
    try:
        papers.write_text(
            request.cycle,
            kind=kind,
            about=about,
            slot=slot,
            text=form.cleaned_data["text"].replace("\r\n", "\n"),
            facts=queries.facts_of(request.cycle, gmcode=request.municipality.code),
            declined=shown - ticked if shown else None,
            by=request.membership.user,
            version=version_of(request),
        )
    except StaleEdit as stale:
        return both_versions(request, stale, form)
    messages.success(request, _("Bewaard."))
    return _back(request, report, slot, about)


@require_POST
@cycle_view()
def still_true(request: CycleRequest, kind: str, pk: Any) -> HttpResponse:
    """Somebody looked at a sentence whose fact changed, and says that it holds."""
    report = _report(kind)
    _allowed(request, write=True)
    row = get_object_or_404(PaperText, pk=pk, cycle=request.cycle, kind=kind)
    papers.still_true(
        row,
        facts=queries.facts_of(request.cycle, gmcode=request.municipality.code),
        fact=request.POST.get("feit", ""),
        by=request.membership.user,
    )
    messages.success(request, _("Genoteerd: deze tekst klopt nog."))
    return _back(request, report, row.slot, row.about_key)
