"""Refusals and changes of the goal tree in words that a person can use."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from koersvast.goals.rules import Refusal, Refused


def why_not(refused: Refused, names: Mapping[str, str]) -> str:
    """The reason; ``names`` maps ids to what people know a goal by: "1.1 Melden"."""
    if refused.refusal is Refusal.CIRCLE:
        path = " → ".join(names.get(node, _("een ander doel")) for node in refused.path)
        return _("Dat zou een kring geven: %(path)s. Een doel kan niet aan zichzelf bijdragen.") % {
            "path": path
        }
    return str(_reasons()[refused.refusal])


def _reasons() -> dict[Refusal, str]:
    return {
        Refusal.TOO_DEEP: _("Dieper inspringen kan niet: tien niveaus is genoeg voor elk plan."),
        Refusal.NO_PREVIOUS: _("Er staat geen doel boven om onder te hangen."),
        Refusal.ALREADY_RESULT: _("Dit doel staat al direct onder een ambitie."),
        Refusal.ALREADY_FIRST: _("Dit staat al bovenaan."),
        Refusal.ALREADY_LAST: _("Dit staat al onderaan."),
        Refusal.ALREADY_LINKED: _("Dit doel draagt daar al aan bij."),
        Refusal.NOT_LINKED: _("Deze koppeling is er niet meer."),
        Refusal.RESULT_HAS_ONE_HOME: _(
            "Een resultaat hangt onder één ambitie. Alleen een subdoel kan aan meer doelen bijdragen."
        ),
        Refusal.NOT_A_GOAL: _("Dit kan alleen met een doel, niet met een ambitie."),
        Refusal.GONE: _("Een doel dat hiervoor nodig is, is er niet meer."),
        Refusal.CHANGED_SINCE: _("Iemand heeft dit daarna veranderd. Daarom kan het niet ongedaan worden."),
    }


def nothing_to_undo() -> str:
    return _("Er is niets van u om ongedaan te maken.")


def verbs() -> dict[str, str]:
    """What the history calls an act."""
    return {
        "goal.added": _("Toegevoegd"),
        "goal.renamed": _("Tekst veranderd"),
        "goal.described": _("Beschrijving veranderd"),
        "goal.moved": _("Verplaatst"),
        "goal.indented": _("Ingesprongen"),
        "goal.outdented": _("Uitgesprongen"),
        "goal.raised": _("Omhoog gezet"),
        "goal.lowered": _("Omlaag gezet"),
        "goal.linked": _("Gekoppeld aan nog een doel"),
        "goal.unlinked": _("Koppeling weggehaald"),
        "goal.removed": _("Verwijderd"),
        "goal.wording_kept": _("Tekst zo gelaten, met reden"),
        "goal.undone": _("Ongedaan gemaakt"),
        "goal.redone": _("Opnieuw gedaan"),
    }
