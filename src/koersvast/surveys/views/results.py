"""What came out: for the team what is safe, for the analyst everything, and a registered look while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.jobs import actions as jobs
from koersvast.surveys import forms, open_answers, queries, result_actions
from koersvast.surveys.estimating import HIGHEST, LOWEST, MEAN
from koersvast.surveys.figure_charts import Answers, Bar, Before, draw, words_of
from koersvast.surveys.figure_names import answer_name, group_name
from koersvast.surveys.library import LIBRARY
from koersvast.surveys.models import Look, Margin, Survey
from koersvast.surveys.publishing import HIDDEN, SAME
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Question, words_in
from koersvast.surveys.views.pages import base, done, form_page, refused, survey_or_404, to
from koersvast.surveys.words import SurveyStatus
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.models import Task, TeamMember, Text
from koersvast.texts.permissions import ANALYSE, LEAD, READ


@team_view(READ)
def results(request: TeamRequest) -> HttpResponse:
    """The figures that may be seen. Without a publication: what is still to be done."""
    row = survey_or_404(request)
    publication = queries.publication_of(row)
    analyst = may(request, ANALYSE)
    context: dict[str, Any] = {
        "survey": row,
        "publication": publication,
        "questions": _questions(row, publication.content) if publication else [],
        "pair_changes": _pair_changes(row, publication.content) if publication else [],
        "analyst": analyst,
        "form": forms.GroupsForm(questions=result_actions.group_questions(row)) if analyst else None,
        "looks": Look.objects.filter(survey=row).select_related("by"),
        "look_form": forms.LookForm(questions=_choosing(row)) if row.status == SurveyStatus.OPEN else None,
        "weighted_by": _weighted_by(row),
        "may_lead": may(request, LEAD),
        "choosing": _choosing(row),
        "asks_words": bool(open_answers.open_questions(row)),
        "no_analyst": not TeamMember.objects.filter(
            collection=request.collection, task=Task.ANALYST
        ).exists(),
        "open_texts": Text.objects.filter(collection=request.collection, data_key__isnull=False),
    }
    return render(request, "surveys/results.html", context)


@team_view(LEAD)
@require_POST
def bring_to_coding(request: TeamRequest) -> HttpResponse:
    """The open answers become texts of this collection: looked through for names, then coded."""
    try:
        open_answers.bring_to_coding(survey_or_404(request), by=request.membership.user)
    except open_answers.NotNow as reason:
        refused(request, reason)
    else:
        done(request, _("De open antwoorden staan klaar om na te kijken."))
    return to(request, "results")


@team_view(ANALYSE)
@never_cache
def every_figure(request: TeamRequest) -> HttpResponse:
    """All figures with standard errors, for the analyst alone: also those that are too small to show."""
    row = survey_or_404(request)
    questionnaire = queries.questionnaire_of(row.edition)
    found = queries.every_figure(row)
    labels = {one.key: words_in(one.label, "nl") for one in questionnaire.questions}
    context = {
        "survey": row,
        "found": found,
        "figures": [
            one | {"label": labels.get(one["question"], one["question"])}
            for one in (found or {}).get("figures", [])
        ],
        "form": forms.GroupsForm(questions=result_actions.group_questions(row)),
    }
    return render(request, "surveys/every_figure.html", context)


@team_view(ANALYSE)
@require_POST
def count_survey(request: TeamRequest) -> HttpResponse:
    """Queues the count; with ``deel`` also what others may see."""
    row = survey_or_404(request)
    form = forms.GroupsForm(request.POST, questions=result_actions.group_questions(row))
    if not form.is_valid():
        refused(request, ValueError(_("Kies ten hoogste vier vragen.")))
        return to(request, "results")
    share = request.POST.get("doe") == "deel"
    job = jobs.enqueue(
        "surveys.publish" if share else "surveys.count",
        municipality=request.municipality,
        by_id=request.membership.user_id,
        survey_id=str(row.pk),
        groups=form.cleaned_data["groups"],
        url=reverse("results" if share else "every_figure", args=base(request)),
    )
    return redirect("job", gmcode=request.municipality.code, job_id=job.pk)


@team_view(READ)
@require_POST
def look(request: TeamRequest) -> HttpResponse:
    """May we look now? Yes, and it is written down that we did."""
    row = survey_or_404(request)
    form = forms.LookForm(request.POST, questions=_choosing(row))
    if not form.is_valid():
        refused(request, ValueError(_("Kies een vraag en een antwoord.")))
        return to(request, "results")
    question, answer = form.chosen()
    try:
        result_actions.look(row, question, answer, today=timezone.localdate(), by=request.membership.user)
    except result_actions.NotNow as reason:
        refused(request, reason)
    else:
        done(request, _("Uw blik is genoteerd."))
    return to(request, "results")


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def set_margins(request: TeamRequest, question: str) -> HttpResponse:
    """Known numbers of inhabitants, to weight with and to see who is missing."""
    row = survey_or_404(request)
    asked = next((one for one in _choosing(row) if one.key == question), None)
    if asked is None:
        return to(request, "results")
    known = {one.choice: one for one in Margin.objects.filter(survey=row, question=question)}
    initial: dict[str, Any] = {f"aantal-{key}": one.people for key, one in known.items()}
    initial["source"] = next((one.source for one in known.values()), "")
    choices = [(one.key, words_in(one.label, "nl")) for one in asked.choices]
    form = forms.MarginsForm(request.POST or None, initial=initial, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            result_actions.set_margins(
                row, question, form.people(), source=form.cleaned_data["source"], by=request.membership.user
            )
        except result_actions.NotNow as reason:
            refused(request, reason)
        else:
            done(request)
        return to(request, "results")
    return form_page(
        request,
        form,
        words_in(asked.label, "nl"),
        back=reverse("results", args=base(request)),
        intro=_(
            "Hoeveel inwoners geven welk antwoord? Neem de aantallen over uit een register, zoals de bevolking van het CBS."
        ),
    )


def _choosing(row: Survey) -> list[Question]:
    asked = queries.questionnaire_of(row.edition).questions
    return [one for one in asked if QUESTION_TYPES[one.kind].chosen]


def _weighted_by(row: Survey) -> list[dict[str, str]]:
    """The margins that are known: the question and its source."""
    asked = queries.questionnaire_of(row.edition)
    found = {}
    for one in Margin.objects.filter(survey=row):
        question = asked.question(one.question)
        label = words_in(question.label, "nl") if question else one.question
        found[one.question] = {"key": one.question, "label": label, "source": one.source}
    return list(found.values())


def _questions(row: Survey, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Each question with a chart and a table per group, as the page shows it."""
    questionnaire = queries.questionnaire_of(row.edition)
    told_before = _told_before(row)
    found = []
    for question in questionnaire.questions:
        own = [one for one in content["figures"] if one["question"] == question.key]
        groups = list(dict.fromkeys(one["group"] for one in own))
        parts = [
            _part(
                question,
                group,
                [one for one in own if one["group"] == group],
                questionnaire,
                told_before(question, group),
            )
            for group in groups
        ]
        if parts:
            found.append(
                {
                    "label": words_in(question.label, "nl"),
                    "kind": question.kind,
                    "parts": parts,
                    "changes": _changed(question, content),
                    "national": _national(question),
                }
            )
    return found


