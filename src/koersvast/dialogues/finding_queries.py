"""Questions about findings: which, how strong, for whom, and what they are linked to. A fixed number of queries."""

from __future__ import annotations

import copy
import uuid
from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.activities.models import Activity, Initiative
from koersvast.coding.models import Code, Coding, Merge
from koersvast.coding.rules import below
from koersvast.cycles.models import Cycle
from koersvast.dialogues.finding_rules import Place, Strength, under
from koersvast.dialogues.models import (
    Audible,
    DialogueRound,
    Finding,
    FindingActivity,
    FindingAmbition,
    FindingCode,
    FindingFragment,
    FindingGoal,
    FindingInitiative,
)
from koersvast.goals.models import Ambition, Goal
from koersvast.texts.models import Collection, Party, TeamMember

PARTIES = dict(Party.choices)
THEMES = frozenset({"theme", "thema", "thema's", "themes"})
SETTINGS = frozenset({"setting", "plek", "plekken", "settings"})
# kind of thing -> the table that links it, its field there, its own table
LINKS: dict[str, tuple[Any, str, Any]] = {
    "ambitie": (FindingAmbition, "ambition", Ambition),
    "doel": (FindingGoal, "goal", Goal),
    "activiteit": (FindingActivity, "activity", Activity),
    "initiatief": (FindingInitiative, "initiative", Initiative),
}


def findings_of(row: DialogueRound) -> QuerySet[Any]:
    return Finding.objects.filter(round=row)


def finding(row: DialogueRound, pk: Any) -> Finding | None:
    found: Finding | None = Finding.objects.filter(round=row, pk=pk).first()
    return found


@dataclass
class CodeTree:
    """The codes of a collection: what hangs under what, and which are themes and settings."""

    parents: dict[str, str | None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)  # code -> "theme", "setting" or ""
    became: dict[str, str] = field(default_factory=dict)  # a code that was merged -> what it became

    def with_below(self, code: Any) -> set[str]:
        """A code and what hangs under it; of a code that was merged, what it became."""
        now, seen = str(code), set()
        while now in self.became and now not in seen:
            seen.add(now)
            now = self.became[now]
        return below(self.parents, now) if now in self.parents else set()

    def words(self, kind: str) -> list[str]:
        return [self.labels[code] for code, root in self.roots.items() if root == kind]


def code_tree(collections: Some[Any]) -> CodeTree:
    """The codes of these collections. Two queries."""
    tree = CodeTree()
    rows = list(
        Code.objects.filter(codebook__collection__in=collections, removed_at=None)
        .order_by("position", "label")
        .values_list("pk", "parent_id", "key", "label", "assignable")
    )
    tops: dict[str, str] = {}
    for pk, parent, key, label, _assignable in rows:
        tree.parents[str(pk)] = str(parent) if parent else None
        tree.labels[str(pk)] = label
        if parent is None:
            known = {key.casefold(), label.casefold()}
            tops[str(pk)] = "theme" if known & THEMES else "setting" if known & SETTINGS else ""
    for pk, parent, _key, _label, assignable in rows:
        if parent is not None and assignable:
            tree.roots[str(pk)] = tops.get(_top(tree.parents, str(pk)), "")
    merged = Merge.objects.filter(codebook__collection__in=collections, undone=False)
    tree.became = {str(old): str(new) for old, new in merged.values_list("source_id", "target_id")}
    return tree


def _top(parents: Mapping[str, str | None], code: str) -> str:
    seen: set[str] = set()
    while (up := parents.get(code)) and up in parents and code not in seen:
        seen.add(code)
        code = up
    return code


@dataclass
class Basis:
    """What findings rest on now: their codings, with every other coding of the same rounds beside them."""

    mine: dict[Any, list[Place]]
    by_text: dict[Any, list[Place]]
    tree: CodeTree
    parties: dict[Any, str]


def basis_of(rows: Iterable[Finding]) -> Basis:
    """From words that are still there. Six queries, however many findings."""
    found = list(rows)
    codes: dict[Any, list[FindingCode]] = defaultdict(list)
    for one in FindingCode.objects.filter(finding__in=[row.pk for row in found]):
        codes[one.finding_id].append(one)
    chosen: dict[Any, set[Any]] = defaultdict(set)
    for pk, coding in FindingFragment.objects.filter(finding__in=[row.pk for row in found]).values_list(
        "finding_id", "coding_id"
    ):
        chosen[pk].add(coding)
    rounds = {row.round_id for row in found}
    collections = set(DialogueRound.objects.filter(pk__in=rounds).values_list("collection", flat=True))
    tree = code_tree(collections)
    places, parties = _places(collections)
    by_text: dict[Any, list[Place]] = defaultdict(list)
    for place in places:
        by_text[place.text].append(place)
    mine = {
        row.pk: [place for place in places if place.id in chosen[row.pk]]
        if row.chosen
        else _under(places, codes[row.pk], tree)
        for row in found
    }
    return Basis(mine, by_text, tree, parties)


