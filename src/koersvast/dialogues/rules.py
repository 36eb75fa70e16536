"""Who is missing, how long contact details may stay, whose words are whose. Pure."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from koersvast.texts.reading.speakers import FRONT

SMALLEST = 5  # below this a count could point at people
SHOWN_BEFOREHAND = 14  # days before contact details go
WITHOUT_FEEDBACK = 365  # days after the end of a round that contact details stay when nobody gives feedback

_LABEL = re.compile(
    rf"^(?P<front>{FRONT})(?P<label>[^\W\d_][\w.\-]{{0,12}})(?: \([^)\n]{{0,20}}\))?"
    r"(?:\*\*|__)?:(?:\*\*|__)?[ \t]*",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Turn:
    """What one speaker said: offsets of the words in the body, without the label before them."""

    speaker: str
    start: int
    end: int


def same_speaker(label: str) -> str:
    """A label as it is compared: without colon, capitals or spaces around it."""
    return label.strip().rstrip(":").strip().casefold()


def turns(body: str, known: Iterable[str] = ()) -> list[Turn]:
    """The turns of a text with labels ("J1: ..."), in order.

    A word with a colon is a label when it is one of ``known`` or stands there twice: "NB: ..." inside a turn does not
    end it. Behind a bullet or a time only ``known`` counts. Asides between brackets and paragraphs without a label
    belong to the turn before: here taking away too much beats leaving some, so this is stricter than
    texts.reading.speakers, which says who speaks on a page.
    """
    names = {same_speaker(label) for label in known}
    found = [(one, same_speaker(one["label"])) for one in _LABEL.finditer(body)]
    often = Counter(speaker for one, speaker in found if not one["front"].strip())
    starts = [
        (one, speaker)
        for one, speaker in found
        if speaker in names or (often[speaker] > 1 and not one["front"].strip())
    ]
    made = []
    for index, (one, speaker) in enumerate(starts):
        start = one.end()
        end = starts[index + 1][0].start() if index + 1 < len(starts) else len(body)
        end = start + len(body[start:end].rstrip())
        if end > start:
            made.append(Turn(speaker, start, end))
    return made


def turns_of(body: str, speaker: str, known: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Where this speaker speaks."""
    wanted = same_speaker(speaker)
    if not wanted:
        return []
    return [(turn.start, turn.end) for turn in turns(body, [*known, speaker]) if turn.speaker == wanted]


@dataclass(frozen=True)
class Missing:
    """A group somebody wanted to hear, and how many were."""

    wanted: int
    heard: int

    @property
    def state(self) -> str:
        """ "empty", "busy" or "ready": which shape stands beside it."""
        if not self.heard:
            return "empty"
        return "ready" if self.heard >= self.wanted else "busy"

    @property
    def still(self) -> int:
        return max(self.wanted - self.heard, 0)


def heard_as_shown(heard: int, *, in_team: bool) -> int | None:
    """The count itself, or None for "fewer than five"."""
    return heard if in_team or heard >= SMALLEST else None


def coarse(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts for everybody; None: fewer than five. One alone could be computed from a total, so then the next is hidden too."""
    hidden = {name for name, count in counts.items() if count < SMALLEST}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(
            min((name for name in counts if name not in hidden), key=lambda name: (counts[name], name))
        )
    return {name: None if name in hidden else count for name, count in counts.items()}


def contact_goes_on(
    today: datetime.date, *, ends_on: datetime.date | None, feedback_on: datetime.date | None, days: int
) -> datetime.date:
    """The last day that contact details may stay. Without feedback they do not stay for ever either."""
    if feedback_on is not None:
        return feedback_on + datetime.timedelta(days=days)
    last = max(today, ends_on) if ends_on else today
    return last + datetime.timedelta(days=WITHOUT_FEEDBACK)


@dataclass(frozen=True)
class About:
    """What is known of a participant, in coarse words. Stored sealed, only for the team."""

    speaker: str = ""
    age_band: str = ""
    groups: tuple[str, ...] = ()
    neighbourhood: str = ""

    def __repr__(self) -> str:
        return "About(...)"  # never the words: this ends up in traces

    def as_text(self) -> str:
        return json.dumps(
            {
                "speaker": self.speaker,
                "age_band": self.age_band,
                "groups": list(self.groups),
                "neighbourhood": self.neighbourhood,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_text(cls, text: str) -> About:
        told = json.loads(text)
        return cls(told["speaker"], told["age_band"], tuple(told["groups"]), told["neighbourhood"])


@dataclass(frozen=True)
class Reach:
    """How to reach somebody. Stored sealed with a key of its own."""

    name: str = ""
    phone: str = ""
    email: str = ""
    participant: str = ""  # id, or empty for somebody who has not spoken yet

    def __repr__(self) -> str:
        return "Reach(...)"

    def as_text(self) -> str:
        return json.dumps(vars(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Reach:
        return cls(**json.loads(text))


# parts of words that say what a conversation is about: never in a title, a mail, a file name or on a slip
TELLING = (
    "lhbt",
    "lgbt",
    "homo",
    "lesb",
    "gay",
    "queer",
    "transg",
    "transm",
    "transv",
    "trans ",
    "biseks",
    "bi+",
    "intersek",
    "aseks",
    "non-bin",
    "regenboog",
    "roze",
    "pride",
    "uit de kast",
    "coming",
    "geaardheid",
    "seksue",
    "gender",
)


def telling_words(text: str) -> list[str]:
    """What in a text gives away what it is about."""
    low = text.casefold()
    return [word for word in TELLING if word in low]
