"""What each link of the chain says: one function per kind, one or two queries each. Small groups stay unsaid."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.activities.actions import hidden_figures
from koersvast.activities.models import Activity, Budget, Outcome
from koersvast.coding.models import Code
from koersvast.cycles.models import Cycle, Session
from koersvast.cycles.words import Party, labels
from koersvast.decisions.models import Commitment, Decision, ImprovementAction, ResultVerdict, ReviewTopic
from koersvast.dialogues import finding_queries as heard
from koersvast.dialogues.quote_queries import publishable_in
from koersvast.freezing.models import FrozenCopy
from koersvast.goals.models import Ambition, Goal, Story
from koersvast.indicators import queries as indicators
from koersvast.indicators import rules as figures
from koersvast.indicators.models import GoalIndicator, Indicator, Interpretation
from koersvast.papers import rules as papers
from koersvast.papers.models import PaperKind, PaperText
from koersvast.texts.models import TeamMember
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import in_words, whole


@dataclass(frozen=True)
class Said:
    """One link in words."""

    kind: str
    id: UUID
    text: str
    about: str = ""
    why: str = ""
    illustrative: bool = False
    mark: str = ""  # the key of a verdict word
    content: str = ""  # the address where it stands, when its kind has no page per id

    def because(self, why: str) -> Said:
        return replace(self, why=why) if why else self


Read = dict[UUID, Said]


def sessions(cycle: Cycle, ids: list[UUID], *, steps: Collection[int], **_more: Any) -> Read:
    rows = Session.objects.filter(cycle=cycle, pk__in=ids, step__in=list(steps))
    return {
        row.pk: _said("bijeenkomst", row, row.outcome or row.title, f"{row.title}, {spoken(row.held_on)}")
        for row in rows
    }


def commitments(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = Commitment.objects.filter(cycle=cycle, pk__in=ids)
    return {
        row.pk: _said(
            "toezegging",
            row,
            row.text,
            f"{row.get_kind_display()}, {row.by}, {spoken(row.made_on)}. {row.get_status_display()}",
        )
        for row in rows
    }


def ambitions(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    return {
        row.pk: _said("ambitie", row, row.text, row.why)
        for row in Ambition.objects.filter(cycle=cycle, pk__in=ids)
    }


def goals(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    return {row.pk: _said("doel", row, row.text) for row in Goal.objects.filter(cycle=cycle, pk__in=ids)}


def stories(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = Story.objects.filter(goal__cycle=cycle, pk__in=ids)
    return {row.pk: _said("verhaal", row, row.text, row.source) for row in rows}


def figures_of(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    aims: dict[UUID, list[str]] = {}
    for aim in GoalIndicator.objects.filter(indicator__in=ids, target_value__isnull=False).select_related(
        "indicator"
    ):
        target = _("doel %(value)s in %(year)s") % {
            "value": in_words(aim.target_value, aim.indicator.unit),
            "year": aim.target_year,
        }
        aims.setdefault(aim.indicator_id, []).append(target)
    rows = Indicator.objects.filter(cycle=cycle, pk__in=ids)
    return {
        row.pk: _said("cijfer", row, row.name, "; ".join(dict.fromkeys(aims.get(row.pk, [])))) for row in rows
    }


def measurements(cycle: Cycle, ids: list[UUID], *, gmcode: str, **_more: Any) -> Read:
    found = {}
    names = dict(Indicator.objects.filter(cycle=cycle).values_list("pk", "name"))
    for point in indicators.points(cycle, ids=ids):
        text = (
            f"{spoken(point.period)}: {in_words(point.value, point.unit)}"
            if figures.may_show(point)
            else _("%(period)s: te klein om te tonen") % {"period": spoken(point.period)}
        )
        place = point.place
        if figures.about(point, gmcode=gmcode) is figures.About.NATIONAL:
            place = _("%(place)s, landelijk cijfer") % {"place": point.place}
        about = f"{names.get(point.indicator_id, '')}. {place}. {point.source}"
        found[point.id] = Said("meting", point.id, text, about, illustrative=point.illustrative)
    return found


def interpretations(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = Interpretation.objects.filter(cycle=cycle, pk__in=ids)
    return {
        row.pk: _said(
            "duiding",
            row,
            row.judge,
            _("%(day)s, met %(parties)s")
            % {"day": spoken(row.held_on), "parties": ", ".join(labels(Party, row.parties)).lower()},
        )
        for row in rows
    }


def activities(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = Activity.objects.filter(cycle=cycle, pk__in=ids).select_related("owner")
    return {
        row.pk: _said("activiteit", row, row.name, f"{row.owner.name}. {row.get_status_display()}")
        for row in rows
    }


def money(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = (
        Budget.objects.filter(activity__cycle=cycle, pk__in=ids)
        .select_related("activity")
        .prefetch_related("fundings")
    )
    return {row.pk: _said("bedrag", row, _amount(row), _cover(row)) for row in rows}


def _amount(row: Budget) -> str:
    return _("%(year)s: %(amount)s euro, %(activity)s") % {
        "year": row.year,
        "amount": whole(row.amount),
        "activity": row.activity.name,
    }


def _cover(row: Any) -> str:
    funds = [f"{fund.source} {whole(fund.amount)}" for fund in row.fundings.all()]
    parts = [_("taakveld %(field)s") % {"field": row.taakveld}, ", ".join(funds) or _("niet gedekt")]
    if row.realised is not None:
        parts.append(_("uitgegeven %(amount)s") % {"amount": whole(row.realised)})
    return ". ".join(parts)


def outcomes(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = Outcome.objects.filter(activity__cycle=cycle, pk__in=ids).select_related("activity")
    return {row.pk: _said("opbrengst", row, _brought(row), row.story) for row in rows}


def _brought(row: Outcome) -> str:
    hidden = hidden_figures(row)
    parts = [_("%(period)s, %(activity)s") % {"period": spoken(row.period), "activity": row.activity.name}]
    if row.reached is not None:
        parts.append(
            _("bereik te klein om te tonen")
            if "reached" in hidden
            else _("%(count)s mensen bereikt") % {"count": whole(row.reached)}
        )
    if row.achieved_n is not None and "achieved_n" not in hidden:
        parts.append(_("%(some)s van %(n)s bereikten hun doel") % {"some": row.achieved, "n": row.achieved_n})
    return ": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]


def verdicts(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = ResultVerdict.objects.filter(goal__cycle=cycle, pk__in=ids).select_related("goal")
    return {
        row.pk: replace(
            _said(
                "oordeel", row, row.goal.text, f"{spoken(row.given_on)}. {row.reason or row.proposed_reason}"
            ),
            mark=row.verdict,
        )
        for row in rows
    }


def decisions(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = Decision.objects.filter(cycle=cycle, pk__in=ids)
    return {
        row.pk: _said(
            "besluit",
            row,
            f"{row.get_decision_display() or row.get_kind_display()}. {row.reason}",
            ", ".join(filter(None, [row.get_body_display(), spoken(row.decided_on), row.document])),
        )
        for row in rows
    }


def improvements(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = ImprovementAction.objects.filter(decision__cycle=cycle, pk__in=ids).select_related("owner")
    return {
        row.pk: _said(
            "verbeteractie",
            row,
            row.text,
            ", ".join(
                filter(
                    None,
                    [
                        row.owner.name if row.owner else "",
                        _("klaar voor %(day)s") % {"day": spoken(row.due_on)},
                        str(row.get_status_display()).lower(),
                    ],
                )
            ),
        )
        for row in rows
    }


def talks(cycle: Cycle, ids: list[UUID], *, gmcode: str, **_more: Any) -> Read:
    """What the table said about a result or an activity in a review."""
    rows = ReviewTopic.objects.filter(pk__in=ids, review__session__cycle=cycle).select_related(
        "review__session", "goal", "activity"
    )
    return {row.pk: _talk(cycle, row, gmcode) for row in rows.prefetch_related("remarks")}


def _talk(cycle: Cycle, row: ReviewTopic, gmcode: str) -> Said:
    remarks = list(row.remarks.all())
    said = [row.judge, row.act, row.explain, row.recognise, row.measured, *(one.text for one in remarks)]
    kind, pk, name = (
        ("resultaat", row.goal.pk, row.goal.text)
        if row.goal is not None
        else ("activiteit", row.activity_id, row.activity.name if row.activity is not None else "")
    )
    count = len(remarks)
    parts = [
        _("Verbetergesprek, %(day)s") % {"day": spoken(row.review.session.held_on)},
        name,
        ngettext("%(count)s opmerking", "%(count)s opmerkingen", count) % {"count": count} if count else "",
    ]
    return Said(
        "bespreking",
        row.pk,
        next(filter(None, said), _("Besproken")),
        ". ".join(filter(None, parts)),
        illustrative=row.illustrative,
        content=reverse("review_item", args=[gmcode, cycle.number, row.review.session_id, kind, pk]),
    )


def frozen(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    rows = FrozenCopy.objects.filter(pk__in=ids, cycle_number=cycle.number).defer("content")
    return {
        row.pk: Said(
            "vastgesteld",
            row.pk,
            f"{row.get_about_display()}: {row.document}",
            f"{row.get_body_display()}, {spoken(row.decided_on)}",
        )
        for row in rows
    }


def sentences(cycle: Cycle, ids: list[UUID], *, gmcode: str, **_more: Any) -> Read:
    """The sentences of a paper that rest on a fact of the plan."""
    rows = PaperText.objects.filter(pk__in=ids, cycle=cycle).prefetch_related("bound_facts")
    found = {}
    for row in rows:
        written = [one.written for one in row.bound_facts.all() if not one.declined]
        parts = papers.sentences(row.text)
        resting = [part for part in parts if any(papers.written_in(part, form) for form in written)]
        page = reverse("paper", args=[gmcode, cycle.number, row.kind])
        if row.about_key and row.kind in (PaperKind.PERSPECTIVES, PaperKind.FEEDBACK_LETTER):
            page += f"?gesprekken={row.about_key}"  # it stands on the page of its own round
        found[row.pk] = Said(
            "zin",
            row.pk,
            " ".join(resting or parts[:1]),
            str(row.get_kind_display()),
            illustrative=row.illustrative,
            content=f"{page}#plek-{'-'.join(filter(None, [row.slot, row.about_key]))}",
        )
    return found


def _said(kind: str, row: Any, text: str, about: str = "") -> Said:
    return Said(kind, row.pk, text, about, illustrative=row.illustrative)


def findings(
    cycle: Cycle, ids: list[UUID], *, gmcode: str, user_id: UUID | None = None, **_more: Any
) -> Read:
    """In words of the team, with in how many conversations it was heard."""
    rows = heard.visible(cycle, user_id=user_id).filter(pk__in=ids)
    found = {}
    for one in heard.as_heard(rows, user_id=user_id):
        page = (
            reverse("finding", args=[gmcode, cycle.number, one.row.round.collection_id, one.row.pk])
            if one.in_team
            else reverse("dialogues", args=[gmcode, cycle.number])
        )
        about = f"{one.row.get_type_display()}, {one.often}"
        found[one.row.pk] = Said("bevinding", one.row.pk, one.row.statement, about, content=page)
    return found


def quotes(cycle: Cycle, ids: list[UUID], **_more: Any) -> Read:
    """Only what a participant said yes to and everything else agrees with."""
    return {
        one.row.pk: Said("citaat", one.row.pk, f"“{one.words}”", one.line)
        for one in publishable_in(cycle)
        if one.row.pk in ids
    }


def codes(cycle: Cycle, ids: list[UUID], *, gmcode: str, user_id: UUID | None = None, **_more: Any) -> Read:
    """By name, and only for the team."""
    mine = TeamMember.objects.filter(user=user_id, collection__cycle=cycle).values("collection")
    rows = Code.objects.filter(
        pk__in=ids, removed_at=None, codebook__collection__in=mine, codebook__collection__cycle=cycle
    ).select_related("codebook")
    return {
        row.pk: Said(
            "code",
            row.pk,
            row.label,
            row.definition,
            content=reverse("fragments", args=[gmcode, cycle.number, row.codebook.collection_id, row.pk]),
        )
        for row in rows
    }


READERS: dict[str, Callable[..., Read]] = {
    "citaat": quotes,
    "code": codes,
    "bevinding": findings,
    "bijeenkomst": sessions,
    "toezegging": commitments,
    "ambitie": ambitions,
    "doel": goals,
    "verhaal": stories,
    "cijfer": figures_of,
    "meting": measurements,
    "activiteit": activities,
    "bedrag": money,
    "opbrengst": outcomes,
    "duiding": interpretations,
    "oordeel": verdicts,
    "besluit": decisions,
    "verbeteractie": improvements,
    "bespreking": talks,
    "vastgesteld": frozen,
    "zin": sentences,
}