def strengths(rows: Iterable[Finding]) -> dict[uuid.UUID, Strength]:
    """How strong each of these findings is now. Six queries, however many."""
    found = list(rows)
    if not found:
        return {}
    basis = basis_of(found)
    return {row.pk: _strength(basis.mine[row.pk], basis) for row in found}


def _places(collections: Some[Any]) -> tuple[list[Place], dict[Any, str]]:
    """Every coding on words that are still there, and of which kind of party each text is."""
    rows = Coding.objects.filter(
        text__collection__in=collections, text__data_key__isnull=False, code__removed_at=None
    )
    places, parties = [], {}
    for pk, text, start, end, code, party in rows.order_by().values_list(
        "pk", "text_id", "start", "end", "code_id", "text__party"
    ):
        places.append(Place(pk, text, start, end, str(code)))
        parties[text] = party
    return places, parties


def _under(places: list[Place], codes: list[FindingCode], tree: CodeTree) -> list[Place]:
    any_of = set().union(*(tree.with_below(one.code_id) for one in codes if not one.together), set())
    with_these = [tree.with_below(one.code_id) for one in codes if one.together]
    return under(places, any_of, with_these) if any_of else []


def _strength(mine: list[Place], basis: Basis) -> Strength:
    by_text, tree, parties = basis.by_text, basis.tree, basis.parties
    named = {party: str(label) for party, label in PARTIES.items()}
    texts: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for one in mine:
        texts["party", named[parties[one.text]]].add(one.text)
        for other in by_text[one.text]:
            # as in touching(), which is slow for millions of pairs
            if one.start < other.end and other.start < one.end and tree.roots.get(other.code):
                texts[tree.roots[other.code], tree.labels[other.code]].add(one.text)
    parts: dict[str, dict[str, int]] = {}
    for (kind, label), where in sorted(
        texts.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])
    ):
        parts.setdefault(kind, {})[label] = len(where)
    return Strength(
        len({one.text for one in mine}), len({(one.text, one.start, one.end) for one in mine}), parts
    )


def fragments_of(row: Finding) -> list[Coding]:
    """The codings that a finding rests on now, with their text and code."""
    return _told(one.id for one in basis_of([row]).mine[row.pk])


def fragments_to_choose_from(row: Finding) -> list[Coding]:
    """Everything under the codes of a finding, and what was chosen for it before."""
    as_by_codes = copy.copy(row)
    as_by_codes.chosen = False
    by_codes = [one.id for one in basis_of([as_by_codes]).mine[row.pk]]
    chosen = FindingFragment.objects.filter(finding=row).values_list("coding_id", flat=True)
    return _told([*by_codes, *chosen])


def _told(codings: Iterable[Any]) -> list[Coding]:
    return list(
        Coding.objects.filter(pk__in=list(codings), text__data_key__isnull=False, code__removed_at=None)
        .select_related("text__data_key", "code")
        .order_by("text__number", "start", "end")
    )


@dataclass(frozen=True)
class Heard:
    """A finding as somebody may read it beside a goal or an activity."""

    row: Finding
    strength: Strength
    in_team: bool

    @property
    def count(self) -> int | None:
        """In how many conversations. None: in fewer than three, and not more is said."""
        return self.strength.conversations if self.in_team or self.strength.open else None

    @property
    def often(self) -> str:
        """The same in words."""
        if self.count is None:
            return _("in minder dan drie gesprekken")
        said = ngettext("in %(count)s gesprek", "in %(count)s losse gesprekken", self.count)
        return said % {"count": self.count}

    @property
    def parts(self) -> list[tuple[str, list[tuple[str, int | None]]]]:
        found = self.strength.breakdown(in_team=self.in_team)
        return [(kind, list(counts.items())) for kind, counts in found.items()]


def visible(cycle: Cycle, *, user_id: Any) -> QuerySet[Any]:
    """Findings of a cycle that somebody may read: everything of a round they are in the team of, else what is shared."""
    mine = TeamMember.objects.filter(user=user_id, collection__cycle=cycle).values("collection")
    return Finding.objects.filter(
        Q(round__collection__in=mine) | ~Q(visibility=Audible.TEAM), round__cycle=cycle
    ).select_related("round")


