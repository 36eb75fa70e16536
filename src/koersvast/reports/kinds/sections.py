"""What several papers of government show of the facts: results, activities, money, promises, decisions, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from koersvast.activities import rules as money_rules
from koersvast.activities.models import Activity, ActivityStatus, Outcome
from koersvast.activities.rules import Line
from koersvast.decisions import rules as decision_rules
from koersvast.decisions.models import CommitmentStatus, ImprovementStatus, VerdictWord
from koersvast.reports.document import Block, BulletList, Item, Note, Paragraph, Table
from koersvast.reports.kinds.action_plan import figures, phrases
from koersvast.reports.kinds.action_plan.facts import Place
from koersvast.reports.kinds.paper import Paper
from koersvast.ui.dates import spoken, year_of
from koersvast.ui.numbers import decimal, whole

MOST_ROWS = 40
WEAK = ("off_course", "unknowable")


def verdict_word(paper: Paper, place: Place) -> str:
    """What people said about a result; what the figures propose is no verdict yet."""
    judged = paper.judged.get(place.goal.pk)
    if judged and judged.latest:
        return str(judged.latest.get_verdict_display()).lower()
    return _("nog geen oordeel")


def numbered(place: Place) -> str:
    return phrases.example(f"{place.number}. {place.goal.text}", place.goal.illustrative)


def results(paper: Paper) -> list[Block]:
    """Every result: from where, to where, what we want, and what people say of it."""
    facts = paper.facts
    if not facts.results:
        return [phrases.missing(_("de maatschappelijke resultaten."))]
    rows = []
    for place in facts.results:
        baseline, latest, target = figures.three(facts, figures.main_aim(facts, place.goal))
        rows.append((numbered(place), baseline, latest, target, verdict_word(paper, place)))
    return [
        Table(
            (_("Resultaat"), _("Nulmeting"), _("Laatste cijfer"), _("Doel"), _("Oordeel")),
            tuple(rows),
            widths=(10, 4, 4, 4, 4),
        ),
        Paragraph(
            _(
                "Per resultaat staat hier de eerste indicator met een cijfer over %s. Het oordeel is van gemeente, "
                "inwoners en aanbieders samen. Van kleine groepen staat hier geen cijfer."
            )
            % facts.municipality.name,
            small=True,
        ),
    ]


def runs_in(paper: Paper, activity: Activity) -> bool:
    """Does this activity run in the year of the paper? What is done or stopped by now has no later year."""
    year = paper.year
    if year > paper.today.year and activity.status in (ActivityStatus.DONE, ActivityStatus.STOPPED):
        return False
    starts, ends = year_of(activity.starts_on), year_of(activity.ends_on)
    return (starts or year) <= year <= (ends or year) and activity.status != ActivityStatus.IDEA


def verdict_sentence(paper: Paper) -> str:
    """How many results got which word, in one sentence."""
    counts: dict[str, int] = {}
    for place in paper.facts.results:
        judged = paper.judged.get(place.goal.pk)
        if judged and judged.latest:
            word = verdict_word(paper, place)
            counts[word] = counts.get(word, 0) + 1
    if not counts:
        return _("Over de resultaten is nog geen oordeel gegeven.")
    said = [_("%(count)d keer %(word)s") % {"count": count, "word": word} for word, count in counts.items()]
    return _("Het oordeel over de resultaten: %s.") % phrases.together(said)


def decision_word(paper: Paper, activity: Activity) -> str:
    decision = paper.decision_about.get(activity.key)
    return str(decision.get_decision_display()).lower() if decision else _("nog te nemen")


def measured(paper: Paper, rows: Iterable[Activity]) -> list[Activity]:
    """Only what brought something that may be told."""
    return [row for row in rows if brought(paper, row) != _("nog niet gemeten")]


def activities(
    paper: Paper, rows: Sequence[Activity], *, past: bool = False, most: int = MOST_ROWS
) -> list[Block]:
    """Who does what for which result; looking back, what it brought and what was decided."""
    if not rows:
        return [phrases.missing(_("de activiteiten voor %d.") % paper.year)]
    shown = rows[:most]
    head = (_("Activiteit"), _("Wie"), _("Voor resultaat"))
    last = (_("Wat leverde het op?"), _("Besluit")) if past else (_("Wanneer"), _("Besluit"))
    table = Table(
        head + last,
        tuple(
            (
                phrases.example(row.name, row.illustrative),
                owner_of(paper, row),
                serves(paper, row),
                brought(paper, row)
                if past
                else f"{phrases.short_period(row.starts_on, row.ends_on)}\n{str(row.get_status_display()).lower()}",
                decision_word(paper, row),
            )
            for row in shown
        ),
        widths=(8, 6, 4, 8 if past else 4, 5),
    )
    return [table, *_left_out(len(rows) - len(shown))]


def _left_out(count: int) -> list[Block]:
    if count <= 0:
        return []
    text = _("En nog %s andere. De hele lijst staat in het actieplan.") % whole(count)
    return [Paragraph(text, small=True)]


def owner_of(paper: Paper, activity: Activity) -> str:
    owner = paper.facts.partner_by_id.get(activity.owner_id)
    return owner.name if owner else _("niet ingevuld")


def serves(paper: Paper, activity: Activity) -> str:
    places = paper.facts.places
    numbers = [
        places[one.goal_id].number
        for one in paper.facts.contributions.get(activity.pk, [])
        if one.goal_id in places
    ]
    return ", ".join(numbers) or _("nog geen")


def brought(paper: Paper, activity: Activity) -> str:
    """What an activity delivered, and what its participants say of it. Nothing of fewer people than may be shown."""
    found = [
        _("%(done)s van %(aim)s %(what)s.")
        % {"done": decimal(row.realised), "aim": decimal(row.target), "what": row.what}
        if row.target is not None
        else f"{decimal(row.realised)} {row.what}."
        for row in paper.facts.outputs.get(activity.pk, [])
        if row.realised is not None
    ]
    told = paper.outcomes.get(activity.pk, [])
    if told:
        found.append(_outcome(told[-1]))
    return " ".join(found) or _("nog niet gemeten")


def _outcome(row: Outcome) -> str:
    small = money_rules.small_figures(
        {name: getattr(row, name) for name in (*money_rules.OUTCOME_COUNTS, *_NUMBERS)}
    )
    parts = []
    if row.reached and "reached" not in small:
        parts.append(_("%s mensen deden mee.") % whole(row.reached))
    if row.usefulness_mean is not None and "usefulness_mean" not in small and row.usefulness_n:
        parts.append(
            _("Zij geven een %(mean)s (%(scale)s).")
            % {"mean": decimal(row.usefulness_mean), "scale": row.usefulness_scale or "-"}
        )
    if row.achieved is not None and row.achieved_n and "achieved" not in small:
        # "2 of 15" says as much about two people as "13 of 15" does
        if money_rules.too_few(row.achieved):
            parts.append(_("Hoeveel hun doel haalden, is te klein om te tonen."))
        else:
            parts.append(
                _("%(some)s van %(all)s haalden hun doel.")
                % {"some": whole(row.achieved), "all": whole(row.achieved_n)}
            )
    if small and not parts:
        return _("%s: groep te klein om te tonen.") % spoken(row.period)
    return f"{spoken(row.period)}: {' '.join(parts)}" if parts else ""


_NUMBERS = ("usefulness_n", "usefulness_mean", "achieved", "achieved_n", "dropped", "started")


# Money


def money(paper: Paper, lines: Sequence[Line], *, years: Sequence[int] = ()) -> list[Block]:
    """Cost, cover and what is open: per activity for one year, per year for several. Adds up to the euro."""
    if not lines:
        text = _("wat het kost in %d.") % paper.year if not years else _("wat de activiteiten kosten.")
        return [phrases.missing(text)]
    if years:
        return [_per_year(lines), *open_money(lines)]
    return [_per_activity(lines), *open_money(lines)]


def _row(name: str, lines: Iterable[Line]) -> tuple[str, ...]:
    every = list(lines)
    cost, uncovered = sum(line.amount for line in every), sum(line.uncovered for line in every)
    return (name, whole(cost), whole(cost - uncovered), whole(uncovered))


def _money_table(first: str, rows: Iterable[tuple[str, ...]], lines: Sequence[Line]) -> Table:
    return Table(
        (first, _("Kosten"), _("Gedekt"), _("Niet gedekt")),
        (*rows, _row(_("Samen"), lines)),
        numeric=frozenset({1, 2, 3}),
        widths=(1, 0, 0, 0),
        totals=True,
    )


def _per_activity(lines: Sequence[Line]) -> Table:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(phrases.example(line.activity, line.illustrative), []).append(line)
    rows = [_row(name, found) for name, found in groups.items()]
    return _money_table(_("Activiteit, in euro"), rows, lines)


def _per_year(lines: Sequence[Line]) -> Table:
    years = sorted({line.year for line in lines})
    rows = [_row(str(year), [line for line in lines if line.year == year]) for year in years]
    return _money_table(_("Jaar, in euro"), rows, lines)


def per_task_field(lines: Sequence[Line]) -> list[Block]:
    """Where the money stands in the municipal budget (Iv3)."""
    if not lines:
        return []
    fields: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda one: one.taakveld):
        fields.setdefault(line.taakveld or _("niet ingevuld"), []).append(line)
    rows = [_row(field, found) for field, found in fields.items()]
    return [_money_table(_("Taakveld, in euro"), rows, lines)]


def open_money(lines: Sequence[Line]) -> list[Block]:
    """What nobody pays yet (K17), or that all is covered."""
    said = uncovered(lines)
    if not said:
        return [Paragraph(_("Alle kosten zijn gedekt."))]
    total = sum(line.uncovered for line in lines)
    return [Note("\n".join(said), "attention", _("Nog niet gedekt: %s") % phrases.euro(total))]


def uncovered(lines: Sequence[Line]) -> list[str]:
    return [
        _("%(activity)s: voor %(year)d is %(amount)s nog niet gedekt.")
        % {"activity": line.activity, "year": line.year, "amount": phrases.euro(line.uncovered)}
        for line in money_rules.gaps(lines)[:MOST_ROWS]
    ]


def spent(year: int, lines: Sequence[Line]) -> int | None:
    """What was spent in a year, where the ledger knows it of every line; None where it does not."""
    return next(
        (found.realised for found in money_rules.spent(lines) if found.year == year and not found.waiting),
        None,
    )


# Promises, decisions, what is late


def promises(paper: Paper) -> list[Block]:
    rows = sorted(paper.facts.commitments, key=lambda row: (row.status != CommitmentStatus.OPEN, row.made_on))
    if not rows:
        return [Paragraph(_("Over dit onderwerp zijn geen moties of toezeggingen vastgelegd."))]
    return [
        Table(
            (_("Wat"), _("Soort"), _("Stand"), _("Wat is ermee gedaan")),
            tuple(
                (
                    phrases.example(f"{row.text}\n{row.by}, {spoken(row.made_on)}", row.illustrative),
                    str(row.get_kind_display()).lower(),
                    _standing(paper, row),
                    row.what_was_done or "–",
                )
                for row in rows[:MOST_ROWS]
            ),
            widths=(10, 4, 5, 6),
        ),
        *_left_out(len(rows) - MOST_ROWS),
    ]


def _standing(paper: Paper, row: Any) -> str:
    word = str(row.get_status_display()).lower()
    if row.status != CommitmentStatus.OPEN or not row.due_on:
        return word
    late = decision_rules.urgency(row.due_on, is_open=True, today=paper.today) == "late"
    text = (
        _("%(word)s, te laat: moest klaar zijn voor %(day)s") if late else _("%(word)s, klaar voor %(day)s")
    )
    return text % {"word": word, "day": spoken(row.due_on)}


def late_promises(paper: Paper) -> list[str]:
    """Commitments and improvement actions that should be ready by now."""
    found = [
        _("%(text)s (moest klaar zijn voor %(day)s)") % {"text": row.text, "day": spoken(row.due_on)}
        for row in paper.facts.commitments
        if decision_rules.urgency(row.due_on, is_open=row.status == CommitmentStatus.OPEN, today=paper.today)
        == "late"
    ]
    return found + [
        _("%(text)s (moest klaar zijn voor %(day)s)") % {"text": row.text, "day": spoken(row.due_on)}
        for row in paper.improvements
        if decision_rules.urgency(row.due_on, is_open=row.status == ImprovementStatus.OPEN, today=paper.today)
        == "late"
    ]


def coming(paper: Paper) -> list[Block]:
    """What is still to be sent, from the calendar of this cycle."""
    rows = [row for row in paper.calendar if row.status == "to_do" and row.due_on >= paper.today.isoformat()]
    return [BulletList(tuple(Item(f"{spoken(row.due_on)}: {row.title}") for row in rows[:6]))] if rows else []


def adopted(paper: Paper) -> str:
    """Whether the plan was adopted: one line under the title."""
    for row in paper.facts.decisions:
        if row.kind == "adopt_plan":
            text = _("Plan vastgesteld door: %(body)s, %(day)s.")
            return text % {"body": row.get_body_display(), "day": spoken(row.decided_on)}
    return _("Het plan is nog niet vastgesteld.")


def what_is_missing(paper: Paper) -> list[str]:
    """What the plan does not say yet, in sentences: for one note at the end of a paper."""
    facts, found = paper.facts, []
    rows = (
        (
            _("Geen indicator bij resultaat %s."),
            [p for p in facts.results if not facts.aims.get(p.goal.pk)],
        ),
        (
            _("Nog geen oordeel over resultaat %s."),
            [
                p
                for p in facts.results
                if not (paper.judged.get(p.goal.pk) and paper.judged[p.goal.pk].latest)
            ],
        ),
    )
    for text, places in rows:
        if places:
            found.append(text % phrases.together([place.number for place in places]))
    undecided = [row for row in facts.activities if row.key not in paper.decision_about]
    if undecided:
        found.append(_("Nog geen besluit over %s.") % phrases.activities_counted(len(undecided)))
    without = [row for row in facts.activities if not facts.contributions.get(row.pk)]
    if without:
        found.append(_("Nog niet gekoppeld aan een doel: %s.") % phrases.activities_counted(len(without)))
    if not any(row.kind == "adopt_plan" for row in facts.decisions):
        found.append(_("Het besluit van het college over het plan."))
    return found


# How a result stands


def standing_key(paper: Paper, place: Place) -> str:
    """What people said, or else what the figures propose; "" when there is neither."""
    judged = paper.judged.get(place.goal.pk)
    if judged is None:
        return ""
    return judged.latest.verdict if judged.latest else judged.proposal.key


def standing_word(paper: Paper, place: Place) -> str:
    """The same in words. A proposal says that it is one."""
    judged = paper.judged.get(place.goal.pk)
    if judged and judged.latest:
        return str(judged.latest.get_verdict_display()).lower()
    if judged and judged.proposal.key:
        return _("voorstel uit de cijfers: %s") % str(VerdictWord(judged.proposal.key).label).lower()
    return _("nog geen oordeel")


def why(paper: Paper, place: Place) -> str:
    """The reason people gave, or else that of the proposal, with the figure that decided."""
    judged = paper.judged.get(place.goal.pk)
    if judged is None:
        return _("Er is geen cijfer met een streefwaarde.")
    if judged.latest and judged.latest.reason:
        return str(judged.latest.reason)
    kept = judged.latest.proposed_reason if judged.latest else judged.proposal.reason
    reason = _(kept) if kept else ""
    if not judged.latest and judged.proposal.about and len(judged.bases) > 1:
        reason += " " + _("Dat geldt voor: %s.") % judged.proposal.about
    return reason


def is_weak(paper: Paper, place: Place) -> bool:
    return standing_key(paper, place) in WEAK


def is_unsure(paper: Paper, place: Place) -> bool:
    return standing_key(paper, place) in ("unknowable", "too_early", "")
