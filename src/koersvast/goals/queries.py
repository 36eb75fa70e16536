"""What people ask about the goals of a cycle. Answers are frozen values; the number of queries is fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from koersvast.audit.models import Entry
from koersvast.cycles.models import Cycle
from koersvast.cycles.words import Group, Theme, labels
from koersvast.goals import rules
from koersvast.goals.models import Ambition, Goal, GoalKind, GoalLink, KeptWording, Story
from koersvast.people.models import User

UNDOABLE = (
    "goal.added",
    "goal.renamed",
    "goal.described",
    "goal.moved",
    "goal.indented",
    "goal.outdented",
    "goal.raised",
    "goal.lowered",
    "goal.linked",
    "goal.unlinked",
    "goal.removed",
    "goal.wording_kept",
    "goal.redone",
)


@dataclass(frozen=True)
class Ref:
    """A goal as another one names it."""

    id: str
    number: str
    text: str


@dataclass(frozen=True)
class Node:
    """An ambition (level 0), a result (1) or a subgoal (2 and deeper) with everything below it."""

    id: str
    key: str
    number: str
    level: int
    text: str
    version: int
    why: str = ""
    kind: str = ""
    theme: str = ""
    groups: tuple[str, ...] = ()
    place: str = ""
    by_year: int | None = None
    label: str = ""
    note: str = ""
    illustrative: bool = False
    home: Ref | None = None
    also_under: tuple[Ref, ...] = ()
    also_from: tuple[Ref, ...] = ()
    children: tuple[Node, ...] = ()
    activities: int | None = None
    hint: rules.ReadsAsActivity | None = None
    kept_because: str = ""

    @property
    def is_ambition(self) -> bool:
        return self.level == 0

    @property
    def is_result(self) -> bool:
        return self.level == 1

    @property
    def ref(self) -> Ref:
        return Ref(self.id, self.number, self.text)

    @property
    def kind_label(self) -> str:
        return str(GoalKind(self.kind).label) if self.kind else ""

    @property
    def theme_label(self) -> str:
        return str(Theme(self.theme).label) if self.theme else ""

    @property
    def group_labels(self) -> list[str]:
        return labels(Group, self.groups)

    @property
    def result_count(self) -> int:
        return sum(node.is_result for node in self.walk())

    @property
    def subgoal_count(self) -> int:
        return sum(node.level > 1 for node in self.walk())

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, as in the outline."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class GoalTree:
    """All goals of one cycle."""

    ambitions: tuple[Node, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.walk()}

    @cached_property
    def names(self) -> dict[str, str]:
        return {node.id: f"{node.number} {node.text}" for node in self.walk()}

    def walk(self) -> Iterator[Node]:
        for ambition in self.ambitions:
            yield from ambition.walk()

    def find(self, node_id: object) -> Node | None:
        return self.by_id.get(str(node_id))

    def chain_up(self, node: Node) -> list[Node]:
        """From the ambition down to the node's home, along the homes."""
        chain: list[Node] = []
        while node.home:
            node = self.by_id[node.home.id]
            chain.append(node)
        return chain[::-1]

    @property
    def results(self) -> list[Node]:
        return [result for ambition in self.ambitions for result in ambition.children]

    @property
    def goals(self) -> list[Node]:
        return [node for node in self.walk() if not node.is_ambition]


def graph(cycle: Cycle) -> rules.Graph:
    """The goals of this cycle as rules see them. Three queries."""
    return _graph(*_rows(cycle))


def tree(
    cycle: Cycle, *, activities: Mapping[UUID, int] | None = None, goals: list[Goal] | None = None
) -> GoalTree:
    """The whole tree in four queries.

    ``activities``: how many per goal, counted by the layer above; ``goals``: all of this cycle, from who read them.
    """
    ambitions, goals, links = _rows(cycle, goals)
    kept = {
        str(row.goal_id): row for row in KeptWording.objects.filter(goal__cycle=cycle, goal__removed_at=None)
    }
    found = _graph(ambitions, goals, links)
    numbers = rules.numbering(found)
    rows: dict[str, Ambition | Goal] = {}
    rows.update({str(row.pk): row for row in ambitions})
    rows.update({str(row.pk): row for row in goals})
    refs = {node: Ref(node, numbers[node], rows[node].text) for node in found.home}
    also_from: dict[str, list[Ref]] = {}
    for child, parents in found.further.items():
        for parent in parents:
            also_from.setdefault(parent, []).append(refs[child])

    def build(node: str, level: int) -> Node:
        return _node(
            rows[node],
            numbers[node],
            level,
            kept.get(node),
            home=refs.get(found.home[node]),
            also_under=tuple(refs[parent] for parent in found.further.get(node, ())),
            also_from=tuple(also_from.get(node, ())),
            children=tuple(build(child, level + 1) for child in found.below(node)),
            activities=activities.get(UUID(node), 0) if activities is not None and level else None,
        )

    return GoalTree(tuple(build(node, 0) for node in found.below(rules.ROOT)))