def as_heard(rows: Iterable[Finding], *, user_id: Any) -> list[Heard]:
    """With their strength. ``rows`` know their round."""
    found = list(rows)
    teams = (
        set(TeamMember.objects.filter(user=user_id).values_list("collection_id", flat=True))
        if found
        else set()
    )
    strong = strengths(found)
    heard = [Heard(row, strong[row.pk], row.round.collection_id in teams) for row in found]
    return sorted(heard, key=lambda one: (-(one.count or 0), one.row.statement))


def heard_about(cycle: Cycle, kind: str, pk: Any, *, user_id: Any) -> list[Heard]:
    """What residents say about an ambition, goal, activity or initiative, for this reader. ``kind``: of LINKS."""
    table, name, _model = LINKS[kind]
    linked = table.objects.filter(**{name: pk}).values("finding")
    return as_heard(visible(cycle, user_id=user_id).filter(pk__in=linked), user_id=user_id)


def heard_per(cycle: Cycle, kind: str, *, user_id: Any) -> dict[Any, list[Heard]]:
    """The same for everything of a kind that something was heard about, by its id. A fixed number of queries."""
    table, name, _model = LINKS[kind]
    rows = visible(cycle, user_id=user_id)
    linked = table.objects.filter(finding__in=rows.values("pk")).values_list("finding_id", f"{name}_id")
    about: dict[Any, list[Any]] = defaultdict(list)
    for finding_id, pk in linked:
        about[finding_id].append(pk)
    found: dict[Any, list[Heard]] = defaultdict(list)
    for one in as_heard(rows.filter(pk__in=list(about)), user_id=user_id):
        for pk in about[one.row.pk]:
            found[pk].append(one)
    return dict(found)


def shared_per_goal(cycle: Cycle) -> dict[Any, list[Heard]]:
    """For papers: what is shared about each goal, as somebody outside the team reads it, strongest first."""
    linked = FindingGoal.objects.filter(finding__round__cycle=cycle)
    goals: dict[Any, list[Any]] = defaultdict(list)
    for finding_id, goal_id in linked.values_list("finding_id", "goal_id"):
        goals[finding_id].append(goal_id)
    rows = Finding.objects.filter(~Q(visibility=Audible.TEAM), round__cycle=cycle, pk__in=list(goals))
    found: dict[Any, list[Heard]] = defaultdict(list)
    for one in as_heard(rows.select_related("round"), user_id=None):
        for goal_id in goals[one.row.pk]:
            found[goal_id].append(one)
    return found


def public_of(row: DialogueRound) -> list[Heard]:
    """What everybody may read of a round, as somebody outside the team reads it, strongest first."""
    rows = Finding.objects.filter(round=row, visibility=Audible.PUBLIC).select_related("round")
    return as_heard(rows, user_id=None)


def links_of(findings: Some[Any]) -> dict[str, dict[Any, list[Any]]]:
    """Per kind of LINKS: finding -> ids of what it is linked to. Four queries."""
    found: dict[str, dict[Any, list[Any]]] = {}
    for kind, (table, name, _model) in LINKS.items():
        found[kind] = defaultdict(list)
        pairs = table.objects.filter(finding__in=list(findings)).order_by("pk")
        for finding, other in pairs.values_list("finding_id", f"{name}_id"):
            found[kind][finding].append(other)
    return found


@dataclass(frozen=True)
class Linked:
    """Something a finding is linked to: its kind, its row, and how it is called."""

    kind: str
    row: Any
    name: str


def linked_to(row: Finding) -> list[Linked]:
    """Four queries. What was removed from the plan is not there."""
    found = []
    for kind, (table, name, model) in LINKS.items():
        ids = table.objects.filter(finding=row).values(name)
        found += [Linked(kind, one, called(one)) for one in model.objects.filter(pk__in=ids)]
    return found


def called(row: Any) -> str:
    return str(getattr(row, "text", "") or getattr(row, "name", ""))


def choices_of(cycle: Cycle) -> dict[str, list[tuple[str, str]]]:
    """What a finding can be linked to, per kind. Four queries."""
    return {
        kind: [(str(one.pk), called(one)) for one in model.objects.filter(cycle=cycle)]
        for kind, (_table, _name, model) in LINKS.items()
    }


def in_team(collection: Collection, user_id: Any) -> bool:
    return TeamMember.objects.filter(collection=collection, user=user_id).exists()
