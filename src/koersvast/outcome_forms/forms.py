"""Forms for asking and answering the four questions: they check, they never save."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity
from koersvast.cycles.forms import NumberField, guard_texts, plain_text
from koersvast.outcome_forms import queries, rules
from koersvast.outcome_forms.models import OutcomeRequest

PERIOD = r"^\d{4}(-(0[1-9]|1[0-2]))?$"  # as an outcome has it
MOST = 10_000_000
MOST_LINES = 20
TYPED = 30  # characters of a number in a draft
NUMBERS = ("reached", "target_group", "usefulness", "usefulness_mean", "answered", "achieved")
TEXTS = ("improvements", "story")


def period_field() -> forms.RegexField:
    return forms.RegexField(
        label=_("Over welke periode?"),
        regex=PERIOD,
        help_text=_("Een jaar, of een jaar en een maand: 2026 of 2026-03."),
        error_messages={"invalid": _("Schrijf een jaar, of een jaar en een maand, zoals 2026 of 2026-03.")},
    )


def due_field() -> forms.DateField:
    return forms.DateField(
        label=_("Graag voor"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"invalid": _("Schrijf een dag, zoals 31-01-2027.")},
    )


def address_field(**more: Any) -> forms.CharField:
    """An address is checked as one; the words of the mistake are ours."""
    return forms.CharField(
        label=_("E-mailadres voor herinneringen"),
        required=False,
        max_length=254,
        validators=[_is_address],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        **more,
    )


def mail_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Mail de link meteen"),
        required=False,
        help_text=_(
            "Alleen als er een e-mailadres bij staat. In het onderwerp staat niet waar het over gaat."
        ),
    )


def _is_address(value: str) -> None:
    try:
        validate_email(value)
    except forms.ValidationError:
        raise forms.ValidationError(_("Dit is geen e-mailadres.")) from None


class RequestForm(forms.ModelForm[Any]):
    period = period_field()
    due_on = due_field()
    address = address_field(
        help_text=_("Leeg: geen herinneringen. Wij bewaren het versleuteld, tot u het antwoord overneemt.")
    )
    mail_link = mail_field()

    class Meta:
        model = OutcomeRequest
        fields = ["period", "due_on", "participants", "goal_sentence", "contact"]
        widgets = {"goal_sentence": forms.TextInput()}
        labels = {
            "participants": _("Hoe noemt u wie meedoet?"),
            "goal_sentence": _("Wat wilt u dat zij zeggen?"),
            "contact": _("Wie kan men bellen?"),
        }

    field_order = ["period", "due_on", "participants", "goal_sentence", "contact", "address", "mail_link"]

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.pk and self.instance.code_mark:
            del self.fields["period"]  # another period is another request
            del self.fields["mail_link"]  # the link is known only when it is made
        guard_texts(self)

    def clean_due_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["due_on"]
        return day if day == self.initial.get("due_on") else not_past(day, self.today)

    def clean_goal_sentence(self) -> str:
        return one_sentence(self.cleaned_data["goal_sentence"])

    def values(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("address", "mail_link")
        }


def not_past(day: datetime.date, today: datetime.date) -> datetime.date:
    if day < today:
        raise forms.ValidationError(_("Deze dag is voorbij."))
    if day.year > today.year + 3:
        raise forms.ValidationError(_("Deze dag is te ver weg."))
    return day


def one_sentence(text: str) -> str:
    """Without the full stop: a question mark follows it."""
    return str(text).strip().rstrip(".?!")


@dataclass(frozen=True)
class Wish:
    """One activity to ask, with its own words."""

    activity: Activity
    participants: str
    goal_sentence: str
    address: str


class EverybodyForm(forms.Form):
    """One period, one day, and per activity its own sentence."""

    period = period_field()
    due_on = due_field()
    contact = forms.CharField(
        label=_("Wie kan men bellen?"),
        max_length=200,
        help_text=_("Een naam en een nummer, zoals: Anna, 010 000 00 00."),
    )
    mail_link = mail_field()

    def __init__(
        self,
        *args: Any,
        activities: Iterable[Activity],
        before: Mapping[str, OutcomeRequest],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.activities = today, list(activities)
        for row in self.activities:
            last = before.get(row.key)
            self.fields[f"ask_{row.pk}"] = forms.BooleanField(
                label=_now("Vraag %(owner)s") % {"owner": row.owner.name},
                required=False,
                initial=row.status not in queries.NOT_BEGUN,
            )
            self.fields[f"who_{row.pk}"] = forms.CharField(
                label=_("Hoe noemt u wie meedoet?"),
                max_length=60,
                required=False,
                initial=last.participants if last else _now("deelnemers"),
            )
            self.fields[f"goal_{row.pk}"] = forms.CharField(
                label=_("Wat wilt u dat zij zeggen?"),
                max_length=300,
                required=False,
                initial=last.goal_sentence if last else "",
                help_text=_("Nodig als u deze eigenaar vraagt. Zoals: ik sta er niet meer alleen voor."),
            )
            address = address_field()
            address.initial = row.owner.email if "@" in row.owner.email else ""
            self.fields[f"mail_{row.pk}"] = address
        guard_texts(self)

    def clean_due_on(self) -> datetime.date:
        return not_past(self.cleaned_data["due_on"], self.today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"ask_{row.pk}") for row in self.activities):
            raise forms.ValidationError(_("Kies ten minste één activiteit."))
        for row in self.activities:
            if (
                data.get(f"ask_{row.pk}")
                and not data.get(f"goal_{row.pk}")
                and f"goal_{row.pk}" not in self.errors
            ):
                self.add_error(
                    f"goal_{row.pk}",
                    _now("Schrijf bij %(name)s wat wie meedoet zou moeten zeggen.") % {"name": row.name},
                )
        return data

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The fields of each activity, for the page."""
        return [
            {"activity": row, "fields": [self[f"{name}_{row.pk}"] for name in ("ask", "who", "goal", "mail")]}
            for row in self.activities
        ]

    @property
    def shared(self) -> list[Any]:
        return [self[name] for name in ("period", "due_on", "contact", "mail_link")]

    def wishes(self) -> list[Wish]:
        data = self.cleaned_data
        return [
            Wish(
                row,
                data[f"who_{row.pk}"] or _now("deelnemers"),
                one_sentence(data[f"goal_{row.pk}"]),
                data[f"mail_{row.pk}"],
            )
            for row in self.activities
            if data[f"ask_{row.pk}"]
        ]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Uw code"),
        max_length=100,
        help_text=_("De 28 tekens achter het hekje in uw link. Spaties en hoofdletters maken niet uit."),
        error_messages={"required": _("Typ de code uit uw link.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
                "data-kv-code": True,
            }
        ),
    )


