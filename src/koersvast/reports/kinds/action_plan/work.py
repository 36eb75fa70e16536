"""Chapters 7 to 10: activities, their quality, partners, and residents."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from koersvast.activities.models import Activity, EvidenceLevel
from koersvast.cycles.models import Session
from koersvast.cycles.words import Party
from koersvast.reports.document import Block, BulletList, Heading, Item, Note, Paragraph, Table
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import decimal, whole

MOST_NAMES = 25
MOST_NOTES = 5


def names(rows: list[Activity]) -> str:
    """Names for in a sentence; a very long list ends with how many more there are."""
    shown = [row.name for row in rows[:MOST_NAMES]]
    if len(rows) > MOST_NAMES:
        return _("%(names)s en nog %(more)d andere") % {
            "names": ", ".join(shown),
            "more": len(rows) - MOST_NAMES,
        }
    return phrases.together(shown)


def activities(facts: Facts) -> list[Block]:
    if not facts.activities:
        return [phrases.missing(_("de activiteiten: wie doet wat, en waaraan draagt het bij?"))]
    blocks: list[Block] = [
        Paragraph(
            _(
                "Een activiteit draagt bij aan een doel. Dat een doel dichterbij komt, komt nooit door één activiteit "
                "alleen. De nummers verwijzen naar de resultaten en subdoelen."
            )
        ),
        Table(
            (_("Activiteit"), _("Eigenaar"), _("Draagt bij aan, omdat"), _("Wanneer")),
            tuple(_activity_row(facts, activity) for activity in facts.activities),
            widths=(9, 5, 10, 4),
        ),
    ]
    loose = [activity for activity in facts.activities if not facts.contributions.get(activity.pk)]
    if loose:
        blocks.append(Note(_("Nog niet gekoppeld aan een doel: %s.") % names(loose), "attention"))
    bare = [
        place
        for place in facts.places.values()
        if place.depth and not place.children and place.goal.pk not in facts.helped
    ]
    if bare:
        listed = phrases.together([f"{place.number} {place.goal.text}" for place in bare[:MOST_NAMES]])
        more = len(bare) - MOST_NAMES
        if more > 0:
            listed += " " + _("en nog %d andere") % more
        blocks.append(Note(_("Voor deze subdoelen is er nog geen activiteit: %s.") % listed, "attention"))
    return blocks


def _activity_row(facts: Facts, activity: Activity) -> tuple[str, ...]:
    name = phrases.example(activity.name, activity.illustrative)
    if activity.what:
        name += f"\n{activity.what}"
    if activity.symbol:
        name += "\n" + _("Dit is een teken (symbool).")
    for output in facts.outputs.get(activity.pk, []):
        if output.target is not None:
            name += "\n" + _("Doel: %(number)s %(what)s") % {
                "number": decimal(output.target),
                "what": output.what,
            }
    owner = facts.partner_by_id.get(activity.owner_id)
    who = owner.name if owner else _("niet ingevuld")
    others = [
        facts.partner_by_id[partner].name
        for partner in facts.cooperations.get(activity.pk, [])
        if partner in facts.partner_by_id
    ]
    if others:
        who += "\n" + _("met %s") % phrases.together(others)
    return (
        name,
        who,
        _contributions(facts, activity) or _("nog niet gekoppeld aan een doel"),
        f"{phrases.short_period(activity.starts_on, activity.ends_on)}\n"
        f"{str(activity.get_status_display()).lower()}",
    )


def _contributions(facts: Facts, activity: Activity) -> str:
    found = []
    for one in facts.contributions.get(activity.pk, []):
        place = facts.places.get(one.goal_id)
        found.append(f"{place.number}: {one.rationale}" if place else one.rationale)
    return "\n".join(found)


def quality(facts: Facts) -> list[Block]:
    known = [activity for activity in facts.activities if activity.pk in facts.qualities]
    unknown = [activity for activity in facts.activities if activity.pk not in facts.qualities]
    blocks: list[Block] = []
    if known:
        blocks.append(
            Table(
                (
                    _("Activiteit"),
                    _("Methode"),
                    _("Onderbouwing"),
                    _("Scholing en voorwaarden"),
                    _("Ervaring"),
                ),
                tuple(_quality_row(facts, activity) for activity in known),
                widths=(7, 6, 5, 7, 4),
            )
        )
        count = Counter(facts.qualities[activity.pk].evidence_level for activity in known)
        proven = sum(
            count[level]
            for level in (
                EvidenceLevel.FIRST_INDICATIONS,
                EvidenceLevel.GOOD_INDICATIONS,
                EvidenceLevel.STRONG_INDICATIONS,
            )
        )
        filled = _("Van %s is de onderbouwing ingevuld.") % phrases.activities_counted(len(known))
        working = (
            _("Bij %s daarvan zijn er aanwijzingen dat de aanpak werkt.") % whole(proven)
            if proven
            else _("Bij geen daarvan is er een aanwijzing dat de aanpak werkt.")
        )
        blocks.append(Paragraph(f"{filled} {working}"))
    if unknown:
        blocks.append(phrases.missing(_("methode en onderbouwing van %s.") % names(unknown)))
    return blocks or [phrases.missing(_("hoe de kwaliteit van de activiteiten wordt bewaakt."))]


def _quality_row(facts: Facts, activity: Activity) -> tuple[str, ...]:
    found = facts.qualities[activity.pk]
    experts = {True: _("ervaringsdeskundigen doen mee"), False: _("niet"), None: _("niet ingevuld")}
    return (
        phrases.example(activity.name, activity.illustrative or found.illustrative),
        found.method or _("niet ingevuld"),
        str(found.get_evidence_level_display()),
        "\n".join(text for text in (found.training, found.conditions) if text) or _("niet ingevuld"),
        experts[found.experience_experts],
    )


def partners(facts: Facts) -> list[Block]:
    if not facts.partners:
        return [phrases.missing(_("welke organisaties meedoen en in welke rol."))]
    owns = Counter(activity.owner_id for activity in facts.activities)
    helps = Counter(partner for found in facts.cooperations.values() for partner in found)
    blocks: list[Block] = [
        Table(
            (_("Organisatie"), _("Partij"), _("Rol"), _("Belang"), _("Mandaat")),
            tuple(
                (
                    phrases.example(f"{partner.name}\n{partner.get_kind_display()}", partner.illustrative),
                    str(partner.get_party_display()).lower(),
                    _role(owns[partner.pk], helps[partner.pk]),
                    partner.interest or _("niet ingevuld"),
                    partner.mandate or _("niet ingevuld"),
                )
                for partner in facts.partners
            ),
            widths=(7, 4, 6, 7, 6),
        )
    ]
    there = {partner.party for partner in facts.partners}
    absent = [str(party.label).lower() for party in Party if party.value not in there]
    if absent:
        blocks.append(Note(_("Nog niet aan tafel: %s.") % phrases.together(absent), "attention"))
    return blocks


def _role(owns: int, helps: int) -> str:
    parts = []
    if owns:
        parts.append(_("eigenaar van %s") % phrases.activities_counted(owns))
    if helps:
        parts.append(_("werkt mee aan %s") % phrases.activities_counted(helps))
    return "\n".join(parts) or _("denkt mee")


def residents(facts: Facts) -> list[Block]:
    own = [partner.name for partner in facts.partners if partner.party == Party.RESIDENTS]
    blocks: list[Block] = []
    if own:
        blocks.append(Paragraph(_("Namens inwoners doen mee: %s.") % phrases.together(own)))
    else:
        blocks.append(phrases.missing(_("wie namens inwoners meepraat.")))
    held = [session for session in facts.sessions if Party.RESIDENTS in session.parties]
    if held:
        blocks.append(
            Table(
                (_("Wanneer"), _("Bijeenkomst met inwoners"), _("Opbrengst")),
                tuple(
                    (
                        spoken(session.held_on),
                        phrases.example(session.title, session.illustrative),
                        session.outcome or _("niet ingevuld"),
                    )
                    for session in held
                ),
                widths=(5, 9, 10),
            )
        )
        blocks += _loudest(facts, held)
    else:
        blocks.append(phrases.missing(_("bijeenkomsten waar inwoners bij waren.")))
    blocks.append(Heading(2, _("Terugkoppeling")))
    back = [session for session in held if "terugkoppel" in f"{session.title} {session.outcome}".lower()]
    if back:
        blocks += [
            Paragraph(
                phrases.example(
                    _("%(day)s: %(title)s. %(outcome)s")
                    % {"day": spoken(session.held_on), "title": session.title, "outcome": session.outcome},
                    session.illustrative,
                )
            )
            for session in back
        ]
    else:
        blocks.append(phrases.missing(_("hoe en wanneer inwoners horen wat er met hun inbreng is gedaan.")))
    return blocks


def _loudest(facts: Facts, held: list[Session]) -> list[Block]:
    """What got most votes. Votes are dots on notes of a group evening, not people in a group."""
    voted = sorted(
        (note for session in held for note in facts.notes.get(session.pk, []) if note.votes),
        key=lambda note: -(note.votes or 0),
    )[:MOST_NOTES]
    if not voted:
        return []
    return [
        Heading(2, _("Wat kreeg de meeste stemmen?")),
        BulletList(tuple(Item(phrases.example(note.text, note.illustrative)) for note in voted)),
    ]
