"""The leaflet: one sheet, two sides. Why, goals and how they stand; what is done, where to find help, how to join."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.activities.models import Activity, ActivityStatus
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import VerdictWord
from koersvast.dialogues.quote_queries import OpenQuote
from koersvast.reports.document import (
    Block,
    Document,
    Heading,
    Mark,
    MarkKind,
    Marks,
    NewPage,
    Paragraph,
    Table,
)
from koersvast.reports.kinds import heard, sections
from koersvast.reports.kinds.action_plan import figures, phrases
from koersvast.reports.kinds.action_plan.facts import Place
from koersvast.reports.kinds.paper import Paper, Slot, boxed, paper_document, told

KEY = "leaflet"
MOST_GOALS, FEWEST_GOALS, MOST_ACTIONS, MOST_QUOTES, MOST_NAMED = 5, 3, 8, 2, 4
LONGEST_QUOTE = 200  # characters: what is longer has no place here
LONGEST_SENTENCE = 160
VERDICTS: dict[str, MarkKind] = {
    "reached": "reached", "on_course": "on_course", "off_course": "off_course", "too_early": "too_early",
    "unknowable": "unknowable", "": "unknowable",
}  # fmt: skip


def _why(paper: Paper, _about: str) -> str:
    facts = paper.facts
    return _(
        "Niet iedereen in %(place)s kan overal zichzelf zijn. Samen met inwoners en organisaties willen wij dat "
        "%(people)s inwoners zonder angst leven en erbij horen."
    ) % {"place": facts.municipality.name, "people": facts.municipality.acronym}


def _help(paper: Paper, _about: str) -> str:
    """National numbers and sites everybody can use, and who helps here."""
    lines = [
        _("Direct gevaar: bel 112."),
        _("Politie, geen spoed: 0900-8844."),
        _("Discriminatie melden: discriminatie.nl."),
        _("Praten met iemand die het kent: switchboard.coc.nl."),
        _("Denkt u aan zelfdoding: bel 113 of kijk op 113.nl."),
    ]
    lines += [
        f"{row.name}: {row.email}." if row.email else f"{row.name}."
        for row in paper.facts.partners
        if row.kind == "anti_discrimination"
    ]
    return "\n".join(f"- {line}" for line in lines)


def _join(paper: Paper, _about: str) -> str:
    lines = [
        _("Vertel hoe het met u gaat. U hoeft geen naam te geven."),
        _("Kom kijken bij een activiteit. U hoeft niet te zeggen waarom."),
    ]
    lines += [
        _("Vraag het de gemeente: %s.") % row.email
        for row in paper.facts.partners
        if row.kind == "municipality" and row.email
    ]
    return "\n".join(f"- {line}" for line in lines)


SLOTS = (
    Slot("why", gettext_lazy("Waarom?"), gettext_lazy("Twee regels. Houd het kort: alles past op één vel."), _why),
    Slot("help", gettext_lazy("Hulp of iets melden"), gettext_lazy("Elke regel begint met een streepje. Kijk na of elk nummer klopt."), _help),
    Slot("join", gettext_lazy("Meedoen"), gettext_lazy("Hoe kan iemand meedoen, ook zonder naam? Elke regel begint met een streepje."), _join),
)  # fmt: skip


def build(cycle: Cycle, *, today: date, round: str = "") -> Document:
    paper = heard.gather_heard(cycle, kind=KEY, today=today, wanted=round)
    facts = paper.facts
    goals, quotes = facts.results[:MOST_GOALS], _quotes(paper)
    actions = _actions(paper, goals)
    why, helping, joining = SLOTS
    front: list[Block] = [Heading(1, str(why.question)), *told(paper, why), *_goals(paper, goals)]
    back: list[Block] = [
        Heading(1, _("Dit doen wij")),
        *_doing(paper, actions[:MOST_ACTIONS]),
        *([Heading(1, _("Wat mensen ons vertelden"))] if quotes else []),
        *(heard.said_by(one) for one in quotes),
        Heading(1, _("En u?")),
        *boxed(paper, helping),
        *boxed(paper, joining),
    ]
    return paper_document(
        paper,
        name=_("Gemeente %s") % facts.municipality.name,
        title=_("Samen in %s") % facts.municipality.name,
        subtitle=_("U vertelde wat er speelt. Dit willen wij bereiken, en dit doen wij."),
        blocks=[*front, NewPage(), *back],
        cover="banner",
        holds=[one.row.pk for one in quotes],
        hints=_hints(paper, actions),
    )


def _goals(paper: Paper, goals: list[Place]) -> list[Block]:
    """Each goal with a word for how it stands, and one sentence."""
    if not goals:
        return [Heading(1, _("Onze doelen")), phrases.missing(_("de maatschappelijke resultaten."))]
    counted = (_("Eén doel"), _("Twee doelen"), _("Drie doelen"), _("Vier doelen"), _("Vijf doelen"))
    blocks: list[Block] = [Heading(1, _("%s, en hoe het ervoor staat") % counted[len(goals) - 1])]
    for number, place in enumerate(goals, start=1):
        judged = paper.judged.get(place.goal.pk)
        verdict = judged.latest.verdict if judged and judged.latest else ""
        blocks += [
            Heading(2, f"{number}. {phrases.example(place.goal.text, place.goal.illustrative)}"),
            Marks((Mark(VERDICTS[verdict], _word(verdict)),)),
            Paragraph(_sentence(paper, place)),
        ]
    return blocks


def _word(verdict: str) -> str:
    """What people said of a goal, short; what figures propose is no verdict yet."""
    if not verdict:
        return _("Nog geen oordeel")
    return _("Niet te weten") if verdict == VerdictWord.UNKNOWABLE else str(VerdictWord(verdict).label)


def _sentence(paper: Paper, place: Place) -> str:
    """From where, to where and what we want; or else the first sentence of why that is not known."""
    facts = paper.facts
    aim = figures.main_aim(facts, place.goal)
    own = figures.own_series(facts, aim) if aim else None
    if aim and own and aim.target_value is not None:
        baseline, latest, target = figures.three(facts, aim)
        text = _("%(name)s: eerst %(then)s, nu %(now)s. Ons doel is %(target)s.") % {
            "name": facts.indicators[aim.indicator_id].name,
            "then": baseline,
            "now": latest,
            "target": target,
        }
        plain = text.replace(" " + phrases.example("", illustrative=True), "")
        return phrases.example(plain, plain != text)
    first = sections.why(paper, place).split(". ")[0].rstrip(".") + "."
    if len(first) <= LONGEST_SENTENCE:
        return first
    return first[:LONGEST_SENTENCE].rsplit(" ", 1)[0] + " …"


def _actions(paper: Paper, goals: list[Place]) -> list[Activity]:
    """What runs or will run. First one for each goal that stands in the leaflet, then another for each, and so on."""
    running = [
        row
        for row in paper.facts.activities
        if row.status in (ActivityStatus.PLANNED, ActivityStatus.RUNNING)
        and sections.runs_in(paper, row)
        and heard.is_open(row)
    ]
    there = {row.pk for row in running}
    per_goal = [[row for row in paper.activities_for(place) if row.pk in there] for place in goals]
    turns = [row for turn in zip_longest(*per_goal) for row in turn if row is not None]
    return list({row.pk: row for row in (*turns, *running)}.values())


def _doing(paper: Paper, rows: list[Activity]) -> list[Block]:
    """In the order of the plan."""
    if not rows:
        return [phrases.missing(_("de activiteiten die nu lopen."))]
    every = all(row.illustrative for row in rows)
    return [
        Table(
            (phrases.example(_("Wat"), every), _("Wie en contact"), _("Wanneer")),
            tuple(
                (
                    phrases.example(row.name, row.illustrative and not every),
                    _contact(paper, row),
                    _when(row),
                )
                for row in sorted(rows, key=lambda row: (row.position, row.key))
            ),
            widths=(8, 7, 3),
        )
    ]


def _when(row: Activity) -> str:
    if row.starts_on or row.ends_on:
        return phrases.short_period(row.starts_on, row.ends_on)
    return str(row.get_status_display()).lower()


def _contact(paper: Paper, row: Activity) -> str:
    owner = paper.facts.partner_by_id.get(row.owner_id)
    if owner is None:
        return _("niet ingevuld")
    return f"{owner.name}\n{owner.email}" if owner.email else owner.name


def _quotes(paper: Paper) -> list[OpenQuote]:
    """At most two, those on the strongest findings first, and short: a leaflet is read standing."""
    about = paper.about
    if about is None:
        return []
    placed = [quote for one in about.findings for quote in about.quotes_of.get(one.row.pk, [])]
    found = [one for one in (*placed, *about.loose_quotes) if len(one.words) <= LONGEST_QUOTE]
    return found[:MOST_QUOTES]


def _hints(paper: Paper, actions: list[Activity]) -> list[str]:
    """What was left out, and what people should look at before it goes out."""
    facts, found = paper.facts, []
    left = facts.results[MOST_GOALS:]
    if left:
        text = _("In de folder staan de eerste vijf doelen. Niet erin: %s.")
        found.append(text % phrases.together([f"{place.number}. {place.goal.text}" for place in left]))
    if 0 < len(facts.results) < FEWEST_GOALS:
        found.append(_("Een folder heeft liefst drie tot vijf doelen."))
    closed = [row.name for row in facts.activities if not heard.is_open(row)]
    if closed:
        found.append(_("Besloten activiteiten staan er niet in: %s.") % phrases.together(closed))
    rest = [row.name for row in actions[MOST_ACTIONS:]]
    if rest:
        named = [
            *rest[:MOST_NAMED],
            *([_("%d andere") % (len(rest) - MOST_NAMED)] if len(rest) > MOST_NAMED else []),
        ]
        text = _("In de folder staan acht activiteiten. Niet erin: %s.")
        found.append(text % phrases.together(named))
    addresses = {
        facts.partner_by_id[row.owner_id].email
        for row in actions[:MOST_ACTIONS]
        if row.owner_id in facts.partner_by_id
    }
    if addresses - {""}:
        found.append(_("Er staan e-mailadressen van organisaties in. Kijk na of die openbaar mogen zijn."))
    return found
