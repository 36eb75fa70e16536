"""Recall and precision of the suggestions, per kind, on texts whose identifiers are marked by hand.

Usage: .venv/bin/python -m benchmarks.identifiers [FOLDER] [--missed] [--false] [--with-lists]
FOLDER holds *.md and identifiers.jsonl; when left out: src/koersvast/dialogues/demo/conversations, then the texts in tests/texts/heldout. `overlap`: some suggestion, of any kind, lies
on it; `kind`: one of the same kind does; `exact`: one has the same ends. `other` and `job` are judgement and stand apart.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from koersvast.texts.identifiers import NOTHING_KNOWN, Identifier, Known, find
from tests.texts import marked

GOLD = Path(__file__).resolve().parents[1] / "src/koersvast/dialogues/demo/conversations"
JUDGEMENT = frozenset({"job", "other"})
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)


@dataclass(frozen=True)
class Wanted:
    file: str
    start: int
    end: int
    text: str
    kind: str
    direct: bool


@dataclass(frozen=True)
class Score:
    """One text: what was wanted, what was found."""

    body: str
    wanted: list[Wanted]
    found: list[Identifier]

    def on(self, wanted: Wanted) -> list[Identifier]:
        return [mark for mark in self.found if mark.start < wanted.end and wanted.start < mark.end]

    def right(self, mark: Identifier) -> bool:
        return any(mark.start < wanted.end and wanted.start < mark.end for wanted in self.wanted)


def scores(folder: Path, known: Known = NOTHING_KNOWN) -> list[Score]:
    lines = (folder / "identifiers.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [Wanted(**json.loads(line)) for line in lines if line]
    made = []
    for file in sorted({wanted.file for wanted in gold}):
        body = FRONT_MATTER.sub("", (folder / file).read_text(encoding="utf-8"), count=1)
        wanted = [one for one in gold if one.file == file]
        for one in wanted:
            if body[one.start : one.end] != one.text:
                raise ValueError(f"{file}: {one.start} is {body[one.start : one.end]!r}, not {one.text!r}")
        made.append(Score(body, wanted, find(body, known=known)))
    return made


def held_out_scores() -> list[Score]:
    return [
        Score(body, [Wanted(name, m.start, m.end, m.text, m.kind, m.direct) for m in marks], find(body))
        for name, (body, marks) in marked.held_out().items()
    ]


def recall(
    made: list[Score], kinds: Iterable[str], *, direct: bool | None = None, how: str = "overlap"
) -> tuple[int, int]:
    hit = total = 0
    for score in made:
        for wanted in score.wanted:
            if wanted.kind not in kinds or (direct is not None and wanted.direct != direct):
                continue
            total += 1
            found = score.on(wanted)
            hit += {
                "overlap": bool(found),
                "kind": any(mark.kind == wanted.kind for mark in found),
                "exact": any((mark.start, mark.end) == (wanted.start, wanted.end) for mark in found),
            }[how]
    return hit, total


def precision(made: list[Score], kinds: Iterable[str]) -> tuple[int, int]:
    """How many suggestions of these kinds lie on something that is marked, of any kind."""
    suggestions = [(score, mark) for score in made for mark in score.found if mark.kind in kinds]
    return sum(score.right(mark) for score, mark in suggestions), len(suggestions)


def share(pair: tuple[int, int]) -> str:
    return f"{pair[0]:4d}/{pair[1]:<4d} {100 * pair[0] / pair[1]:5.1f} %" if pair[1] else "        -      "


def neighbourhoods(folder: Path) -> Known:
    """What a municipality would have on its list: here only what the round itself names as neighbourhoods."""
    said = re.compile(r"^\s+neighbourhood: (.+)$", re.M)
    places = {
        place for file in folder.glob("*.md") for place in said.findall(file.read_text(encoding="utf-8"))
    }
    return Known(places=tuple(sorted(places)))


def table(made: list[Score]) -> None:
    kinds = sorted(
        {wanted.kind for score in made for wanted in score.wanted}
        | {mark.kind for score in made for mark in score.found}
    )
    plain = [kind for kind in kinds if kind not in JUDGEMENT]
    print(f"{'kind':22}{'recall overlap':>18}{'same kind':>18}{'exact':>18}{'precision':>18}")
    rows: list[tuple[str, list[str], bool | None]] = [(kind, [kind], None) for kind in plain]
    rows += [("all but job, other", plain, None), ("direct, all kinds", plain, True)]
    rows += [(f"apart: {kind}", [kind], None) for kind in kinds if kind in JUDGEMENT]
    for name, of, direct in rows:
        cells = [share(recall(made, of, direct=direct, how=how)) for how in ("overlap", "kind", "exact")]
        print(
            f"{name:22}"
            + "".join(f"{cell:>18}" for cell in cells)
            + f"{'' if direct else share(precision(made, of)):>18}"
        )
    words = sum(len(score.body.split()) for score in made)
    lines = sum(1 for score in made for line in score.body.splitlines() if line.strip())
    false = sum(not score.right(mark) for score in made for mark in score.found)
    print(
        f"{words} words, {lines} lines; {false} suggestions lie on nothing marked: {false / lines:.2f} a line"
    )


def listing(made: list[Score], *, missed: bool, false: bool) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for score in made:
        for wanted in score.wanted:
            if missed and not score.on(wanted):
                groups[f"missed {wanted.kind}"].append(
                    f"{wanted.file} {shown(score.body, wanted.start, wanted.end)}"
                )
        for mark in score.found:
            if false and not score.right(mark):
                groups[f"false {mark.kind}"].append(
                    f"{score.wanted[0].file} {shown(score.body, mark.start, mark.end)} ({mark.why})"
                )
    for name, lines in sorted(groups.items()):
        print(f"\n{name}: {len(lines)}")
        for line in lines:
            print("  " + line)


def shown(body: str, start: int, end: int) -> str:
    around = f"{body[max(0, start - 30) : start]}[{body[start:end]}]{body[end : end + 25]}"
    return around.replace("\n", " / ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--false", action="store_true")
    parser.add_argument(
        "--with-lists", action="store_true", help="with the neighbourhoods of the round as own list"
    )
    options = parser.parse_args()
    folder = options.folder or GOLD
    texts = {str(folder): scores(folder, neighbourhoods(folder) if options.with_lists else NOTHING_KNOWN)}
    if options.folder is None:
        texts["tests/texts/heldout"] = held_out_scores()
    for name, made in texts.items():
        print(f"\n== {name}")
        table(made)
        listing(made, missed=options.missed, false=options.false)


if __name__ == "__main__":
    main()
