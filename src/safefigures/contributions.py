"""What is our share in it? The chain of the goal tree, as strong as its weakest necessary link; never a total of points.

Sources: Mayne 2012 (contribution analysis); Befani & Stedman-Bryce 2017 (process tracing, what evidence can and cannot
confirm). Design classes: 0 none, 1 what people say, 2 before and after, 3 before and after with a second series or
dose, 4 with a comparison group, 5 randomised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from safefigures.arrays import choice
from safefigures.errors import StatInputError
from safefigures.scalars import column, whole

STRENGTHS = ("refuted", "undetermined", "plausible", "shown")  # from weak to strong
WORDS = {
    "refuted": "weerlegd",
    "undetermined": "niet te bepalen",
    "plausible": "aannemelijk",
    "shown": "aangetoond",
}
FINDINGS = ("none", "for", "against", "mixed")
RIVALS = ("untested", "excluded", "stands")
CAN_CONFIRM, CAN_REFUTE, CAN_SUPPORT = 4, 3, 2


@dataclass(frozen=True)
class Rival:
    """Another explanation for the same change: "untested", "excluded", or it "stands" after the test."""

    claim: str
    outcome: str = "untested"


@dataclass(frozen=True)
class Link:
    """One step of the chain ("the lessons make pupils speak up").

    `design`: class 0..5 of the best evidence. `finding`: "none", "for", "against", "mixed"; or leave it and give
    `interval` (low, high) of the effect, above 0 = as claimed. `necessary`: without it the chain does not hold.
    """

    claim: str
    design: int = 0
    finding: str = "none"
    interval: tuple[float, float] | None = None
    necessary: bool = True
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True)
class LinkVerdict:
    """The word for one link, why, and the one thing that would lift it a step (`flip`, "" when nothing is left)."""

    claim: str
    key: str
    word: str
    reason: str
    flip: str
    necessary: bool


@dataclass(frozen=True)
class Contribution:
    """The word for the chain. `weakest`: places of the necessary links that hold it down.

    `flip`: the single item that would change the word of the chain, and `flips_to` that word; "" when more than one
    link holds it down (the reason names how many) or nothing is left to show.
    """

    key: str
    word: str
    reason: str
    weakest: tuple[int, ...]
    flip: str
    flips_to: str
    links: tuple[LinkVerdict, ...]


def contribution(links: Sequence[Link]) -> Contribution:
    """How far it is shown that our work contributed, link by link.

    Raises StatInputError: no links, no necessary link, a word or class that does not exist.
    """
    if not isinstance(links, Sequence) or isinstance(links, str) or not links:
        raise StatInputError("a chain has at least one link", place="links")
    checked = [_checked(link, f"links[{place}]") for place, link in enumerate(links)]
    if not any(link.necessary for link in checked):
        raise StatInputError("a chain has at least one necessary link", place="links")
    judged = tuple(_judge(link) for link in checked)
    held = [(STRENGTHS.index(found.key), place) for place, found in enumerate(judged) if found.necessary]
    lowest = min(strength for strength, _ in held)
    weakest = tuple(place for strength, place in held if strength == lowest)
    key = STRENGTHS[lowest]
    flip, flips_to = _flip(checked, judged, weakest, key)
    return Contribution(
        key=key,
        word=WORDS[key],
        reason=_reason(judged, weakest, key),
        weakest=weakest,
        flip=flip,
        flips_to=flips_to,
        links=judged,
    )


def _checked(link: Link, place: str) -> Link:
    """The link with its finding read from the interval."""
    if not isinstance(link, Link):
        raise StatInputError("is not a Link", place=place)
    design = whole(link.design, f"{place}.design")
    if design > 5:
        raise StatInputError("design classes run from 0 to 5", place=f"{place}.design")
    choice(link.finding, f"{place}.finding", FINDINGS)
    for index, rival in enumerate(link.rivals):
        choice(rival.outcome, f"{place}.rivals[{index}]", RIVALS)
    if link.interval is None:
        return link
    if link.finding != "none":
        raise StatInputError("give a finding or an interval, not both", place=f"{place}.finding")
    return replace(link, finding=_finding(link.interval, place))


def _finding(interval: Any, place: str) -> str:
    low, high = column(interval, f"{place}.interval", length=2)
    if low > high:
        raise StatInputError("the lower end comes first", place=f"{place}.interval")
    return "for" if low > 0 else "against" if high < 0 else "mixed"


def _judge(link: Link) -> LinkVerdict:
    key, reason, flip = _strength(link)
    return LinkVerdict(
        claim=link.claim, key=key, word=WORDS[key], reason=reason, flip=flip, necessary=link.necessary
    )


def _strength(link: Link) -> tuple[str, str, str]:
    """(key, reason, what lifts it one step)."""
    standing = [rival.claim for rival in link.rivals if rival.outcome == "stands"]
    untested = [rival.claim for rival in link.rivals if rival.outcome == "untested"]
    if link.finding == "none" or link.design == 0:
        return "undetermined", "Er is nog geen bewijs.", "Meet voor en na, en leg vast wat u vond."
    if link.finding == "against":
        if link.design >= CAN_REFUTE:
            return (
                "refuted",
                "Goed onderzoek wijst de andere kant op.",
                "Sterker onderzoek dat het wel laat zien.",
            )
        return (
            "undetermined",
            "Er is bewijs tegen, maar te zwak om het te weerleggen.",
            "Onderzoek met een vergelijking.",
        )
    if link.finding == "mixed":
        return (
            "undetermined",
            "Het bewijs wijst twee kanten op.",
            "Meet bij meer mensen, tot de marge kleiner is.",
        )
    if standing:
        return (
            "undetermined",
            f"Een andere verklaring staat nog: {standing[0]}.",
            f"Sluit deze verklaring uit: {standing[0]}.",
        )
    if link.design < CAN_SUPPORT:
        return "undetermined", "Alleen meningen ondersteunen het.", "Meet voor en na bij dezelfde mensen."
    if link.design < CAN_CONFIRM:
        return (
            "plausible",
            "Het cijfer bewoog zoals verwacht, zonder vergelijkingsgroep.",
            "Vergelijk met een groep zonder deze aanpak.",
        )
    if untested:
        return (
            "plausible",
            f"Een andere verklaring is niet onderzocht: {untested[0]}.",
            f"Onderzoek deze verklaring: {untested[0]}.",
        )
    return "shown", "Onderzoek met een vergelijkingsgroep laat het zien.", ""


def _lifted(link: Link) -> list[Link]:
    """The link after each single item of new evidence that could help it."""
    rivals = link.rivals
    found = [
        replace(link, design=design, finding="for") for design in (2, CAN_CONFIRM) if design >= link.design
    ]
    if link.design >= CAN_CONFIRM:
        found.append(replace(link, finding="for"))
    for index, rival in enumerate(rivals):
        if rival.outcome != "excluded":
            others = (*rivals[:index], replace(rival, outcome="excluded"), *rivals[index + 1 :])
            found.append(replace(link, rivals=others))
    return found


def _flip(
    links: list[Link], judged: tuple[LinkVerdict, ...], weakest: tuple[int, ...], key: str
) -> tuple[str, str]:
    """What lifts the one weakest link lifts the chain, up to the next weakest."""
    if key == "shown":
        return "", ""
    place = weakest[0]
    rest = [STRENGTHS.index(found.key) for i, found in enumerate(judged) if found.necessary and i != place]
    for candidate in _lifted(links[place]):
        lifted = STRENGTHS.index(_strength(candidate)[0])
        reached = min([lifted, *rest])
        if reached > STRENGTHS.index(key):
            return _item(links[place], candidate), WORDS[STRENGTHS[reached]]
    return "", ""


def _item(now: Link, then: Link) -> str:
    for before, after in zip(now.rivals, then.rivals, strict=True):
        if before.outcome != after.outcome:
            return f"Sluit deze andere verklaring uit: {before.claim}."
    if then.design >= CAN_CONFIRM:
        return f"Bewijs voor '{now.claim}' uit een vergelijking met een groep zonder deze aanpak."
    return f"Bewijs voor '{now.claim}' uit een meting voor en na."


def _reason(judged: tuple[LinkVerdict, ...], weakest: tuple[int, ...], key: str) -> str:
    first = judged[weakest[0]]
    if key == "shown":
        return "Elke noodzakelijke schakel is aangetoond."
    if len(weakest) == 1:
        return f"De zwakste schakel is: {first.claim}. {first.reason}"
    return f"{len(weakest)} schakels zijn even zwak. De eerste is: {first.claim}. {first.reason}"
