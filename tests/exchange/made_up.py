"""Plans that Hypothesis makes up over the whole format: every field of format.py, present or left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from koersvast.cycles.rules import unsafe_text
from koersvast.exchange import rules
from koersvast.exchange.field_kinds import (
    Date,
    Key,
    Kind,
    Many,
    MunicipalityCode,
    Nested,
    Number,
    Period,
    Record,
    Reference,
    Text,
    Truth,
    Version,
    Web,
    Whole,
    Word,
)
from koersvast.exchange.format import FALSE_IS_LEFT_OUT, PLAN, unfold

ODD_TEXTS = [
    "yes", "No", "on", "true", "null", "~", "2023", "1e3", "0x1F", "6.1", ".5", "2023-01-01", "12:30", "1_000",
    "- een streepje", "-5", "# geen commentaar", "sleutel: waarde", "a #b", "[a]", "{a: b}", "&a", "*a", "!b",
    "|", "> x", "%TAG", "---", "...", "'", '"', "\\", "\\n", "'' \"\"", " vooraan", "achteraan  ", "\nregel",
    "regel een\nregel twee", "een\n\n  ingesprongen\n", "tab\tertussen", "kapot\r\nregeleinde", "🌈 regenboog",
    "e\u0301", "\u2028 scheiding", "soft\u00adhyphen", "\ufeffbom", "x" * 300, "100%", "<3", "a & b", "`x`", "@"[:0] + "a@b.example",
]  # fmt: skip
KEYS = [
    "yes",
    "123",
    "-",
    "null",
    "1e3",
    "--",
    "a-",
    "0x1f",
    "true",
    "e" * 60,
    *(f"sleutel-{n}" for n in range(40)),
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")
PERIODS = st.builds("{:04d}{}".format, st.integers(1900, 2200), st.sampled_from(["", "-01", "-12"]))
DATES = PERIODS | st.dates().map(str).filter(lambda date: rules.is_date(date, 1900, 2200))
NUMBERS = st.floats(-(10**15), 10**15) | st.integers(-(10**15), 10**15) | st.floats(0, 100)


def texts(limit: int) -> st.SearchStrategy[str]:
    free = st.text(LETTERS, min_size=1, max_size=min(limit, 12))
    return (st.sampled_from(ODD_TEXTS) | free).filter(lambda text: len(text) <= limit and may_stand(text))


def may_stand(text: str) -> bool:
    return bool(text.strip()) and not unsafe_text(text)


class Maker:
    """Makes one plan; ``keys`` knows which keys a section has before its records are made."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        start = draw(st.integers(0, len(KEYS) - 1))
        self.unused = KEYS[start:] + KEYS[:start]
        self.keys: dict[str, list[str]] = {}
        self.goals: list[str] = []  # in the order of the file

    def plan(self) -> dict[str, Any]:
        for field in PLAN.fields:
            if isinstance(field.kind, Many) and "key" in field.kind.of.by_name:
                count = self.draw(st.integers(0, 2))
                self.keys[field.name] = [self.unused.pop() for _ in range(count)]
        goals = {key: self.draw(st.integers(0, 2)) for key in self.keys["results"]}
        self.below = {key: [self.unused.pop() for _ in range(count)] for key, count in goals.items()}
        self.all_goals = [key for result in goals for key in (result, *self.below[result])]
        made = {}
        for field in PLAN.fields:
            if field.name in self.keys:
                made[field.name] = self.section(field.name, field.kind.of)
            elif field.required or self.draw(st.booleans()):
                made[field.name] = self.value(field.kind, field.name)
        return {name: value for name, value in made.items() if value != []}

    def section(self, name: str, kind: Record) -> list[dict[str, Any]]:
        records = []
        for key in self.keys[name]:
            if name == "results":
                self.goals.append(key)
            record = self.record(kind, key)
            if record is not None:
                records.append(record)
        return records

    def record(self, kind: Record, key: str | None = None) -> Any:
        made: dict[str, Any] = {}
        present = self.draw(st.integers(0, 2 ** len(kind.fields) - 1))  # one bit per field: cheap to draw
        for place, field in enumerate(kind.fields):
            if isinstance(field.kind, Key):
                made[field.name] = key
            elif field.name == "subgoals":
                subgoals = [self.subgoal(child) for child in self.below.get(key or "", [])]
                if subgoals:
                    made[field.name] = subgoals
            elif field.name == "also_under":
                earlier = [goal for goal in self.goals[:-1] if key not in self.below.get(goal, [])]
                if earlier and present >> place & 1:
                    made[field.name] = self.some(earlier)
            elif field.required or present >> place & 1:
                value = self.value(field.kind, field.name)
                if value is None:
                    if field.required:
                        return None  # what it cannot do without is not in this plan
                elif (value != [] or field.required) and not (
                    value is False and field.name in FALSE_IS_LEFT_OUT
                ):
                    made[field.name] = value
        return mended(kind.name, made)

    def subgoal(self, key: str) -> Any:
        self.goals.append(key)
        return self.record(unfold(Nested("subgoal")), key)

    def some(self, keys: list[str]) -> list[str]:
        return self.draw(st.lists(st.sampled_from(keys), unique=True, max_size=3))

    def known(self, kind: Reference) -> list[str]:
        sections = kind.sections or tuple(self.keys)
        return [
            key for name in sections for key in (self.all_goals if name == "results" else self.keys[name])
        ]

    def value(self, kind: Kind, name: str) -> Any:
        match kind:
            case Text(limit):
                return self.draw(texts(limit))
            case Word():
                return self.draw(st.sampled_from(kind.keys))
            case Whole(low, high):
                return self.draw(st.integers(low, min(high, 10**6)) | st.just(high))
            case Number():
                return self.draw(NUMBERS)
            case Truth():
                return self.draw(st.booleans())
            case Date():
                return self.draw(DATES)
            case Period():
                return self.draw(PERIODS)
            case Web():
                return self.draw(
                    st.sampled_from(["https://cbs.nl", "http://x.example/a?b=c#d", "https://a.nl:8/é"])
                )
            case MunicipalityCode():
                return self.draw(st.from_regex(r"GM[0-9]{4}", fullmatch=True))
            case Version():
                return 1
            case Reference():
                known = self.known(kind)
                return self.draw(st.sampled_from(known)) if known else None
            case Many(Word() as words):
                return self.draw(st.lists(st.sampled_from(words.keys), unique=True, max_size=3))
            case Many(Reference() as reference):
                known = self.known(reference)
                return self.some(known) if known else []
            case Many(Record() as record):
                made = [self.record(record) for _ in range(self.draw(st.sampled_from([0, 1, 1, 2])))]
                return [one for one in made if one is not None]
            case Many(of):
                return [self.value(of, name) for _ in range(self.draw(st.integers(0, 2)))]
            case Record():
                return self.record(kind)
        raise AssertionError(kind)