def goal(cycle: Cycle, node_id: object) -> Node | None:
    """One ambition or goal with what is below it, or None."""
    return tree(cycle).find(node_id)


def row(cycle: Cycle, node_id: object) -> Ambition | Goal | None:
    """The row to write to: an ambition or a goal of this cycle."""
    try:
        wanted = UUID(str(node_id))
    except ValueError:
        return None
    found: Ambition | Goal | None = (
        Goal.objects.filter(cycle=cycle, pk=wanted).first()
        or Ambition.objects.filter(cycle=cycle, pk=wanted).first()
    )
    return found


def kept_wordings(cycle: Cycle) -> set[UUID]:
    """The goals whose wording people answered for: it reads as an activity and stays so, with a reason."""
    rows = KeptWording.objects.filter(goal__cycle=cycle, goal__removed_at=None).select_related("goal")
    return {row.goal_id for row in rows if row.wording == row.goal.text}


def stories(goal_id: str) -> list[Story]:
    return list(Story.objects.filter(goal_id=goal_id).order_by("position", "id"))


def history(cycle: Cycle, *, subject: UUID | str | None = None, limit: int = 100) -> list[Entry]:
    """The last acts on the goals of this cycle, or on one goal, newest first."""
    entries = _entries(cycle)
    if subject is not None:
        entries = entries.filter(subject_id=subject)
    return list(entries.select_related("by", "undone_by__by").prefetch_related("changes")[:limit])


def last_own_act(cycle: Cycle, by: User) -> Entry | None:
    """What Ctrl+Z takes back: the newest own act that was not taken back yet."""
    return _entries(cycle).filter(by=by, undone_by=None, verb__in=UNDOABLE).first()


def last_own_undo(cycle: Cycle, by: User) -> Entry | None:
    """What can be done again: the newest own act, when that was an undo."""
    newest = _entries(cycle).filter(by=by).first()
    return newest if newest is not None and newest.verb == "goal.undone" else None


def texts(cycle: Cycle) -> dict[str, str]:
    """The texts of all ambitions and goals, the removed ones too: history must be able to name them."""
    return {
        str(pk): text
        for model in (Ambition, Goal)
        for pk, text in model.with_removed.filter(cycle=cycle).values_list("pk", "text")
    }


def keys_in_plan(cycle: Cycle) -> set[str]:
    """Every key of this cycle, of whatever feature: a plan file has one list of keys.

    Looks at all tables with a key and a cycle, because the features above this one have keys as well.
    """
    found: set[str] = set()
    for model in apps.get_models():
        fields = {field.name for field in model._meta.get_fields()}
        if model.__module__.startswith("koersvast.") and {"key", "cycle"} <= fields:
            manager: Any = getattr(model, "with_removed", model._default_manager)
            found.update(manager.filter(cycle=cycle).values_list("key", flat=True))
    return found


@dataclass(frozen=True)
class Matrix:
    """Goals against groups. ``rows``: (name, cells), each cell the goals of that row for that group."""

    groups: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Node, ...], ...]], ...]
    unnamed_groups: tuple[str, ...]
    without_group: tuple[Node, ...]

    @property
    def group_labels(self) -> list[str]:
        return labels(Group, self.groups)

    @property
    def unnamed_labels(self) -> list[str]:
        return labels(Group, self.unnamed_groups)


