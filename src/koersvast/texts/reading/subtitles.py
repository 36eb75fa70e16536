"""Subtitles (.vtt and .srt) as a text: numbers and times go, lines of one speaker come together."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.texts.reading.reading import CannotRead, Turn
from koersvast.texts.reading.speakers import LABELLED, find_turns

TIMES = re.compile(
    r"^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s+-->\s+(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
)
VOICE = re.compile(r"<v(?:\.[\w.-]*)?[ \t]+([^>\n]{1,80})>")
LOOKS = re.compile(
    r"</?(?:b|i|u|c|v|lang|ruby|rt|font)(?:[. \t][^>\n]{0,200})?>|<\d[\d:.]{3,14}>|\{\\an?\d\}", re.I
)
PAUSE = 2.0  # seconds of silence after which a paragraph starts


@dataclass(frozen=True)
class Cue:
    begin: float
    end: float
    lines: tuple[str, ...]


def looks_like_subtitles(text: str) -> bool:
    first = text.lstrip()[:400].split("\n")
    return first[0].startswith("WEBVTT") or (
        len(first) > 1 and first[0].strip().isdigit() and bool(TIMES.match(first[1]))
    )


def read_subtitles(text: str) -> tuple[str, tuple[Turn, ...]]:
    """(text, turns): what is said, each speaker on lines of its own with the name in front."""
    cues = list(_cues(text))
    if not cues:
        raise CannotRead(
            _("In dit ondertitelbestand staan geen tijden met tekst. Plak de tekst in plaats daarvan.")
        )
    blocks: list[tuple[str, str]] = []
    before: Cue | None = None
    for cue in cues:
        pause = before is not None and cue.begin - before.end >= PAUSE
        for speaker, said in _voices(cue):
            same = bool(blocks) and blocks[-1][0] == speaker
            if same and (speaker or not (pause or LABELLED.match(said))):
                blocks[-1] = (speaker, f"{blocks[-1][1]} {said}")
            else:
                blocks.append((speaker, said))
            pause = False
        before = cue
    return _composed(blocks)


def _cues(text: str) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.split("\n")
        for index, line in enumerate(lines[:3]):
            found = TIMES.match(line)
            if found:
                begin, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
                yield Cue(begin, end, tuple(lines[index + 1 :]))
                break


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(f"0.{thousandths}")


def _voices(cue: Cue) -> Iterator[tuple[str, str]]:
    """(speaker or "", what is said) for each line of a cue."""
    speaker = ""
    for line in cue.lines:
        pieces = VOICE.split(line)  # said, name, said, name, said
        for index, piece in enumerate(pieces):
            if index % 2:
                speaker = _shown(piece)
            elif _shown(piece):
                yield speaker, _shown(piece)


def _shown(piece: str) -> str:
    """Words without the marks for looks; any other markup is what somebody said, and stays."""
    return " ".join(html.unescape(LOOKS.sub("", piece)).replace("\x00", "").split())


def _composed(blocks: list[tuple[str, str]]) -> tuple[str, tuple[Turn, ...]]:
    parts: list[str] = []
    turns: list[Turn] = []
    length = 0
    for speaker, said in blocks:
        label = f"{speaker.replace(':', ' ')}: " if speaker else ""
        gap = "\n\n" if parts else ""
        parts.append(f"{gap}{label}{said}")
        start = length + len(gap) + len(label)
        length += len(parts[-1])
        if speaker:
            turns.append(Turn(start, length, speaker))
    text = "".join(parts)
    return text, tuple(turns) or find_turns(text)
