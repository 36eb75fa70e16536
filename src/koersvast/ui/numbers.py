"""Numbers as people in the Netherlands write them: 12.345 and 6,1 and 21%. Pure."""

from __future__ import annotations


def whole(value: float) -> str:
    """12345 -> "12.345"; a minus sign is a real one."""
    return f"{round(value):,}".replace(",", ".").replace("-", "−")


def decimal(value: float, places: int = 1) -> str:
    """6.1 -> "6,1"; 86.0 -> "86"; 1234.56 -> "1.234,6". Zeros behind the comma go."""
    rounded = round(value, places)
    if rounded == int(rounded):
        return whole(rounded)
    written = f"{rounded:,.{places}f}".rstrip("0")
    return written.translate(str.maketrans(",.", ".,")).replace("-", "−")


def with_unit(value: float, unit: str) -> str:
    """A value as it stands in a table or a chart: "21%", "12" (a count), "6,1"."""
    return f"{decimal(value)}%" if unit == "%" else decimal(value)


def in_words(value: float, unit: str) -> str:
    """A value as it stands in a sentence: "21 procent", "6,1"."""
    return f"{decimal(value)} procent" if unit == "%" else decimal(value)
