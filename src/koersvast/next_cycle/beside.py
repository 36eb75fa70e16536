"""Two cycles beside each other: what is the same thing under another key, what was split and what was joined. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

Plan = Mapping[str, Any]


def keys_in(goals: Iterable[Plan]) -> Iterator[str]:
    return (key for key, _text in texts_in(goals))


def texts_in(goals: Iterable[Plan]) -> Iterator[tuple[str, str]]:
    for goal in goals:
        yield goal["key"], goal["text"]
        yield from texts_in(goal.get("subgoals", ()))


def every_key(plan: Plan) -> set[str]:
    found = {
        row["key"]
        for section in plan.values()
        if isinstance(section, list)
        for row in section
        if "key" in row
    }
    return found | set(keys_in(plan.get("results", ())))


def aligned(old: Plan, new: Plan) -> dict[str, Any]:
    """The old plan with the keys of the new one where one thing simply follows one other under another key."""
    number = old["cycle"]["number"]
    names: dict[str, str] = {}
    followers: dict[str, list[str]] = {}
    for section in ("indicators", "activities", "results"):
        for key, follows in all_follows(new, section):
            for one in follows:
                if one["cycle"] == number:
                    followers.setdefault(one["key"], []).append(key)
                    if len(follows) == 1:
                        names[one["key"]] = key
    taken = every_key(old)
    simple = {
        was: now for was, now in names.items() if len(followers[was]) == 1 and was != now and now not in taken
    }
    return cast(dict[str, Any], _renamed(old, simple))


def all_follows(plan: Plan, section: str) -> Iterator[tuple[str, Sequence[Plan]]]:
    rows = list(plan.get(section, ()))
    while rows:
        row = rows.pop(0)
        yield row["key"], row.get("follows", ())
        rows.extend(row.get("subgoals", ()))


REFERENCES = frozenset({"key", "indicator", "goal", "goals", "also_under", "about"})


def _renamed(value: Any, names: Mapping[str, str], *, refers: bool = False) -> Any:
    """Keys and references under their new name; texts are left alone, references stand in few fields."""
    if isinstance(value, Mapping):
        return {name: _renamed(inner, names, refers=name in REFERENCES) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names, refers=refers) for one in value]
    return names.get(value, value) if refers and isinstance(value, str) else value


def splits(old: Plan, new: Plan) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(old keys, new keys) where one became several, or several became one."""
    number = old["cycle"]["number"]
    after: dict[str, list[str]] = {}
    merged: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for section in ("results", "indicators", "activities"):
        for key, follows in all_follows(new, section):
            before = [one["key"] for one in follows if one["cycle"] == number]
            for one in before:
                after.setdefault(one, []).append(key)
            if len(before) > 1:
                merged.append((tuple(before), (key,)))
    found: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        ((was,), tuple(now)) for was, now in after.items() if len(now) > 1
    ]
    return found + merged
