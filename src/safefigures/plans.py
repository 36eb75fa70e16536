"""What one design can know, and the plain Dutch answer to "can we know it in time?"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

LONGEST_POOLING = 4  # years; after that the first year no longer describes now


@dataclass(frozen=True)
class Plan:
    """What one design can know. Proportions 0..1 (or the unit of `sd`; in SDs of the difference for pairs).

    `n`: completed questionnaires per wave (or pairs); `n_subgroup`: how many of them are of the subgroup.
    `half_width`: margin of one wave's figure of the subgroup. `smallest_change`: the smallest change seen with `power`;
    None when no change within 0..1 can be. `target_change`: what one wants to see; `knowable`: whether the design can
    (None without a target). `needed_subgroup, needed_n, needed_invited`: per wave, for the target, whole people (the
    last only when response is known). `oversample`: extra questionnaires within the subgroup alone. `years`: waves of
    this size to pool for one measurement. `beyond_population`: more people are needed than there are. `words`, Dutch, is
    the answer; `helps` (Dutch) what could be done, with numbers.
    """

    n: int
    n_subgroup: float
    smallest_change: float | None
    half_width: float
    deff: float
    level: float
    power: float
    target_change: float | None = None
    knowable: bool | None = None
    needed_subgroup: int | None = None
    needed_n: int | None = None
    needed_invited: int | None = None
    oversample: int | None = None
    years: int | None = None
    beyond_population: bool = False
    words: str = ""
    helps: tuple[str, ...] = ()


def plan_words(plan: Plan, *, kind: str, subgroup: float, name: str, baseline: float | None) -> Plan:
    """The same plan with `words` and `helps` filled in."""
    who = name or ("mensen uit deze groep" if subgroup < 1 else "mensen")
    return replace(plan, words=_answer(plan, kind, subgroup, who), helps=_helps(plan, kind, subgroup, who))


def _answer(plan: Plan, kind: str, subgroup: float, who: str) -> str:
    if kind == "pairs":
        said = f"Met {whole(plan.n)} deelnemers die twee keer meedoen"
    elif subgroup < 1:
        said = f"Met {whole(plan.n)} ingevulde vragenlijsten zijn er ongeveer {whole(plan.n_subgroup)} {who}."
    else:
        said = f"Met {whole(plan.n)} ingevulde vragenlijsten per meting"
    if plan.smallest_change is None:
        seen, aim = "", amount(abs(plan.target_change or 0.0), kind)
        limit = "kunt u geen enkele verandering betrouwbaar zien."
    else:
        seen, aim = _apart(plan.smallest_change, abs(plan.target_change or 0.0), kind)
        limit = f"kunt u een verschil kleiner dan {seen} niet zien."
    said = f"{said} Dan {limit}" if said.endswith(".") else f"{said} {limit}"
    if plan.target_change is None:
        return said
    if plan.knowable:
        return f"{said} Uw doel is een verschil van {aim}. Dat kunt u met deze meting zien."
    if plan.needed_n is None:
        return f"{said} Uw doel is een verschil van {aim}. Vanaf dit beginpunt kan dat niet."
    return f"{said} Uw doel is een verschil van {aim}. Dat kunt u met deze meting niet weten."


def _apart(smallest: float, target: float, kind: str) -> tuple[str, str]:
    """Both in words, with as many decimals as it takes to tell them apart: 15,3 and 15, not 15 and 15."""
    for more in range(4):
        seen, aim = amount(smallest, kind, more), amount(target, kind, more)
        if seen != aim:
            break
    return seen, aim


def _helps(plan: Plan, kind: str, subgroup: float, who: str) -> tuple[str, ...]:
    if plan.knowable is not False:
        return ()
    other = (
        "Kies een ander cijfer dat wel verandert of dat u wel kunt meten.",
        "Vertel het in verhalen: gesprekken laten zien wat een cijfer hier niet kan laten zien.",
    )
    if plan.needed_n is None or plan.needed_subgroup is None:
        return other
    if plan.beyond_population:
        region = (
            f"U heeft {whole(plan.needed_subgroup)} {who} nodig. Zoveel zijn er niet in uw gemeente. "
            "Meet samen met de regio."
        )
        return (region, *other)
    if kind == "pairs":
        people = whole(plan.needed_n)
        return (f"Laat {people} deelnemers twee keer meedoen, zo nodig over meer groepen of jaren.", *other)
    invited = f" (nodig ze uit: {whole(plan.needed_invited)} mensen)" if plan.needed_invited else ""
    found = [f"Vergroot de vragenlijst: {whole(plan.needed_n)} ingevulde vragenlijsten per meting{invited}."]
    if subgroup < 1:
        found.append(
            f"Vraag {whole(plan.oversample or 0)} extra {who} per meting, naast de gewone vragenlijst."
        )
    found.append(f"Meet samen met de regio, tot er {whole(plan.needed_subgroup)} {who} per meting zijn.")
    if plan.years is not None and 1 < plan.years <= LONGEST_POOLING:
        found.append(f"Tel {plan.years} metingen bij elkaar op. De uitkomst gaat dan over die hele periode.")
    return (*found, *other)


def amount(value: float, kind: str, more: int = 0) -> str:
    """A change in words: whole percentage points from 10 up, else one decimal; the unit of a mean as it is.

    ``more``: decimals beyond that.
    """
    if kind == "proportion":
        points = value * 100
        return f"{decimal(points, (0 if points >= 10 else 1) + more)} procentpunt"
    if kind == "pairs":
        return f"{decimal(value, 2 + more)} standaarddeviatie"
    return f"{value:.{3 + more}g}".replace(".", ",")


def decimal(value: float, places: int) -> str:
    """A number with a Dutch comma, no trailing zeros."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def whole(value: float) -> str:
    """A count with dots between the thousands: 1.000."""
    return f"{floor(value + 0.5):,}".replace(",", ".")
