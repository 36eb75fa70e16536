"""The goal graph and what may be done to it. Pure: no database, no web, no clock.

A graph holds ids as text. Every ambition stands under ROOT, every goal has one home (an ambition or a goal:
where it stands in the outline) and may have further parents that it also contributes to. Each operation gives
a new graph or raises Refused; what differs between two graphs can be written down and turned back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

ROOT = "root"
DEPTH_LIMIT = 10  # a plan file nests at most 30 levels deep, and a goal with its indicators takes up to 3

Fact = tuple[str, int]  # (parent, position); a further parent has position 0
Change = tuple[Fact | None, Fact | None]  # before, after
Changes = dict[str, Change]  # by "home:<node>" or "further:<goal>:<parent>"


class Refusal(StrEnum):
    """Why an operation is not possible; sentences.py turns it into words."""

    CIRCLE = "circle"
    TOO_DEEP = "too deep"
    NO_PREVIOUS = "no previous"
    ALREADY_RESULT = "already result"
    ALREADY_FIRST = "already first"
    ALREADY_LAST = "already last"
    ALREADY_LINKED = "already linked"
    NOT_LINKED = "not linked"
    RESULT_HAS_ONE_HOME = "result has one home"
    NOT_A_GOAL = "not a goal"
    GONE = "gone"
    CHANGED_SINCE = "changed since"


class Refused(Exception):
    """The graph stays as it was. ``path`` names the goals that are in the way, from below to above."""

    def __init__(self, refusal: Refusal, path: Sequence[str] = ()) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.path = tuple(path)


@dataclass(frozen=True)
class Graph:
    """``children``: ROOT -> ambitions, node -> goals whose home it is; ``further``: goal -> more parents."""

    children: Mapping[str, tuple[str, ...]]
    further: Mapping[str, tuple[str, ...]]

    @cached_property
    def home(self) -> dict[str, str]:
        return {child: parent for parent, children in self.children.items() for child in children}

    def below(self, node: str) -> tuple[str, ...]:
        return self.children.get(node, ())

    def is_ambition(self, node: str) -> bool:
        return self.home.get(node) == ROOT

    def is_result(self, node: str) -> bool:
        return node in self.home and self.is_ambition(self.home[node])

    def parents(self, node: str) -> tuple[str, ...]:
        """Everything that this node contributes to: its home first, then the further parents."""
        home = self.home.get(node)
        return ((home,) if home not in (None, ROOT) else ()) + self.further.get(node, ())

    def depth(self, node: str) -> int:
        """An ambition is 0, a result 1, its subgoals 2."""
        depth = -1
        while node != ROOT:
            node, depth = self.home[node], depth + 1
        return depth

    def height(self, node: str) -> int:
        return max((len(trail) for trail in self._trails(node)), default=0)

    def _trails(self, node: str) -> Iterator[tuple[str, ...]]:
        open_trails: list[tuple[str, ...]] = [(child,) for child in self.below(node)]
        while open_trails:
            trail = open_trails.pop()
            yield trail
            open_trails.extend((*trail, child) for child in self.below(trail[-1]))

    def branch(self, node: str) -> tuple[str, ...]:
        """The node and everything whose home is under it, from top to bottom as in the outline."""
        found: list[str] = []
        waiting = [node]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(reversed(self.below(node)))
        return tuple(found)


EMPTY = Graph(children={ROOT: ()}, further={})


def path_up(graph: Graph, low: str, high: str) -> tuple[str, ...]:
    """One way along which ``low`` contributes to ``high``, both included; empty when there is none."""
    came_from: dict[str, str] = {low: low}
    waiting = [low]
    while waiting:
        node = waiting.pop(0)
        if node == high:
            return _walk_back(came_from, low, high)
        for parent in graph.parents(node):
            if parent not in came_from:
                came_from[parent] = node
                waiting.append(parent)
    return ()


def _walk_back(came_from: Mapping[str, str], low: str, high: str) -> tuple[str, ...]:
    path = [high]
    while path[-1] != low:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def may_link(graph: Graph, child: str, parent: str) -> Refused | None:
    """None when ``child`` may also contribute to ``parent``, else the refusal with the path in the way."""
    if child not in graph.home or parent not in graph.home:
        return Refused(Refusal.GONE)
    if graph.is_ambition(child) or graph.is_ambition(parent):
        return Refused(Refusal.NOT_A_GOAL)
    if graph.is_result(child):
        return Refused(Refusal.RESULT_HAS_ONE_HOME)
    if parent in graph.parents(child):
        return Refused(Refusal.ALREADY_LINKED)
    circle = path_up(graph, parent, child)
    return Refused(Refusal.CIRCLE, circle) if circle else None


def link(graph: Graph, child: str, parent: str) -> Graph:
    refused = may_link(graph, child, parent)
    if refused:
        raise refused
    return _with_further(graph, {child: (*graph.further.get(child, ()), parent)})


def unlink(graph: Graph, child: str, parent: str) -> Graph:
    if parent not in graph.further.get(child, ()):
        raise Refused(Refusal.NOT_LINKED)
    return _with_further(graph, {child: tuple(p for p in graph.further[child] if p != parent)})


def add(graph: Graph, node: str, under: str = ROOT, *, after: str | None = None) -> Graph:
    """A new node: an ambition under ROOT, else a goal. Without ``after`` it comes last."""
    if under != ROOT and under not in graph.home:
        raise Refused(Refusal.GONE)
    if under != ROOT and graph.depth(under) >= DEPTH_LIMIT:
        raise Refused(Refusal.TOO_DEEP)
    return _with_children(graph, {under: _placed(graph.below(under), node, after)})


def move(graph: Graph, node: str, under: str, *, after: str | None = None) -> Graph:
    """Give a goal another home, after ``after`` or as the last. Ambitions move only among themselves."""
    if node not in graph.home or under not in (ROOT, *graph.home):
        raise Refused(Refusal.GONE)
    if graph.is_ambition(node) != (under == ROOT):
        raise Refused(Refusal.NOT_A_GOAL)
    circle = path_up(graph, under, node)
    if circle:
        raise Refused(Refusal.CIRCLE, circle)
    if under != ROOT and graph.depth(under) + 1 + graph.height(node) > DEPTH_LIMIT:
        raise Refused(Refusal.TOO_DEEP)
    further = tuple(parent for parent in graph.further.get(node, ()) if parent != under)
    if under != ROOT and graph.is_ambition(under) and further:
        raise Refused(Refusal.RESULT_HAS_ONE_HOME, further)
    old = graph.home[node]
    left = tuple(child for child in graph.below(old) if child != node)
    base = left if old == under else graph.below(under)
    moved = _with_children(graph, {old: left, under: _placed(base, node, after)})
    return _with_further(moved, {node: further})


def indent(graph: Graph, node: str) -> Graph:
    """Tab: the goal becomes the last child of the one above it."""
    if node not in graph.home:
        raise Refused(Refusal.GONE)
    if graph.is_ambition(node):
        raise Refused(Refusal.NOT_A_GOAL)
    siblings = graph.below(graph.home[node])
    place = siblings.index(node)
    if place == 0:
        raise Refused(Refusal.NO_PREVIOUS)
    return move(graph, node, siblings[place - 1])


def outdent(graph: Graph, node: str) -> Graph:
    """Shift-Tab: the goal comes to stand right after its parent."""
    if node not in graph.home:
        raise Refused(Refusal.GONE)
    if graph.is_ambition(node):
        raise Refused(Refusal.NOT_A_GOAL)
    if graph.is_result(node):
        raise Refused(Refusal.ALREADY_RESULT)
    parent = graph.home[node]
    return move(graph, node, graph.home[parent], after=parent)


def up(graph: Graph, node: str) -> Graph:
    return _shift(graph, node, -1, Refusal.ALREADY_FIRST)


def down(graph: Graph, node: str) -> Graph:
    return _shift(graph, node, +1, Refusal.ALREADY_LAST)


def _shift(graph: Graph, node: str, step: int, refusal: Refusal) -> Graph:
    if node not in graph.home:
        raise Refused(Refusal.GONE)
    siblings = list(graph.below(graph.home[node]))
    place = siblings.index(node)
    if not 0 <= place + step < len(siblings):
        raise Refused(refusal)
    siblings[place], siblings[place + step] = siblings[place + step], siblings[place]
    return _with_children(graph, {graph.home[node]: tuple(siblings)})


def remove(graph: Graph, node: str) -> Graph:
    """Without this branch. What also contributes to a goal that stays, stays under that goal."""
    if node not in graph.home:
        raise Refused(Refusal.GONE)
    doomed = set(graph.branch(node))
    rescued: dict[str, str] = {}
    searching = True
    while searching:
        searching = False
        for child in graph.branch(node)[1:]:
            kept_parent = next((p for p in graph.further.get(child, ()) if p not in doomed), None)
            if child in doomed and kept_parent is not None:
                rescued[child] = kept_parent
                doomed -= set(graph.branch(child))
                searching = True
    children = {
        parent: tuple(child for child in below if child not in doomed and child not in rescued)
        for parent, below in graph.children.items()
        if parent not in doomed
    }
    for child, parent in rescued.items():
        children[parent] = (*children.get(parent, ()), child)
    further = {
        child: tuple(p for p in parents if p not in doomed and p != rescued.get(child))
        for child, parents in graph.further.items()
        if child not in doomed
    }
    return _tidy(children, further)


def _placed(siblings: Sequence[str], node: str, after: str | None) -> tuple[str, ...]:
    place = siblings.index(after) + 1 if after in siblings else len(siblings)
    return (*siblings[:place], node, *siblings[place:])


def _with_children(graph: Graph, changed: Mapping[str, tuple[str, ...]]) -> Graph:
    return _tidy({**graph.children, **changed}, graph.further)


def _with_further(graph: Graph, changed: Mapping[str, tuple[str, ...]]) -> Graph:
    return _tidy(graph.children, {**graph.further, **changed})


def _tidy(children: Mapping[str, tuple[str, ...]], further: Mapping[str, tuple[str, ...]]) -> Graph:
    """Without empty entries, so that equal graphs compare equal."""
    return Graph(
        children={ROOT: (), **{parent: below for parent, below in children.items() if below}},
        further={child: tuple(sorted(parents)) for child, parents in further.items() if parents},
    )


# What changed, and back


def facts(graph: Graph) -> dict[str, Fact]:
    """The graph as separate facts: one for the home of each node, one for each further parent."""
    found = {
        f"home:{child}": (parent, position)
        for parent, below in graph.children.items()
        for position, child in enumerate(below)
    }
    found |= {f"further:{child}:{p}": (p, 0) for child, parents in graph.further.items() for p in parents}
    return found


def from_facts(known: Mapping[str, Fact]) -> Graph:
    """The graph of these facts; positions say the order, not the place. Raises Refused when one is loose."""
    children: dict[str, list[tuple[int, str]]] = {ROOT: []}
    further: dict[str, tuple[str, ...]] = {}
    for name, (parent, position) in known.items():
        sort, node = name.split(":")[:2]
        if sort == "home":
            children.setdefault(parent, []).append((position, node))
        else:
            further[node] = (*further.get(node, ()), parent)
    graph = _tidy(
        {parent: tuple(node for _, node in sorted(below)) for parent, below in children.items()}, further
    )
    check(graph)
    return graph


def check(graph: Graph) -> None:
    """Every node hangs on ROOT, and nothing contributes to itself."""
    reached = set(graph.branch(ROOT)) - {ROOT}
    if reached != set(graph.home):
        raise Refused(Refusal.GONE)
    for child, parents in graph.further.items():
        if child not in reached or not set(parents) <= reached or graph.is_result(child):
            raise Refused(Refusal.GONE)
        for parent in parents:
            circle = path_up(graph, parent, child)
            if circle:
                raise Refused(Refusal.CIRCLE, circle)


def difference(before: Graph, after: Graph) -> Changes:
    old, new = facts(before), facts(after)
    return {
        name: (old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }


def turned_back(changes: Changes) -> Changes:
    return {name: (after, before) for name, (before, after) in changes.items()}


def applied(graph: Graph, changes: Changes) -> Graph:
    """The graph with these changes made. Refused when what they start from is no longer so.

    Where only a place among siblings differs, somebody else may have put things in between: then the change
    is made where it still fits and left out where it does not.
    """
    known = facts(graph)
    fits = False
    for name, (before, after) in changes.items():
        now = known.get(name)
        only_place = before is not None and after is not None and before[0] == after[0]
        same_parent = (now and now[0]) == (before and before[0])
        if not only_place and not same_parent:
            raise Refused(Refusal.CHANGED_SINCE)
        if only_place and now != before:
            continue
        fits = True
        if after is None:
            del known[name]
        else:
            known[name] = after
    if changes and not fits:
        raise Refused(Refusal.CHANGED_SINCE)
    return from_facts(known)


# Numbers


def numbering(graph: Graph) -> dict[str, str]:
    """Ambitions 1, 2, 3; results 1, 2, 3 through the whole plan; subgoals 1.1, 1.2, 1.2.1."""
    numbers = {ambition: str(n) for n, ambition in enumerate(graph.below(ROOT), 1)}
    results = [result for ambition in graph.below(ROOT) for result in graph.below(ambition)]
    waiting = [(result, str(n)) for n, result in enumerate(results, 1)]
    while waiting:
        node, number = waiting.pop()
        numbers[node] = number
        waiting.extend((child, f"{number}.{n}") for n, child in enumerate(graph.below(node), 1))
    return numbers


# Standing of a parent


@dataclass(frozen=True)
class Standing:
    """How one child stands: ``strength`` from 0 (weakest) and ``certainty`` from 0 (least certain)."""

    node: str
    strength: int | None
    certainty: int | None


def weakest_and_least_certain(children: Sequence[Standing]) -> tuple[Standing | None, Standing | None]:
    """A parent has no average: it names its weakest and its least certain child, the first where equal."""
    known = [child for child in children if child.strength is not None]
    surest = [child for child in children if child.certainty is not None]
    return (
        min(known, key=lambda child: child.strength or 0, default=None),
        min(surest, key=lambda child: child.certainty or 0, default=None),
    )


# Goals that read as an activity (check K04)

ACTIVITY_VERBS = {
    "organiseren": "organiseer organiseert",
    "faciliteren": "faciliteer faciliteert",
    "stimuleren": "stimuleer stimuleert",
    "ondersteunen": "ondersteun ondersteunt",
    "bevorderen": "bevorder bevordert",
    "ontwikkelen": "ontwikkel ontwikkelt",
    "opzetten": "opgezet",
    "opstellen": "opgesteld",
    "uitvoeren": "uitgevoerd",
    "aanbieden": "aangeboden",
    "aanstellen": "aangesteld",
    "inzetten": "ingezet",
    "informeren": "informeer informeert",
    "voorlichten": "voorgelicht",
    "trainen": "train traint",
    "subsidiëren": "subsidieer subsidieert",
    "agenderen": "agendeer agendeert",
    "onderzoeken": "onderzoek onderzoekt",
    "inventariseren": "inventariseer inventariseert",
    "geven": "",
    "houden": "",
}
_FORMS = {form: verb for verb, forms in ACTIVITY_VERBS.items() for form in (verb, *forms.split())}
_GIVEN = r"voorlichting|training|trainingen|les|lessen|gastles|gastlessen|subsidie|advies|informatie"
_DISCUSS = re.compile(r"\bbespreekbaar (?:te )?(?:maken|maakt)\b|\bmak(?:en|e) .{0,80}\bbespreekbaar\b", re.I)
_GIVE = re.compile(rf"^(?:het |we |wij )?(?:geven van (?:{_GIVEN})|(?:{_GIVEN}) (?:te )?geven)\b", re.I)
_START = re.compile(r"^(?:het |de gemeente |gemeente |we |wij )?(?P<verb>[a-zë]+)\b", re.I)
_END = re.compile(r"\b(?P<verb>[a-zë]+)[.!]?$", re.I)


@dataclass(frozen=True)
class ReadsAsActivity:
    """``phrase``: the words that say what we do; ``rest``: what it is about, to start a better sentence."""

    phrase: str
    rest: str


def reads_as_activity(text: str) -> ReadsAsActivity | None:
    """Does this goal say what we do instead of what will be different? A hint, never a verdict.

    Looks for "bespreekbaar maken", for giving lessons and the like, for a verb of doing at the start
    ("Organiseren van ...") and for a short text that ends in its whole form ("Ontmoeting stimuleren").
    """
    plain = " ".join(text.split())
    for pattern in (_DISCUSS, _GIVE):
        found = pattern.search(plain)
        if found:
            return ReadsAsActivity(found.group(0).lower(), _without(plain, found))
    start = _START.match(plain)
    if (
        start
        and start.group("verb").lower() in _FORMS
        and start.group("verb").lower() not in ("geven", "houden")
    ):
        return ReadsAsActivity(_FORMS[start.group("verb").lower()], _without(plain, start))
    end = _END.search(plain)
    if (
        end
        and end.group("verb").lower() in ACTIVITY_VERBS
        and len(plain.split()) <= 6
        and not _has_subject(plain)
    ):
        return ReadsAsActivity(end.group("verb").lower(), _without(plain, end))
    return None


def _without(text: str, found: re.Match[str]) -> str:
    rest = f"{text[: found.start()]}{text[found.end() :]}".strip(" .")
    return " ".join(re.sub(r"^van ", "", rest).split())


def _has_subject(text: str) -> bool:
    """ "Docenten kunnen les geven" is about people; "Ontmoeting stimuleren" has nobody in it."""
    return bool(re.search(r"\b(kan|kunnen|wil|willen|durf|durven|mag|mogen|zich|die|om)\b", text, re.I))
