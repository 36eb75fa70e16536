"""The words of verdicts as people read them: marks, sentences of the core in the reader's language, what changed."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koersvast.decisions.verdicts import Basis
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import decimal, whole, with_unit

MARKS = {  # word -> icon and style
    "reached": ("reached", "bereikt"),
    "on_course": ("on-course", "op-koers"),
    "off_course": ("off-course", "niet-op-koers"),
    "too_early": ("not-yet", "nog-niet"),
    "unknowable": ("unknowable", "niet-te-weten"),
}

# what safefigures.verdict and verdicts.py say, so that it stands in the catalogue; a test keeps it whole
SENTENCES = (
    _("De hele marge ligt op of voorbij het doel."),
    _("De periode is voorbij en de hele marge ligt voor het doel."),
    _("De hele marge ligt achter bij waar we nu zouden moeten zijn."),
    _("Het doel is kleiner dan de kleinste verandering die deze meting kan zien."),
    _("Meet bij meer mensen, samen met de regio of over meer jaren. Of kies een ander cijfer."),
    _("Het cijfer bleef waar het moet blijven, ook met de marge erbij."),
    _("De verbetering is groter dan de marge en ligt op schema."),
    _("De marge is te groot: het doel kan gehaald zijn, maar ook niet."),
    _("De marge is te groot: het kan goed gaan, maar ook niet."),
    _("Meet bij meer mensen."),
    _("Wacht op de volgende meting, of meet bij meer mensen."),
    _("Wie meedeed, koos daar zelf voor. Dat zegt niets over alle inwoners."),
    _("Trek een steekproef waarin het toeval bepaalt wie een uitnodiging krijgt."),
    _("De meting veranderde tussen het begin en nu. De cijfers zijn niet te vergelijken."),
    _("Meet een keer op de oude en de nieuwe manier tegelijk, of kies een nieuw beginpunt."),
    _("Dit is een tussentijdse blik. De gewone marge klopt dan niet."),
    _("Wacht tot het afgesproken moment, of reken met een marge die bij elke blik klopt."),
    _("Van dit cijfer is geen marge bekend."),
    _("Vraag de bron om de marge of om het aantal antwoorden."),
    _("Dit cijfer gaat over deelnemers. Dat bewijst niets over de hele gemeente."),
    _("Er is geen streefwaarde."),
    _("Spreek af welk cijfer u wilt halen, en in welk jaar."),
    _("Het is niet duidelijk of hoger of lager beter is."),
    _("Spreek bij het cijfer af welke kant op beter is."),
    _("Er is nog niet gemeten."),
    _("Doe een nulmeting."),
    _("Dit cijfer gaat niet over deze gemeente."),
    _("Meet in de eigen gemeente, of samen met de regio."),
    _("Er is geen nulmeting over deze gemeente."),
    _("Kies bij het doel een nulmeting."),
    _("De nulmeting komt uit een bron die u voor dat jaar niet koos."),
    _("Kies bij het doel een andere nulmeting, of kies bij het cijfer deze bron."),
    _("Er zijn twee bronnen voor hetzelfde jaar, en niemand koos er een."),
    _("Kies bij het cijfer een bron, met de reden."),
    _("De groep is te klein om het cijfer te laten zien."),
    _("Meet bij meer mensen, samen met de regio of over meer jaren."),
    _("Er is nog geen meting na de nulmeting."),
    _("Wacht op de volgende meting."),
    _("De nulmeting ligt niet voor het jaar van de streefwaarde."),
    _("Kies een nulmeting van eerder, of een later jaar."),
    _("Er is geen cijfer met een streefwaarde."),
    _("Kies een cijfer, een nulmeting en een streefwaarde."),
)


def measured(one: Basis) -> str:
    """The figure in one sentence: from what to what, with the margin of the change, and the target."""
    parts = []
    if one.hidden:
        return gettext("Te klein om te tonen.")
    if one.baseline_value is not None:
        parts.append(
            gettext("Nulmeting %(period)s: %(value)s.")
            % {"period": spoken(one.baseline_period), "value": with_unit(one.baseline_value, one.unit)}
        )
    if one.last_value is not None:
        parts.append(
            gettext("Laatste meting %(period)s: %(value)s.")
            % {"period": spoken(one.last_period), "value": with_unit(one.last_value, one.unit)}
        )
    if one.change is not None and one.change_low is not None and one.change_high is not None:
        parts.append(_change(one.change, one.change_low, one.change_high, one.unit))
    if one.target_value is not None:
        parts.append(
            gettext("Streefwaarde: %(value)s in %(year)s.")
            % {"value": with_unit(one.target_value, one.unit), "year": one.target_year}
        )
    return " ".join([*parts, *_seen(one)])


def _seen(one: Basis) -> list[str]:
    """What such a measurement can see at all, where it could not say more."""
    found = []
    if one.detectable is not None:
        found.append(
            gettext("Zo'n meting ziet pas een verschil van %(points)s punten.")
            % {"points": decimal(one.detectable)}
        )
    if one.needed is not None and one.baseline_value is not None and one.target_value is not None:
        found.append(
            gettext("Voor %(points)s punten zijn ongeveer %(people)s deelnemers per meting nodig.")
            % {"points": decimal(abs(one.target_value - one.baseline_value)), "people": whole(one.needed)}
        )
    return found


def _change(change: float, low: float, high: float, unit: str) -> str:
    if low == high:
        return gettext("Verschil: %(change)s.") % {"change": points(change, unit)}
    return gettext("Verschil: %(change)s, met de marge erbij van %(low)s tot %(high)s.") % {
        "change": points(change, unit),
        "low": points(low, unit),
        "high": points(high, unit),
    }


def points(value: float, unit: str) -> str:
    """A difference: of percentages in points, with its direction in words instead of a sign."""
    amount = decimal(abs(value))
    rounded = round(value, 1)
    if rounded == 0:
        return gettext("gelijk")
    if unit == "%":
        amount = gettext("%(amount)s punten") % {"amount": amount}
    words = gettext("%(amount)s hoger") if rounded > 0 else gettext("%(amount)s lager")
    return words % {"amount": amount}


def changed(then: Basis | None, now: Basis | None) -> list[str]:
    """What is no longer as it was, in sentences: was ..., is ... Nothing of a group that is too small now."""
    if now is None:
        return [gettext("%(name)s: hoort niet meer bij dit doel.") % {"name": then.name if then else ""}]
    if then is None:
        return [gettext("%(name)s: kwam erbij.") % {"name": now.name}]
    if now.hidden:
        return [gettext("%(name)s: de groep is te klein om te tonen.") % {"name": now.name}]
    rows = (
        (gettext("nulmeting"), *(_figure(one, "baseline") for one in (then, now))),
        (gettext("laatste meting"), *(_figure(one, "last") for one in (then, now))),
        (gettext("streefwaarde"), _target(then), _target(now)),
    )
    return [
        gettext("%(name)s, %(what)s: was %(then)s, is %(now)s.")
        % {"name": now.name, "what": what, "then": was, "now": is_now}
        for what, was, is_now in rows
        if was != is_now
    ] or [gettext("%(name)s: de vergelijking is veranderd.") % {"name": now.name}]


def _figure(one: Basis, which: str) -> str:
    value: float | None = getattr(one, f"{which}_value")
    if value is None:
        return gettext("onbekend")
    text = f"{with_unit(value, one.unit)} ({spoken(getattr(one, f'{which}_period'))}"
    low, high = getattr(one, f"{which}_low"), getattr(one, f"{which}_high")
    if low is not None and high is not None:
        text += gettext(", marge %(low)s tot %(high)s") % {
            "low": with_unit(low, one.unit),
            "high": with_unit(high, one.unit),
        }
    return f"{text})"


def _target(one: Basis) -> str:
    if one.target_value is None:
        return gettext("geen")
    return gettext("%(value)s in %(year)s") % {
        "value": with_unit(one.target_value, one.unit),
        "year": one.target_year,
    }
