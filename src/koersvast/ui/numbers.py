"""Numbers as people read them: Dutch comma and point, whole euros, no false precision."""

from __future__ import annotations


def number(value: float, language: str = "nl") -> str:
    """At most one decimal: 6.6 -> "6,6", 21.0 -> "21", 20000 -> "20.000"."""
    text = f"{value:,.1f}"
    text = text.removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,")) if language.startswith("nl") else text


def with_unit(value: float, unit: str, language: str = "nl") -> str:
    """A value with its unit: 21 and "%" -> "21%"; 6.6 and "rapportcijfer" -> "6,6"."""
    return number(value, language) + ("%" if unit == "%" else "")


def euros(amount: int, language: str = "nl") -> str:
    """Whole euros with thousands: 69800 -> "69.800"."""
    return number(amount, language)