def matrix(found: GoalTree, *, by: str = "results") -> Matrix:
    """``by``: "results" (a result with its subgoals), "themes" or "labels" (the plan's own words)."""
    used = Counter(group for node in found.goals for group in node.groups)
    groups = tuple(group for group in Group.values if used[group])
    return Matrix(
        groups=groups,
        rows=tuple(
            (name, tuple(tuple(n for n in nodes if group in n.groups) for group in groups))
            for name, nodes in grouped(found, by=by).items()
        ),
        unnamed_groups=tuple(group for group in Group.values if not used[group]),
        without_group=tuple(node for node in found.goals if not node.groups),
    )


def grouped(found: GoalTree, *, by: str) -> dict[str, list[Node]]:
    """The same tree in other drawers: by result, by theme or by the municipality's own word."""
    if by == "results":
        return {f"{result.number}. {result.text}": list(result.walk()) for result in found.results}
    drawers: dict[str, list[Node]] = {}
    for result in found.results:
        _put_away(result, "", drawers, by)
    return drawers


def _put_away(node: Node, above: str, drawers: dict[str, list[Node]], by: str) -> None:
    """A goal without a word of its own lies in the drawer of the goal above it."""
    name = (node.theme_label if by == "themes" else node.label) or above
    if name:
        drawers.setdefault(name, []).append(node)
    for child in node.children:
        _put_away(child, name, drawers, by)


Link = tuple[UUID, UUID, bool]  # parent, child, primary


def _rows(cycle: Cycle, goals: list[Goal] | None = None) -> tuple[list[Ambition], list[Goal], list[Link]]:
    links = GoalLink.objects.filter(child__cycle=cycle, child__removed_at=None, parent__removed_at=None)
    ordered = links.order_by("position", "child__position", "child__key")
    return (
        list(Ambition.objects.filter(cycle=cycle)),
        list(Goal.objects.filter(cycle=cycle)) if goals is None else goals,
        list(ordered.values_list("parent_id", "child_id", "primary")),
    )


def _graph(ambitions: list[Ambition], goals: list[Goal], links: list[Link]) -> rules.Graph:
    children: dict[str, tuple[str, ...]] = {rules.ROOT: tuple(str(row.pk) for row in ambitions)}
    further: dict[str, tuple[str, ...]] = {}
    at_home = {str(row.pk) for row in ambitions}
    for row in goals:
        parent = str(row.ambition_id)
        if row.ambition_id and parent in at_home:
            children[parent] = (*children.get(parent, ()), str(row.pk))
    for parent_id, child_id, primary in links:
        parent, child = str(parent_id), str(child_id)
        if primary:
            children[parent] = (*children.get(parent, ()), child)
        else:
            further[child] = (*further.get(child, ()), parent)
    reachable = set(rules.Graph(children, {}).branch(rules.ROOT))
    return rules.Graph(
        children={parent: below for parent, below in children.items() if parent in reachable and below}
        | ({} if ambitions else {rules.ROOT: ()}),
        further={
            child: tuple(sorted(parent for parent in parents if parent in reachable))
            for child, parents in further.items()
            if child in reachable
        },
    )


def _node(row: Ambition | Goal, number: str, level: int, kept: KeptWording | None, **more: Any) -> Node:
    """``more``: its place among the others."""
    base: dict[str, Any] = dict(
        more,
        id=str(row.pk),
        key=row.key,
        number=number,
        level=level,
        text=row.text,
        version=row.version,
        note=row.note,
        illustrative=row.illustrative,
    )
    if isinstance(row, Ambition):
        return Node(**base, why=row.why)
    answered = kept is not None and kept.wording == row.text
    return Node(
        **base,
        kind=row.kind,
        theme=row.theme,
        groups=tuple(row.groups),
        place=row.place,
        by_year=row.by_year,
        label=row.label,
        hint=None if answered else rules.reads_as_activity(row.text),
        kept_because=kept.reason if kept is not None and answered else "",
    )


def _entries(cycle: Cycle) -> QuerySet[Entry]:
    """Acts on ambitions and goals of this cycle."""
    ours = Q(
        subject_type="goals.ambition", subject_id__in=Ambition.with_removed.filter(cycle=cycle).values("pk")
    )
    ours |= Q(subject_type="goals.goal", subject_id__in=Goal.with_removed.filter(cycle=cycle).values("pk"))
    entries: QuerySet[Entry] = Entry.objects.filter(ours)
    return entries
