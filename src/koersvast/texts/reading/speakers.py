"""Who says what: labels at the start of a line, such as "V:", "J3:", "A.:" or "Henk:".

A heading may look the same ("Vraag:", "Contact:"), so a label counts only when the text itself says that it is a
speaker: it comes back, or it stands among lines of others who do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from koersvast.texts.reading.reading import Turn

# what may stand before a label: a bullet, a time, the start of bold letters
FRONT = (
    r"[ \t]*(?:[-*•–—][ \t]+)?"
    r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?[ \t]+)?"
    r"(?:\*\*|__)?"
)
LABELLED = re.compile(
    rf"^(?P<front>{FRONT}"
    r"(?P<label>[^\W\d_][^:\t\n*]{0,29}?)(?:\*\*|__)?[ \t]?"
    r"(?::(?:\*\*|__)?(?:[ \t]+|$)|\t[ \t]*))",
    re.MULTILINE,
)
SHORT = re.compile(r"^[A-Z]{1,3}\d{0,2}\.?$")
ROLE = re.compile(
    r"^(hr|dhr|mw|mevr|meneer|mevrouw|spreker|speaker|deelnemer|deelneemster|respondent|geïnterviewde|interviewer"
    r"|interviewster|onderzoeker|gespreksleider|begeleider|moderator|inwoner|persoon|tolk|antwoord)\.? ?\d{0,3}$",
    re.IGNORECASE,
)
NAME = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w'’-]*\.?( (van|de|der|den|ten|ter|te|el|al|da|dos|[A-ZÀ-ÖØ-Þ][\w'’-]*\.?)){0,3}$",
)
HEADINGS = frozenset(
    ["aanwezig", "afwezig", "actie", "acties", "afspraak", "afspraken", "behoefte", "behoeften", "bijdragen", "conclusie", "contact", "daarnaast", "datum", "doel", "duur", "eigen", "idee", "ideeën", "kern", "let", "locatie", "melden", "nb", "noot", "onderwerp", "ook", "opmerking", "opmerkingen", "opname", "plaats", "ps", "samenvatting", "setting", "signaal", "signalen", "situatie", "taal", "thema", "tijd", "tip", "tips", "titel", "toestemming", "todo", "tot", "type", "uitleg", "veiligheid", "verder", "vervolg", "verslag", "voorbeeld", "vragen", "werkt", "wens", "wensen"]
)  # fmt: skip
ASKED = {"vraag", "antwoord"}
BULLET = re.compile(r"^[ \t]*(?:[-*•–—?]|\d+[.)])[ \t]+\S")
SAID = re.compile(r"^[ \t]*[-–—][ \t]+(?=\S)")
MOSTLY = 0.7
MAX_LINES = 50_000  # nobody talks in more


@dataclass(frozen=True)
class Line:
    start: int
    end: int
    label: str
    """Empty when the line starts without one."""
    said_from: int

    @property
    def length(self) -> int:
        return self.end - self.start


def find_turns(text: str) -> tuple[Turn, ...]:
    """The turns of the speakers that a text names itself; none when it names nobody."""
    if text.count("\n") > MAX_LINES:
        return ()
    lines = _lines(text)
    speakers = _speakers(lines)
    if not speakers:
        return _dashes(text, lines)
    goes_on = _is_transcript(text, lines, speakers)
    turns: list[Turn] = []
    at: Line | None = None
    end = 0
    for index, line in enumerate(lines):
        if line.label in speakers:
            if at:
                turns.append(_turn(text, at, end))
            at, end = line, line.end
        elif at and _ends_turn(text, lines, index, at, goes_on):
            turns.append(_turn(text, at, end))
            at = None
        elif at and line.length:
            end = line.end
    if at:
        turns.append(_turn(text, at, end))
    return tuple(turns)


def _lines(text: str) -> list[Line]:
    lines, start = [], 0
    for raw in text.split("\n"):
        found = LABELLED.match(raw)
        label = found["label"].strip() if found else ""
        lines.append(Line(start, start + len(raw), label, start + (found.end() if found else 0)))
        start += len(raw) + 1
    return lines


def _speakers(lines: Sequence[Line]) -> frozenset[str]:
    counts = Counter(line.label for line in lines if line.label)
    short = {label for label in counts if (SHORT.match(label) or ROLE.match(label)) and not _heading(label)}
    names = {label for label in counts if NAME.match(label) and not _heading(label)} - short
    speakers = {label for label in short if counts[label] > 1 or len(short) > 1}
    speakers |= {label for label in names if counts[label] > 1}
    asked = {label for label in counts if label.lower() in ASKED and counts[label] > 1}
    if len(asked) == len(ASKED):
        speakers |= asked
    elif speakers <= asked:
        return frozenset()
    return frozenset(speakers | _among(lines, names, speakers))


def _heading(label: str) -> bool:
    return label.split()[0].rstrip(".").lower() in HEADINGS or label.lower() in ASKED


def _among(lines: Sequence[Line], names: set[str], speakers: set[str]) -> set[str]:
    """A name that is there once counts when it stands among lines of speakers who come back."""
    found: set[str] = set()
    run: list[str] = []
    for line in [*lines, Line(0, 0, "", 0)]:
        if line.label in names | speakers:
            run.append(line.label)
            continue
        if speakers & set(run):
            found |= {label for label in run if label in names and " " not in label}
        run = []
    return found


def _is_transcript(text: str, lines: Sequence[Line], speakers: frozenset[str]) -> bool:
    """Nearly every paragraph starts with a speaker: a paragraph without one then belongs to the one before."""
    first = next(index for index, line in enumerate(lines) if line.label in speakers)
    starts = [
        line
        for index, line in enumerate(lines[first:], first)
        if line.length and (index == first or not lines[index - 1].length)
    ]
    return sum(line.label in speakers for line in starts) >= MOSTLY * len(starts)


def _ends_turn(text: str, lines: Sequence[Line], index: int, at: Line, goes_on: bool) -> bool:
    line = lines[index]
    if not line.length:
        return not goes_on
    if line.label and not lines[index - 1].length:
        return True  # a paragraph with a heading of its own
    return bool(
        BULLET.match(text[line.start : line.end]) and BULLET.match(text[at.start : at.end])
    )  # the next point of a list


def _turn(text: str, line: Line, end: int) -> Turn:
    start = line.said_from
    if not text[start:end].strip():
        return Turn(start, start, line.label)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Turn(start, start + len(text[start:end].rstrip()), line.label)


def _dashes(text: str, lines: Sequence[Line]) -> tuple[Turn, ...]:
    """A conversation in which every line starts with a dash and nobody is named."""
    filled = [line for line in lines if text[line.start : line.end].strip()]
    dashed = [line for line in filled if SAID.match(text[line.start : line.end])]
    if len(dashed) < 4 or len(dashed) < 0.9 * len(filled):
        return ()
    turns = []
    for line in dashed:
        found = SAID.match(text[line.start : line.end])
        start = line.start + (found.end() if found else 0)
        turns.append(Turn(start, line.start + len(text[line.start : line.end].rstrip()), ""))
    return tuple(turns)