def mended(name: str, made: dict[str, Any]) -> dict[str, Any]:
    """Bring what records say within what the meaning of the format allows."""
    if (
        "ends_on" in made
        and "starts_on" in made
        and rules.ends_before_it_starts(made["starts_on"], made["ends_on"])
    ):
        made["ends_on"] = made["starts_on"]
    if made.get("until_year", 9999) < made.get("from_year", 0):
        made["until_year"] = made["from_year"]
    if name == "measurement":
        for bound, choose in (("margin_low", min), ("margin_high", max)):
            if bound in made:
                made[bound] = choose(made[bound], made["value"])
        if made.get("chosen"):
            made.setdefault("choice_reason", "Dit rapport is nieuwer")
    if name == "budget":
        for part in made.get("funding", []):
            part["amount"] //= 4
        made["amount"] = max(made["amount"], sum(part["amount"] for part in made.get("funding", [])))
    if name == "goal_realisation":
        made["achieved"] = min(made["achieved"], made["n"])
    if name == "dropout":
        made["dropped"] = min(made["dropped"], made["started"])
    if name == "verdict" and made["verdict"] != made.get("proposed"):
        made.setdefault("reason", "Wij zien dat anders")
    if name == "review":
        for clock in ("starts_at", "ends_at"):
            if clock in made:
                made[clock] = "19:30"
        topics = {topic["about"]: topic for topic in made.get("discussed", [])}
        if topics:
            made["discussed"] = list(topics.values())
    if name == "contribution_file":
        links = {link["of"]: link for link in made.get("links", [])}
        if links:
            made["links"] = list(links.values())
    if name == "link_evidence":
        made["basis"] = "source"  # an outcome is refused for a result (K09)
        made.pop("measurement", None)  # so is a figure about participants
    if name == "review_remark" and made["stance"] != "agrees":
        made.setdefault("text", "Wij zien dat anders")
    if name == "indicator" and made["unit"] == "%":
        made["unit"] = "procent"
    return made


def sound(plan: dict[str, Any]) -> dict[str, Any]:
    """References to records that were not made are taken out again, with what hangs on them."""
    keys = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if "key" in value:
                keys.add(value["key"])
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    def clean(kind: Kind, value: Any) -> Any:
        kind = unfold(kind)
        if isinstance(kind, Reference):
            return value if value in keys else None
        if isinstance(kind, Many):
            return [kept for one in value if (kept := clean(kind.of, one)) is not None]
        if isinstance(kind, Record):
            kept = {}
            for name, inner in value.items():
                new = clean(kind.by_name[name].kind, inner)
                if new is None and kind.by_name[name].required:
                    return None
                if new is not None and (new != [] or kind.by_name[name].required):
                    kept[name] = new
            return kept
        return value

    while True:
        keys.clear()
        collect(plan)
        fewer = clean(PLAN, plan)
        if fewer == plan:
            break
        plan = fewer
    steps = {one["step"]: one for one in plan.get("steps", [])}
    if steps:
        plan["steps"] = [steps[number] for number in sorted(steps)]
    indicator_of = {one["key"]: one["indicator"] for one in plan.get("measurements", [])}
    for goal in every_goal(plan):
        for one in goal.get("indicators", []):
            if indicator_of.get(one.get("baseline")) != one["indicator"]:
                one.pop("baseline", None)
    return plan


def every_goal(plan: dict[str, Any]) -> list[dict[str, Any]]:
    found, waiting = [], list(plan.get("results", []))
    while waiting:
        goal = waiting.pop()
        found.append(goal)
        waiting.extend(goal.get("subgoals", []))
    return found


@st.composite
def plans(draw: Callable[[Any], Any]) -> dict[str, Any]:
    return sound(Maker(draw).plan())
