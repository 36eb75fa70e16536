"""Where people write in the report of a round, and what is proposed from the facts until they do."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.activities.models import Activity, ActivityStatus, Initiative
from koersvast.dialogues.finding_queries import Heard
from koersvast.dialogues.models import FindingType
from koersvast.reports.kinds import heard
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import Paper, Slot

MOST = 8
ASKING = (FindingType.QUESTION, FindingType.NEED, FindingType.IDEA, FindingType.SIGNAL)


def listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in list(lines)[:MOST])


def _reason(paper: Paper, _about: str) -> str:
    told = paper.about
    if told is None:
        return ""
    if not told.row.aim.strip():
        return ""
    asked = _(
        "De vraag was steeds dezelfde: wat werkt, wat werkt niet, welke vragen zijn er en wat is er nodig?"
    )
    client = _("Opdrachtgever: %s.") % told.row.client.strip().rstrip(".") if told.row.client.strip() else ""
    return f"{told.row.aim.strip()}\n\n{f'{client} {asked}'.strip()}"


def _method(_paper: Paper, _about: str) -> str:
    return listed(
        (
            _("Elk gesprek ging over dezelfde vragen."),
            _("Niemand hoefde een naam te geven, en iedereen koos zelf wat er mocht worden opgeschreven."),
            _("Wat mensen herkenbaar maakt, is weggehaald. Een mens keek elk gesprek na."),
            _("Van elke bevinding is geteld in hoeveel losse gesprekken zij voorkwam."),
            _("Wie een citaat gaf, las het eerst zelf en zei ja."),
        )
    )


# Initiatives that findings speak of


def _spoken_of(paper: Paper, types: Iterable[str]) -> list[tuple[Initiative, Heard]]:
    """Initiatives with the strongest finding of these types about each, strongest first."""
    told = paper.about
    if told is None:
        return []
    rows = {row.pk: row for row in heard.open_initiatives(paper)}
    wanted = set(types)
    found: dict[UUID, tuple[Initiative, Heard]] = {}
    for one in told.findings:
        if one.row.type in wanted:
            for pk in told.links["initiatief"].get(one.row.pk, []):
                if pk in rows:
                    found.setdefault(pk, (rows[pk], one))
    return list(found.values())


def _named(row: Initiative) -> str:
    name = phrases.example(row.name, row.illustrative)
    return f"{name} ({row.organisation})" if row.organisation else name


def _line(row: Initiative, one: Heard) -> str:
    return f"{_named(row)}: {one.row.statement.rstrip('.')} ({one.often})."


def _broaden(paper: Paper, _about: str) -> str:
    return listed(_line(row, one) for row, one in _spoken_of(paper, ASKING))


def _scale_up(paper: Paper, _about: str) -> str:
    return listed(_line(row, one) for row, one in _spoken_of(paper, (FindingType.WORKS,)))


def _embed(paper: Paper, _about: str) -> str:
    """What works and stands nowhere yet: not in the plan, or in it without saying where it stays."""
    kept = {row.initiative_id for row in paper.facts.activities if row.anchoring.strip()}
    planned = {row.initiative_id for row in paper.facts.activities}
    lines = []
    for row, _one in _spoken_of(paper, (FindingType.WORKS,)):
        if row.pk not in planned:
            lines.append(_("%s: staat nog niet in het plan.") % _named(row))
        elif row.pk not in kept:
            lines.append(_("%s: staat in het plan, nog zonder vaste plek.") % _named(row))
    return listed(lines)


# What could follow


def _follows(paper: Paper) -> list[Activity]:
    """Activities that findings are about, or that serve a goal that findings are about; in the order of the plan."""
    told = paper.about
    if told is None:
        return []
    goals = _linked(told.links["doel"])
    wanted = _linked(told.links["activiteit"]) | {
        row.pk for goal in goals for row in paper.serving.get(goal, [])
    }
    over = (ActivityStatus.DONE, ActivityStatus.STOPPED)
    return [
        row
        for row in paper.facts.activities
        if row.pk in wanted and row.status not in over and heard.is_open(row)
    ]


def _linked(links: dict[UUID, list[UUID]]) -> set[UUID]:
    return {pk for found in links.values() for pk in found}


def _platform(paper: Paper, _about: str) -> str:
    told = paper.about
    themes = (
        {one.row.theme: None for one in told.findings if one.row.theme and one.row.type in ASKING}
        if told
        else {}
    )
    if not themes:
        return ""
    return _(
        "Eén plek waar mensen vinden wat er is: nieuws, agenda, initiatieven, hulp en hoe het met het plan gaat. "
        "Mensen vroegen vooral iets over: %s."
    ) % phrases.together([theme[:1].lower() + theme[1:] for theme in themes])


def _programme(paper: Paper, _about: str) -> str:
    lines = []
    for row in _follows(paper):
        when = phrases.short_period(row.starts_on, row.ends_on) if row.starts_on or row.ends_on else ""
        name = phrases.example(row.name, row.illustrative)
        lines.append(f"{name}, {when}." if when else f"{name}.")
    return listed(lines)


def _practice(paper: Paper, _about: str) -> str:
    names: dict[str, list[str]] = {}
    for row in _follows(paper):
        owner = paper.facts.partner_by_id.get(row.owner_id)
        if owner:
            names.setdefault(owner.name, []).append(row.name)
    return listed(f"{name}: {phrases.together(found)}." for name, found in names.items())


# fmt: off
REASON = Slot("reason", gettext_lazy("Aanleiding en vraag"), gettext_lazy("Waarom deze gesprekken, en wat wilde de gemeente weten?"), _reason, "round")
METHOD = Slot("method", gettext_lazy("Zo gingen wij te werk"), gettext_lazy("Hoe ging een gesprek, en wat deed u met wat mensen zeiden?"), _method, "round")
BROADEN = Slot("broaden", gettext_lazy("Verbreden"), gettext_lazy("Wat er al is, en ook voor anderen of op andere plekken nodig is."), _broaden, "round")
SCALE_UP = Slot("scale_up", gettext_lazy("Opschalen"), gettext_lazy("Wat helpt, en vaker of groter mag."), _scale_up, "round")
EMBED = Slot("embed", gettext_lazy("Verankeren"), gettext_lazy("Wat helpt, en een vaste plek nodig heeft in beleid of begroting."), _embed, "round")
PLATFORM = Slot("platform", gettext_lazy("Een platform"), gettext_lazy("Waar vinden mensen elkaar en alles wat er is?"), _platform, "round")
PROGRAMME = Slot("programme", gettext_lazy("Een programma"), gettext_lazy("Welke activiteiten horen bij wat mensen vertelden?"), _programme, "round")
PRACTICE = Slot("practice", gettext_lazy("Verbinding met de praktijk"), gettext_lazy("Wie gaat ermee aan het werk?"), _practice, "round")
# fmt: on
SLOTS = (REASON, METHOD, BROADEN, SCALE_UP, EMBED, PLATFORM, PROGRAMME, PRACTICE)