class BackForm(forms.Form):
    question = forms.CharField(
        label=_("Wat wilt u vragen?"),
        max_length=1000,
        help_text=_("De partner leest dit boven het formulier."),
        error_messages={"required": _("Schrijf wat u wilt weten.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


def _count(*, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=0,
        max_value=MOST,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Schrijf een getal zonder punt of komma, zoals 81."),
            "min_value": _("Schrijf nul of meer."),
            "max_value": _("Dit getal is te groot."),
        },
    )


class AnswerForm(forms.Form):
    """The four questions, in the words of this request."""

    reached = _count()
    target_group = _count(required=False)
    usefulness = forms.ChoiceField(
        choices=[(str(mark), str(mark)) for mark in range(1, 6)],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Kies een cijfer van 1 tot en met 5.")},
    )
    usefulness_mean = NumberField(
        required=False,
        min_value=1,
        max_value=5,
        error_messages={
            "invalid": _("Schrijf een getal, zoals 3,8."),
            "min_value": _("Schrijf een gemiddelde van 1 tot en met 5."),
            "max_value": _("Schrijf een gemiddelde van 1 tot en met 5."),
        },
    )
    answered = _count()
    achieved = _count(required=False)
    improvements = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    story = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, asked: OutcomeRequest, hints: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = {"who": asked.participants}
        labels = {
            "reached": _now("Hoeveel %(who)s deden mee?") % who,
            "target_group": _now("Hoe groot is de groep voor wie dit is?"),
            "usefulness": _now("Wat vonden %(who)s ervan? 1 is niets aan gehad, 5 is veel aan gehad.") % who,
            "usefulness_mean": _now("Weet u het gemiddelde? Schrijf dan dat."),
            "answered": _now("Hoeveel %(who)s gaven antwoord?") % who,
            "achieved": _now("Hoeveel van hen zeggen: %(sentence)s?") % {"sentence": asked.goal_sentence},
            "improvements": _now("Schrijf één of twee zinnen."),
            "story": _now("Welk moment bleef u bij?"),
        }
        missing = {
            "reached": _now("Vul in hoeveel %(who)s meededen.") % who,
            "answered": _now("Vul in hoeveel %(who)s antwoord gaven. Vroeg u het niet? Schrijf dan 0.") % who,
            "improvements": _now("Schrijf in één zin wat er beter kan."),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = hints.get(name, "")
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words
        guard_texts(self)

    def clean_improvements(self) -> tuple[str, ...]:
        found = rules.lines(self.cleaned_data["improvements"])
        if len(found) > MOST_LINES:
            raise forms.ValidationError(_("Schrijf niet meer dan twintig zinnen."))
        for line in found:
            plain_text(line)  # each line becomes a text of its own
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answered, achieved = data.get("answered"), data.get("achieved")
        mean, mark = data.get("usefulness_mean"), data.get("usefulness")
        if mean is not None and mark and abs(mean - int(mark)) > 0.5:
            self.add_error(
                "usefulness_mean",
                _("Dit gemiddelde past niet bij het cijfer dat u koos. Laat één van de twee leeg."),
            )
        if answered is None:
            return data
        reached = data.get("reached")
        if reached is not None and answered > reached:
            self.add_error("answered", _("Er kunnen niet meer mensen antwoorden dan er meededen."))
        if achieved is not None and achieved > answered:
            self.add_error("achieved", _("Dit kunnen er niet meer zijn dan er antwoord gaven."))
        if answered:
            if mean is None and not mark and not {"usefulness", "usefulness_mean"} & set(self.errors):
                self.add_error("usefulness", _("Kies een cijfer, of schrijf het gemiddelde."))
            if achieved is None and "achieved" not in self.errors:
                self.add_error("achieved", _("Vul in hoeveel mensen dit zeggen. Niemand? Schrijf dan 0."))
        return data

    def answer(self) -> rules.Answer:
        data = self.cleaned_data
        mean = data["usefulness_mean"]
        if mean is None and data["usefulness"]:
            mean = float(data["usefulness"])
        asked = data["answered"] > 0
        return rules.Answer(
            reached=data["reached"],
            answered=data["answered"],
            target_group=data["target_group"],
            usefulness=mean if asked else None,
            achieved=data["achieved"] if asked else None,
            improvements=data["improvements"],
            story=data["story"],
        )


class DraftForm(forms.Form):
    """What was typed so far: nothing has to be right yet, but it has to be plain and of a size."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*NUMBERS, *TEXTS):
            most = None if name in TEXTS else TYPED
            self.fields[name] = forms.CharField(required=False, max_length=most, strip=False)
        guard_texts(self)

    def typed(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
