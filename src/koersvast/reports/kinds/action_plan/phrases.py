"""How the action plan says things: the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.cycles.words import Party, labels
from koersvast.indicators import rules
from koersvast.indicators.models import SampleType
from koersvast.reports.document import Note
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import decimal, whole, with_unit


def example(text: str, illustrative: bool) -> str:
    """The text with "(voorbeeld)" behind it when it is not from a source. Never twice."""
    word = _("(voorbeeld)")
    return f"{text} {word}".strip() if illustrative and not text.rstrip().endswith(word) else text


def missing(what: str) -> Note:
    """One plain sentence instead of an empty table."""
    return Note(_("Nog niet ingevuld: %s") % what, "missing")


def figure(point: rules.Point) -> str:
    """A value for a table, or the reason why it is not shown."""
    shown = with_unit(point.value, point.unit) if rules.may_show(point) else _("te klein om te tonen")
    return example(shown, point.illustrative)


def figure_and_time(point: rules.Point) -> str:
    if not rules.may_show(point):
        return example(_("te klein om te tonen"), point.illustrative)
    shown = f"{with_unit(point.value, point.unit)} ({spoken(point.period)})"
    return example(shown, point.illustrative)


def interval(point: rules.Point) -> str:
    """The margin of a figure that is shown, or why there is none."""
    if not rules.may_show(point):
        return ""
    if point.sample in rules.SELF_SELECTED:
        return _("geen: zelf aangemeld") if point.sample == "self_selected" else _("geen: wie er was")
    found = rules.margin(point)
    if found is None:
        return _("geen, alles is geteld") if point.sample == "register" else _("onbekend")
    return _("%(low)s tot %(high)s") % {
        "low": decimal(found[0]),
        "high": with_unit(found[1], point.unit),
    }


def participants(point: rules.Point) -> str:
    if point.n is None:
        return ""
    return whole(point.n) if point.n >= rules.SMALLEST_COUNT else _("minder dan %d") % rules.SMALLEST_COUNT


def sample(point: rules.Point) -> str:
    return str(SampleType(point.sample).label) if point.sample in SampleType.values else point.sample


def parties(keys: Iterable[str]) -> str:
    return together([label.lower() for label in labels(Party, keys)])


def together(words: list[str]) -> str:
    """ "gemeente, inwoners en aanbieders" """
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def period(starts: str, ends: str) -> str:
    if starts and ends:
        return _("%(starts)s tot en met %(ends)s") % {"starts": spoken(starts), "ends": spoken(ends)}
    if starts:
        return _("vanaf %s") % spoken(starts)
    return _("tot en met %s") % spoken(ends) if ends else ""


def short_period(starts: str, ends: str) -> str:
    """ "2023-2026" for in a table."""
    years = [date[:4] for date in (starts, ends)]
    if all(years):
        return years[0] if years[0] == years[1] else f"{years[0]}–{years[1]}"
    if years[0]:
        return _("vanaf %s") % years[0]
    return _("tot en met %s") % years[1] if years[1] else _("niet ingevuld")


def euro(amount: int) -> str:
    return _("%s euro") % whole(amount)


def counted(number: int, one: str, more: str) -> str:
    """ "1 activiteit", "20 activiteiten"; both forms already translated."""
    return f"{whole(number)} {one if number == 1 else more}"


def activities_counted(number: int) -> str:
    return ngettext("%(number)s activiteit", "%(number)s activiteiten", number) % {"number": whole(number)}
