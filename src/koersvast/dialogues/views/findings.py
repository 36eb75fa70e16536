"""Findings of a round: the list, one finding with what it rests on, and what it is about in the plan."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.coding import queries as coding
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.dialogues import finding_actions, finding_forms, finding_queries
from koersvast.dialogues.models import DialogueRound, Finding, FindingCode, FindingType
from koersvast.dialogues.views import picking
from koersvast.dialogues.views.pages import base, done, refused, round_or_404, to
from koersvast.texts import actions as texts
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.permissions import CODE, READ


def finding_or_404(request: TeamRequest, pk: Any) -> Finding:
    found = finding_queries.finding(round_or_404(request), pk)
    if found is None:
        raise Http404
    found.round = round_or_404(request)
    return found


@require_GET
@team_view(READ)
def findings(request: TeamRequest) -> HttpResponse:
    """All of them with their strength; ``soort``, ``thema`` and ``plek`` make the list shorter."""
    row = round_or_404(request)
    rows = list(finding_queries.findings_of(row).select_related("round"))
    picked = {name: request.GET.get(name, "") for name in ("soort", "thema", "plek")}
    there = finding_queries.as_heard(
        [
            one
            for one in rows
            if picked["soort"] in ("", one.type)
            and picked["thema"] in ("", one.theme)
            and picked["plek"] in ("", one.setting)
        ],
        user_id=request.membership.user_id,
    )
    return render(
        request,
        "dialogues/findings.html",
        {
            "round": row,
            "found": there,
            "all": len(rows),
            "picked": picked,
            "types": FindingType.choices,
            "themes": sorted({one.theme for one in rows if one.theme}),
            "settings": sorted({one.setting for one in rows if one.setting}),
            "may_code": may(request, CODE),
        },
    )


def _form(request: TeamRequest, row: DialogueRound, **more: Any) -> finding_forms.FindingForm:
    book = coding.codebook_of(request.collection)
    tree = coding.tree(book) if book else []
    labels = finding_queries.code_tree([row.collection_id])
    return finding_forms.FindingForm(
        request.POST or None,
        tree=tree,
        themes=labels.words("theme"),
        settings=labels.words("setting"),
        **more,
    )


@require_http_methods(["GET", "POST"])
@team_view(CODE)
def add_finding(request: TeamRequest) -> HttpResponse:
    """From nothing, from a code (``code``, and ``met`` for what must lie together with it), or from fragments."""
    row = round_or_404(request)
    initial = _initial(request)
    form = _form(request, row, initial=initial)
    picked = picking.ids(request.GET.getlist("fragment"))
    if request.method == "POST" and form.is_valid():
        made = finding_actions.make_finding(
            row,
            by=request.membership.user,
            codes=form.cleaned_data["codes"],
            together=form.cleaned_data["together"],
            fragments=picked,
            **form.values(),
        )
        done(request)
        return to(request, "finding", made.pk)
    context = {
        "form": form,
        "title": _("Een nieuwe bevinding"),
        "fragments": len(picked),
        "back": reverse("findings", args=base(request)),
    }
    return render(request, "dialogues/finding_form.html", context)


def _initial(request: TeamRequest) -> dict[str, Any]:
    """What the address says about codes; the first tree of the codebook gives the kind."""
    book = coding.codebook_of(request.collection)
    if book is None:
        return {}
    rows = {str(one.pk): one for one in coding.codes(book)}
    keys = {one.key: str(one.pk) for one in rows.values()}
    code = request.GET.get("code", "")
    met = [keys[key] for key in request.GET.getlist("met") if key in keys]
    kind = rows[code].key.rpartition(".")[2] if code in rows else ""
    tree = finding_queries.code_tree([request.collection.pk])
    labels: dict[str, str] = {}
    for one in [code, *met]:
        labels.setdefault(tree.roots.get(one, ""), tree.labels.get(one, ""))
    return {
        "codes": [code] if code in rows else [],
        "together": met,
        "type": kind if kind in FindingType.values else "",
        "theme": labels.get("theme", ""),
        "setting": labels.get("setting", ""),
    }


@require_GET
@never_cache
@team_view(READ)
def finding(request: TeamRequest, pk: Any) -> HttpResponse:
    """One finding with the fragments it rests on, as the team reads them, and what it is linked to."""
    row = finding_or_404(request, pk)
    codings = picking.may_read(request, finding_queries.fragments_of(row))
    spans = picking.spans_of(request, codings)
    [heard] = finding_queries.as_heard([row], user_id=request.membership.user_id)
    return render(
        request,
        "dialogues/finding.html",
        {
            "round": row.round,
            "finding": row,
            "heard": heard,
            "linked": finding_queries.linked_to(row),
            "fragments": spans,
            "count": len({(one.text_id, one.start, one.end) for one in codings}),
            "may_code": may(request, CODE),
        },
    )


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def finding_fragments(request: TeamRequest, pk: Any) -> HttpResponse:
    """Tick the fragments a finding rests on, out of everything under its codes; ``alles`` counts all of it again."""
    row = finding_or_404(request, pk)
    if request.method == "POST":
        try:
            if "alles" in request.POST:
                finding_actions.count_all_fragments(row, by=request.membership.user)
            else:
                finding_actions.choose_fragments(
                    row,
                    shown=picking.ids(request.POST.getlist("shown")),
                    picked=picking.ids(request.POST.getlist("fragment")),
                    by=request.membership.user,
                )
        except texts.NotNow as reason:
            refused(request, reason)
            return to(request, "finding_fragments", pk)
        done(request)
        return to(request, "finding", pk)
    codings = picking.may_read(request, finding_queries.fragments_to_choose_from(row))
    chosen = {
        (one.text_id, one.start, one.end)
        for one in picking.may_read(request, finding_queries.fragments_of(row))
    }
    spans = picking.spans_of(request, codings)
    context = {
        "title": _("Op welke fragmenten rust dit?"),
        "name": row.statement,
        "intro": _("Vink uit wat hier toch niet over gaat. Dan telt het niet meer mee."),
        "found": [(span, span.place in chosen) for span in spans],
        "count": len({(one.text_id, one.start, one.end) for one in codings}),
        "chosen": len(chosen),
        "all_again": row.chosen,
        "code": True,
        "back": reverse("finding", args=[*base(request), pk]),
    }
    return render(request, "dialogues/pick.html", context)


@require_http_methods(["GET", "POST"])
@team_view(CODE)
def edit_finding(request: TeamRequest, pk: Any) -> HttpResponse:
    row = finding_or_404(request, pk)
    fresh = finding_or_404(request, pk)
    codes = list(FindingCode.objects.filter(finding=row).values_list("code_id", "together"))
    form = _form(
        request,
        row.round,
        instance=fresh,
        initial={
            "codes": [str(code) for code, together in codes if not together],
            "together": [str(code) for code, together in codes if together],
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            finding_actions.change_finding(
                row,
                form.values(),
                by=request.membership.user,
                version=version_of(request),
                codes=form.cleaned_data.get("codes", ()),
                together=form.cleaned_data.get("together", ()),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        done(request)
        return to(request, "finding", pk)
    context = {
        "form": form,
        "title": _("Verander deze bevinding"),
        "version": began_at(request, row.version),
        "fragments": row.fragments.count() if row.chosen else 0,
        "back": reverse("finding", args=[*base(request), pk]),
    }
    return render(request, "dialogues/finding_form.html", context)


@require_http_methods(["GET", "POST"])
@team_view(CODE)
def link_finding(request: TeamRequest, pk: Any) -> HttpResponse:
    """What this is about: ambitions, goals, activities, initiatives."""
    row = finding_or_404(request, pk)
    choices = finding_queries.choices_of(request.cycle)
    linked: dict[str, list[str]] = {kind: [] for kind in choices}
    for one in finding_queries.linked_to(row):
        linked[one.kind].append(str(one.row.pk))
    form = finding_forms.LinkForm(request.POST or None, choices=choices, initial=linked)
    if request.method == "POST" and form.is_valid():
        try:
            for kind in form.fields:
                finding_actions.link_finding(row, kind, form.cleaned_data[kind], by=request.membership.user)
        except texts.NotNow as reason:
            refused(request, reason)
        else:
            done(request)
        return to(request, "finding", pk)
    context = {"form": form, "finding": row, "back": reverse("finding", args=[*base(request), pk])}
    return render(request, "dialogues/finding_links.html", context)


@require_POST
@team_view(CODE)
def remove_finding(request: TeamRequest, pk: Any) -> HttpResponse:
    finding_actions.remove_finding(finding_or_404(request, pk), by=request.membership.user)
    done(request, _("De bevinding is weg. De fragmenten staan er nog."))
    return redirect("findings", *base(request))
