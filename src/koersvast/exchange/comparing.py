"""What differs between two plans. Pure: plans as queries.export_plan gives them; no database, no clock.

Things are found by their key, also when they stand in another place; parts without a key (a budget line, an
outcome, a story) by what makes them recognisable. Linear in the size of the plans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Plan = Mapping[str, Any]
Kind = Literal["added", "removed", "changed", "moved"]

LEFT_OUT = frozenset({"koersvast"})
UNDER = "under"  # where a goal stands: the key of its ambition, or of the goal that it contributes to

# What makes a part recognisable, the surest first: a budget line keeps its year when its task field is
# renumbered, a story its teller when its words are mended.
NATURAL: dict[str, tuple[tuple[str, ...], ...]] = {
    "perspectives": (("party",),),
    "notes": (("text",), ("table", "round")),
    "indicators": (("indicator",),),
    "stories": (("text",), ("source",)),
    "verdicts": (("given_on", "verdict"), ("given_on",)),
    "figures": (("indicator", "name"), ("name",)),
    "contributes_to": (("goal",),),
    "outputs": (("what",), ()),
    "budget": (("year", "taakveld"), ("year",)),
    "funding": (("source",),),
    "outcomes": (("period",),),
    "improvement_actions": (("text",), ("due_on",)),
    "follows": (("cycle", "key"),),
}
NAMES = ("text", "name", "title", "term", "reason", "measured")


@dataclass(frozen=True)
class Difference:
    """One difference. ``field`` is the path to it ("budget.amount"), "" when the whole thing came or went; ``item``
    says which part of the thing ("2025"). ``before`` and ``after`` are as in the plan, None where there was nothing.
    """

    section: str
    key: str
    title: str
    field: str
    item: str
    before: Any
    after: Any
    kind: Kind


def compare(before: Plan, after: Plan) -> list[Difference]:
    """Everything that differs, in the order of the plan; nothing when only the order of keyed things differs."""
    return list(_differences(before, after))


def _differences(before: Plan, after: Plan) -> Iterator[Difference]:
    titles_before, titles_after = titles(before), titles(after)
    for section in dict.fromkeys([*before, *after]):
        if section in LEFT_OUT:
            continue
        old, new = records(before, section), records(after, section)
        for key in dict.fromkeys([*old, *new]):
            name = titles_after.get((section, key)) or titles_before.get((section, key), key)
            if key not in new:
                yield Difference(section, key, name, "", "", old[key], None, "removed")
            elif key not in old:
                yield Difference(section, key, name, "", "", None, new[key], "added")
            else:
                for part in _fields(old[key], new[key], "", ""):
                    yield Difference(section, key, name, *part)


def records(plan: Plan, section: str) -> dict[str, Any]:
    """Key -> record of one section; subgoals stand beside results, each with what it stands ``under``."""
    content = plan.get(section)
    if content is None:
        return {}
    if isinstance(content, Mapping):
        return {"": content}
    if section == "results":
        return dict(_goals(content, None))
    found: dict[str, Any] = {}
    for item in content:
        name = sign = str(item.get("key") or item.get("term") or item.get("step"))
        count = 1
        while name in found:  # a word may stand in the glossary twice
            count += 1
            name = f"{sign} ({count})"
        found[name] = item
    return found


def _goals(goals: Sequence[Plan], parent: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for goal in goals:
        own = {name: value for name, value in goal.items() if name not in ("subgoals", "ambition")}
        yield goal["key"], {**own, UNDER: parent or goal.get("ambition")}
        yield from _goals(goal.get("subgoals", ()), goal["key"])


def titles(plan: Plan) -> dict[tuple[str, str], str]:
    """(section, key) -> what people call the thing."""
    figures = {row["key"]: row["name"] for row in plan.get("indicators", ())}
    found: dict[tuple[str, str], str] = {}
    for section in plan:
        if section in LEFT_OUT:
            continue
        for key, row in records(plan, section).items():
            if section == "measurements":
                name = f"{figures.get(row['indicator'], row['indicator'])}, {row['place']}, {row['period']}"
            else:
                name = next((str(row[field]) for field in NAMES if row.get(field)), key)
            found[section, key] = name
    return found


def _fields(old: Plan, new: Plan, path: str, item: str) -> Iterator[tuple[str, str, Any, Any, Kind]]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before == after or name == "key":
            continue
        here = f"{path}.{name}" if path else name
        if name == UNDER:
            yield here, item, before, after, "moved"
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _fields(before, after, here, item)
        elif _is_parts(before) or _is_parts(after):
            yield from _parts(before or (), after or (), name, here, item)
        elif _same_words(before, after):
            continue
        else:
            yield here, item, before, after, "changed"


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _same_words(before: Any, after: Any) -> bool:
    return isinstance(before, list) and isinstance(after, list) and sorted(before) == sorted(after)


def _parts(
    old: Sequence[Plan], new: Sequence[Plan], name: str, path: str, item: str
) -> Iterator[tuple[str, str, Any, Any, Kind]]:
    """Parts side by side, recognised by the surest sign that still fits both."""
    left, right = list(old), list(new)
    ways = NATURAL.get(name, ((),))
    for way in ways:
        pairs, left, right = _matched(left, right, way)
        for before, after in pairs:
            yield from _fields(before, after, path, _together(item, _label(after, ways)))
    for before in left:
        yield path, _together(item, _label(before, ways)), before, None, "removed"
    for after in right:
        yield path, _together(item, _label(after, ways)), None, after, "added"


def _matched(
    old: Sequence[Plan], new: Sequence[Plan], way: tuple[str, ...]
) -> tuple[list[tuple[Plan, Plan]], list[Plan], list[Plan]]:
    waiting: dict[tuple[Any, ...], list[Plan]] = defaultdict(list)
    for row in reversed(old):
        waiting[_sign(row, way)].append(row)
    pairs, rest = [], []
    for row in new:
        same = waiting.get(_sign(row, way))
        if same:
            pairs.append((same.pop(), row))
        else:
            rest.append(row)
    unmatched = {id(row) for rows in waiting.values() for row in rows}
    return pairs, [row for row in old if id(row) in unmatched], rest


def _sign(row: Plan, way: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in way)


def _label(row: Plan, ways: tuple[tuple[str, ...], ...]) -> str:
    """What a part is called: its surest sign, without the second half that only tells twins apart."""
    return str(row.get(ways[0][0], "")) if ways[0] else ""


def _together(outer: str, inner: str) -> str:
    return ", ".join(part for part in (outer, inner) if part)