def _told_before(row: Survey) -> Callable[[Question, str], Before | None]:
    """What the survey before told of a question and group, for anybody to see; None when that is nothing."""
    earlier = row.earlier
    publication = queries.publication_of(earlier) if earlier else None
    if earlier is None or publication is None:
        return lambda _question, _group: None
    figures = [one for one in publication.content["figures"] if one["told"]]

    def before(question: Question, group: str) -> Before | None:
        answers = {choice.key for choice in question.choices}
        bars = [
            _bar(question, one)
            for one in figures
            if one["question"] == question.key and one["group"] == group and one["answer"] in answers
        ]
        broken = earlier.edition_id != row.edition_id
        return Before(earlier.title, {bar.label: bar for bar in bars}, broken) if bars else None

    return before


def _bar(question: Question, one: dict[str, Any]) -> Bar:
    """A share in percents."""
    return Bar(
        answer_name(question, one["answer"]),
        one["estimate"] * 100,
        one["low"] * 100,
        one["high"] * 100,
        one["n"],
    )


def _part(
    question: Question, group: str, own: list[dict[str, Any]], questionnaire: Any, before: Before | None
) -> dict[str, Any]:
    apart = {MEAN, HIGHEST, LOWEST}  # made of the other answers: in words below the chart
    told = [one for one in own if one["told"] and one["answer"] not in apart]
    boxes = [one for one in own if one["told"] and one["answer"] in (HIGHEST, LOWEST)]
    mean = next((one for one in own if one["told"] and one["answer"] == MEAN), None)
    bars = tuple(_bar(question, one) for one in told)
    hidden = sum(not one["told"] for one in own)
    why = {one["reason"] for one in own if not one["told"]}
    name = group_name(group, questionnaire)
    chart = Answers(
        f"u-{question.key}-{abs(hash(group)) % 10**8}",
        f"{words_in(question.label, 'nl')} {name}",
        bars,
        hidden=hidden,
        before=before,
    )
    return {
        "group": name,
        "wide": mark_safe(draw(chart, narrow=False)) if bars else "",  # noqa: S308  # drawn by us, every text escaped
        "narrow": mark_safe(draw(chart, narrow=True)) if bars else "",  # noqa: S308  # drawn by us, every text escaped
        "words": words_of(chart) if bars else "",
        "rows": [(bar, before.bars.get(bar.label) if before else None) for bar in bars],
        "mean": mean,
        "boxes": [_bar(question, one) for one in boxes],
        "before": before if bars else None,
        "hidden": hidden,
        "small": bool(why & {HIDDEN, SAME}),
        "reasons": sorted(why - {HIDDEN}),  # the badge says that one
        "n": told[0]["n"] if told else (mean["n"] if mean else None),
    }


def _pair_changes(row: Survey, content: dict[str, Any]) -> list[dict[str, Any]]:
    """What changed before and after, with the question in words."""
    questionnaire = queries.questionnaire_of(row.edition)
    told = (content.get("pairs") or {}).get("changes", [])
    return [
        one | {"label": words_in(question.label, "nl")}
        for one in told
        if (question := questionnaire.question(one["question"])) is not None
    ]


def _national(question: Question) -> list[dict[str, Any]]:
    """The last national figure of every group, as long as the question is asked in the same words."""
    item = LIBRARY.get(question.item)
    if item is None or item.share is None or not item.is_asked_by(question):
        return []
    newest = {(one.group, one.population): one for one in item.benchmarks}
    return [
        {
            "value": one.value,
            "what": " ".join(
                filter(None, (words_in(item.share.words, "nl"), f"({one.group or one.population})"))
            ),
            "year": one.year,
            "source": one.source,
        }
        for one in newest.values()
    ]


def _changed(question: Question, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Changes since the survey before, in points, and whether they can be chance."""
    scale = 100
    return [
        {
            "label": answer_name(question, one["answer"]),
            "difference": one["difference"] * (1 if one["answer"] == MEAN else scale),
            "low": one["low"] * (1 if one["answer"] == MEAN else scale),
            "high": one["high"] * (1 if one["answer"] == MEAN else scale),
            "sure": one["low"] > 0 or one["high"] < 0,
        }
        for one in content["changes"]
        if one["question"] == question.key
    ]
