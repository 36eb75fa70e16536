"""The two typefaces of documents (put in place by tools/frontend.py), and what they can write."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).resolve().parents[1] / "reports/fonts"
# typst takes the first face that fits: western letters before those of the rest of Europe
FOLDERS = [FOLDER / "latin", FOLDER / "latin-ext"]
UNKNOWN = "[?]"
# signs that mean the same and that the typefaces do have
NEAR = str.maketrans(
    {
        "≤": "<=",
        "≥": ">=",
        "→": "->",
        "←": "<-",
        "≈": "ca.",
        "\u2011": "-",
        "\u202f": "\u00a0",
        "✓": "v",
        "\t": " ",
    }
)


class FontsMissing(Exception):
    """The typefaces were never put in place."""


@cache
def typefaces() -> typst.Fonts:
    if not all(folder.is_dir() for folder in FOLDERS):
        raise FontsMissing(f"No typefaces in {FOLDER}: run tools/frontend.py.")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in FOLDERS],
    )


@cache
def letters() -> frozenset[int]:
    """Code points that both upright weights of a typeface have, plus line breaks."""
    every = [
        frozenset().union(
            *(
                _code_points(path.read_bytes())
                for folder in FOLDERS
                for path in folder.glob(f"{name}*-{kind}.ttf")
            )
        )
        for name, kind in (
            ("source-sans-3", "400-normal"),
            ("source-sans-3", "600-normal"),
            ("fira-sans", "600-normal"),
        )
    ]
    # what one typeface lacks the other one writes: each weight of text falls back on the other family
    return (every[0] & every[1]) | every[2] | {ord("\n")}


def writable(text: str) -> str:
    """The text with every run of signs that the typefaces lack as [?]: a PDF/A may hold no empty boxes."""
    known = letters()
    text = text.translate(NEAR)
    if all(ord(sign) in known for sign in text):
        return text
    found: list[str] = []
    for sign in text:
        if ord(sign) in known:
            found.append(sign)
        elif not found or found[-1] != UNKNOWN:
            found.append(UNKNOWN)
    return "".join(found)


def _code_points(font: bytes) -> frozenset[int]:
    """Which signs a TrueType font has (OpenType specification, table cmap, formats 4 and 12)."""
    count = struct.unpack(">H", font[4:6])[0]
    records = (struct.unpack(">4sIII", font[12 + 16 * i : 28 + 16 * i]) for i in range(count))
    table = next(font[offset : offset + size] for tag, _sum, offset, size in records if tag == b"cmap")
    found: set[int] = set()
    for i in range(struct.unpack(">H", table[2:4])[0]):
        start = struct.unpack(">I", table[8 + 8 * i : 12 + 8 * i])[0]
        kind = struct.unpack(">H", table[start : start + 2])[0]
        if kind == 4:
            segments = struct.unpack(">H", table[start + 6 : start + 8])[0] // 2
            ends = struct.unpack(f">{segments}H", table[start + 14 : start + 14 + 2 * segments])
            firsts = struct.unpack(
                f">{segments}H", table[start + 16 + 2 * segments : start + 16 + 4 * segments]
            )
            for first, end in zip(firsts, ends, strict=True):
                found.update(range(first, end + 1))
        elif kind == 12:
            groups = struct.unpack(">I", table[start + 12 : start + 16])[0]
            for j in range(groups):
                first, end = struct.unpack(">II", table[start + 16 + 12 * j : start + 24 + 12 * j])
                found.update(range(first, end + 1))
    return frozenset(found)
