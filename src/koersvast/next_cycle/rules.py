"""What the next cycle looks like with what goes along. Pure: plans in, plans out.

Nothing of the old plan changes. What was measured, realised, judged, told or decided stays there; the new plan holds
the structure, with what each thing follows, and per figure one measurement: the baseline it starts from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from koersvast.indicators.rules import About, Point, about, holding, may_show, split
from koersvast.next_cycle.beside import every_key, keys_in, texts_in
from koersvast.next_cycle.offers import IMPROVEMENTS, LEAVES, Choice, Plan, open_improvements
from koersvast.ui.dates import year_of

POINT_FIELDS = (
    "place", "place_code", "population", "group", "compare_group", "period", "value", "compare_value", "margin_low",
    "margin_high", "n", "sample", "series", "break_note", "source", "retrieved_on", "chosen", "illustrative",
)  # fmt: skip
TEXTS = {"place_code", "group", "compare_group", "break_note", "retrieved_on"}


@dataclass(frozen=True)
class Note:
    """Something that came out otherwise than the choices said: a code, and the names of what it is about."""

    code: str
    title: str
    other: str = ""


@dataclass(frozen=True)
class Words:
    """Sentences that the new plan itself will hold. ``{cycle}`` is the number of the old one."""

    look_again: str
    baseline_from: str
    improvement_from: str


@dataclass
class Carried:
    plan: dict[str, Any]
    notes: list[Note] = field(default_factory=list)


# The baseline of the next cycle


def newest_usable(
    rows: Sequence[Plan], baseline: str | None, *, unit: str, gmcode: str
) -> tuple[str | None, str]:
    """The key of the measurement to start from, and why it is the old one: "" , "elsewhere", "no_later", "none".

    The last one of the same place, people and series that is large enough to show, and that nobody has to choose yet.
    ``rows``: the measurements of one indicator; ``baseline``: the key of the old one.
    """
    keys = {index: row["key"] for index, row in enumerate(rows)}
    points = [_point(index, row, unit) for index, row in enumerate(rows)]
    own = [line for line in split(points) if about(line.first, gmcode=gmcode) is About.HERE]
    old = next((point for point in points if keys[cast(int, point.id)] == baseline), None)
    line = holding(own, old.id) if old else max(own, key=lambda one: one.last.time, default=None)
    if line is None:
        return baseline, "elsewhere" if baseline else "none"
    usable = [point for point in line.points if may_show(point) and point.period not in line.undecided]
    if not usable or (old is not None and usable[-1].time <= old.time):
        return baseline, "no_later" if baseline else "none"
    return keys[cast(int, usable[-1].id)], ""


def _point(index: int, row: Plan, unit: str) -> Point:
    values = {name: row.get(name, "" if name in TEXTS else None) for name in POINT_FIELDS}
    values["illustrative"] = bool(values["illustrative"])
    return Point(id=cast(Any, index), indicator_id=cast(Any, 0), unit=unit, **values)


# The new plan


def carry_over(
    plan: Plan,
    chosen: Collection[Choice],
    *,
    cycle: Plan,
    why: Mapping[Choice, str],
    stored: Mapping[str, str],
    words: Words,
) -> Carried:
    """The plan of the next cycle. ``stored``: key in the plan -> key in the database, where they differ."""
    return _Carrier(plan, chosen, cycle, why, stored, words).run()


class _Carrier:
    def __init__(
        self,
        plan: Plan,
        chosen: Collection[Choice],
        cycle: Plan,
        why: Mapping[Choice, str],
        stored: Mapping[str, str],
        words: Words,
    ) -> None:
        self.plan, self.chosen, self.cycle, self.why, self.stored = plan, set(chosen), cycle, why, stored
        self.number = plan["cycle"]["number"]
        self.words = words
        self.notes: list[Note] = []
        self.measurements: dict[str, list[Plan]] = {}
        for row in plan.get("measurements", ()):
            self.measurements.setdefault(row["indicator"], []).append(row)
        self.units = {row["key"]: row["unit"] for row in plan.get("indicators", ())}
        self.baselines: dict[str, Plan] = {}  # what goes along of the measurements
        self.goals: set[str] = set()

    def wants(self, section: str, key: str) -> bool:
        return (section, key) in self.chosen

    def run(self) -> Carried:
        self._keep_what_others_need()
        results = [goal for row in self.plan.get("results", ()) for goal in self.result(row)]
        activities = [
            self.activity(row)
            for row in self.plan.get("activities", ())
            if self.wants("activities", row["key"])
        ]
        used = {row["initiative"] for row in activities if "initiative" in row}
        measurements = list(self.baselines.values())
        sources = {row["source_key"] for row in measurements if "source_key" in row}
        sections: dict[str, Any] = {
            "koersvast": self.plan["koersvast"],
            "municipality": self.plan["municipality"],
            "cycle": {**self.cycle, "follows": self.number},
            "organisations": [
                row for row in self.plan.get("organisations", ()) if self.wants("organisations", row["key"])
            ],
            "glossary": [
                row
                for place, row in enumerate(self.plan.get("glossary", ()))
                if self.wants("glossary", str(place))
            ],
            "indicators": [
                self.indicator(row)
                for row in self.plan.get("indicators", ())
                if self.wants("indicators", row["key"])
            ],
            "measurements": measurements,
            "ambitions": [
                self.ambition(row)
                for row in self.plan.get("ambitions", ())
                if self.wants("ambitions", row["key"])
            ],
            "results": results,
            "initiatives": [row for row in self.plan.get("initiatives", ()) if row["key"] in used],
            "activities": activities,
            "commitments": [*self.commitments(), *self.improvements()],
            "sources": [row for row in self.plan.get("sources", ()) if row["key"] in sources],
        }
        filled = {name: content for name, content in sections.items() if content != []}
        return Carried(filled, self.notes)

    def _keep_what_others_need(self) -> None:
        """An activity takes its owner along, a result its ambition."""
        names = {row["key"]: row["name"] for row in self.plan.get("organisations", ())}
        for row in self.plan.get("activities", ()):
            if self.wants("activities", row["key"]) and not self.wants("organisations", row["owner"]):
                self.chosen.add(("organisations", row["owner"]))
                self.notes.append(Note("owner", row["name"], names.get(row["owner"], row["owner"])))
        texts = {row["key"]: row["text"] for row in self.plan.get("ambitions", ())}
        for row in self.plan.get("results", ()):
            if self.wants("results", row["key"]) and not self.wants("ambitions", row["ambition"]):
                self.chosen.add(("ambitions", row["ambition"]))
                self.notes.append(Note("ambition", row["text"], texts.get(row["ambition"], row["ambition"])))
        self.goals = set(self._standing(self.plan.get("results", ())))

    def _standing(self, goals: Iterable[Plan]) -> Iterator[str]:
        """Results that go along, and the chosen goals anywhere under them."""
        for row in goals:
            if self.wants("results", row["key"]):
                yield row["key"]
                yield from (key for key in keys_in(row.get("subgoals", ())) if self.wants("results", key))

    # -- things that follow ----------------------------------------------

    def follows(self, section: str, key: str) -> dict[str, Any]:
        why = self.why.get((section, key), "")
        one = {"cycle": self.number, "key": self.stored.get(key, key)}
        return {"follows": [one | ({"why": why} if why else {})]}

    def indicator(self, row: Plan) -> Plan:
        return {**row, **self.follows("indicators", row["key"])}

    def ambition(self, row: Plan) -> Plan:
        """Its grounds stay behind with the talks of the old cycle, except the measurements that go along."""
        return {**row, "evidence": [key for key in row["evidence"] if key in self.baselines]}

    def result(self, row: Plan) -> Iterator[Plan]:
        if self.wants("results", row["key"]):
            yield self.goal(row, row["key"])
            return
        for key, text in texts_in(row.get("subgoals", ())):
            if self.wants("results", key):
                self.notes.append(Note("without_parent", text, row["text"]))

    def goal(self, row: Plan, parent: str) -> dict[str, Any]:
        left = {"subgoals", "stories", "verdicts", "also_under", "indicators", "follows"}
        found = {name: value for name, value in row.items() if name not in left}
        aims = [
            self.aim(one) for one in row.get("indicators", ()) if self.wants("indicators", one["indicator"])
        ]
        also = [key for key in row.get("also_under", ()) if key in self.goals and key != parent]
        children = list(self.children(row.get("subgoals", ()), row["key"], row["text"]))
        more = {"indicators": aims, "also_under": also, "subgoals": children}
        found |= {name: value for name, value in more.items() if value}
        return found | self.follows("results", row["key"])

    def children(self, rows: Iterable[Plan], parent: str, name: str) -> Iterator[dict[str, Any]]:
        """Subgoals; what stood under one that stays behind moves up."""
        for row in rows:
            if self.wants("results", row["key"]):
                yield self.goal(row, parent)
            else:
                for child in self.children(row.get("subgoals", ()), parent, name):
                    self.notes.append(Note("moved_up", child["text"], name))
                    yield child

    def aim(self, row: Plan) -> dict[str, Any]:
        """A figure at a goal: from the last usable measurement on, with its target to look at again."""
        indicator = row["indicator"]
        rows = self.measurements.get(indicator, [])
        key, problem = newest_usable(
            rows,
            row.get("baseline"),
            unit=self.units.get(indicator, ""),
            gmcode=self.plan["municipality"]["code"],
        )
        found = {name: value for name, value in row.items() if name != "baseline"}
        if key is not None:
            measured = next(one for one in rows if one["key"] == key)
            said = self.words.baseline_from.format(cycle=self.number)
            note = " ".join(part for part in (measured.get("note", ""), said) if part)
            self.baselines[key] = {**measured, "note": note} if len(note) < 5000 else measured
            found["baseline"] = key
        if problem and rows:
            name = next(one["name"] for one in self.plan["indicators"] if one["key"] == indicator)
            self.notes.append(Note(f"baseline_{problem}", name))
        if "target" in row:
            said = self.words.look_again.format(cycle=self.number)
            note = " ".join(part for part in (row.get("note", ""), said) if part)
            found["note"] = note if len(note) < 5000 else said
        return found

    def activity(self, row: Plan) -> dict[str, Any]:
        """An activity without what it did and brought: only what is planned goes along."""
        left = {"outcomes", "follows", "budget", "outputs", "partners", "contributes_to", "ends_on"}
        found = {name: value for name, value in row.items() if name not in left}
        if row["status"] in LEAVES:
            found["status"] = "planned"
        start = year_of(self.cycle["starts_on"]) or 0
        end = year_of(self.cycle.get("ends_on", "")) or 9999
        if (year_of(row.get("ends_on", "")) or 0) >= start and "ends_on" in row:
            found["ends_on"] = row["ends_on"]
        found["contributes_to"] = [one for one in row["contributes_to"] if one["goal"] in self.goals]
        if row["contributes_to"] and not found["contributes_to"]:
            self.notes.append(Note("without_goal", row["name"]))
        more = {
            "partners": [key for key in row.get("partners", ()) if self.wants("organisations", key)],
            "outputs": [
                {name: value for name, value in one.items() if name != "realised"}
                for one in row.get("outputs", ())
            ],
            "budget": [one for one in row.get("budget", ()) if start <= one["year"] <= end],
        }
        found |= {name: value for name, value in more.items() if value}
        return found | self.follows("activities", row["key"])

    def commitments(self) -> Iterator[dict[str, Any]]:
        for row in self.plan.get("commitments", ()):
            if self.wants("commitments", row["key"]):
                yield self._promise(row, row.get("goals", ()))

    def _promise(self, row: Plan, goals: Sequence[str]) -> dict[str, Any]:
        found = {name: value for name, value in row.items() if name != "goals"}
        kept = [key for key in goals if key in self.goals]
        return found | ({"goals": kept} if kept else {})

    def improvements(self) -> Iterator[dict[str, Any]]:
        """What was promised to go better becomes a promise of the new cycle: its decision stays in the old one."""
        taken = every_key(self.plan)
        names = {row["key"]: row["name"] for row in self.plan.get("organisations", ())}
        for sign, decision, row in open_improvements(self.plan):
            if not self.wants(IMPROVEMENTS, sign):
                continue
            number = 1
            while f"c-beter-{number}" in taken:
                number += 1
            taken.add(f"c-beter-{number}")
            promise = {
                "key": f"c-beter-{number}",
                "kind": "commitment",
                "text": row["text"],
                "by": names.get(
                    row.get("owner", decision.get("owner", "")), self.plan["municipality"]["name"]
                ),
                "made_on": decision["decided_on"],
                "due_on": row["due_on"],
                "status": "open",
                "source": self.words.improvement_from.format(cycle=self.number),
            }
            if row.get("illustrative"):
                promise["illustrative"] = True
            yield self._promise(promise, [decision["about"]] if "about" in decision else ())
