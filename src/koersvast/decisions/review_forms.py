"""Forms of a review: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import PartialDate, guard_texts
from koersvast.cycles.models import Cycle, Partner, Session
from koersvast.cycles.words import Party
from koersvast.decisions.models import Review, ReviewQuestion, ReviewRemark, ReviewTopic, Stance
from koersvast.decisions.review_rules import minutes

TIMES = ("starts_at", "ends_at")


class Clock(forms.CharField):
    """A moment of the day as people write it: 19:30 or 19.30; kept as 19:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5, required=False, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> str:
        text: str = super().clean(value).replace(".", ":")
        text = f"0{text}" if len(text) == 4 else text
        if text and minutes(text) is None:
            raise forms.ValidationError(_("Schrijf een tijd, zoals 19:30."))
        return text


class TableForm(forms.Form):
    """From when to when, and which organisations sat at the table."""

    starts_at = Clock(
        label=_("Begint om"), help_text=_("Zoals 19:30. Dan rekent het scherm de tijd per onderwerp uit.")
    )
    ends_at = Clock(label=_("Eindigt om"), help_text=_("Zoals 21:00."))
    organisations: forms.ModelMultipleChoiceField[Partner] = forms.ModelMultipleChoiceField(
        label=_("Welke organisaties zitten aan tafel?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wij houden organisaties bij, nooit namen van mensen."),
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations: Any = self.fields["organisations"]
        organisations.queryset = Partner.objects.filter(cycle=cycle).order_by("position", "key")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = (minutes(data.get(name) or "") for name in TIMES)
        if start is not None and end is not None and end <= start:
            self.add_error("ends_at", _("Het eind ligt voor het begin."))
        return data

    def times(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TIMES}

    def seated(self) -> list[Partner]:
        return list(self.cleaned_data["organisations"])


class OpenReviewForm(forms.ModelForm[Any]):
    """The session itself; times and organisations stand in the form beside it."""

    held_on = PartialDate(label=_("Wanneer?"))
    parties = forms.MultipleChoiceField(
        label=_("Welke partijen zitten aan tafel?"),
        choices=Party,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bespreek elk resultaat met minstens twee partijen."),
    )

    class Meta:
        model = Session
        fields = ["title", "held_on", "parties"]
        widgets = {"title": forms.TextInput()}
        labels = {"title": _("Hoe heet het gesprek?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class RemarkForm(forms.ModelForm[Any]):
    """What one party says."""

    party = forms.ChoiceField(label=_("Namens welke partij?"), choices=Party, widget=forms.RadioSelect)
    stance = forms.ChoiceField(
        label=_("Hoe staat deze partij erin?"), choices=Stance, initial=Stance.OWN, widget=forms.RadioSelect
    )
    question = forms.ChoiceField(
        label=_("Bij welke vraag?"),
        choices=[("", _("Bij geen vraag in het bijzonder")), *ReviewQuestion.choices],
        required=False,
    )

    class Meta:
        model = ReviewRemark
        fields = ["party", "stance", "text", "question"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Wat zegt deze partij?")}
        help_texts = {
            "text": _("Schrijf geen namen van mensen op. Wie het alleen eens is, mag dit leeg laten.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        silent = "text" not in self.errors and not data.get("text")
        if silent and data.get("stance") and data["stance"] != Stance.AGREES:
            self.add_error("text", _("Schrijf in uw woorden wat deze partij zegt."))
        return data


class AnswersForm(forms.ModelForm[Any]):
    """The five answers of the table together, and who took part in them."""

    parties = forms.MultipleChoiceField(
        label=_("Welke partijen spraken hierover mee?"),
        choices=Party,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besproken is het met minstens twee partijen."),
    )

    class Meta:
        model = ReviewTopic
        fields = ["measured", "recognise", "explain", "judge", "act", "parties"]
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ReviewQuestion.values}
        help_texts = {
            "recognise": _(
                "Is een partij het er niet mee eens? Zet dat als eigen opmerking erbij; hier komt geen gemiddelde."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


def table_initial(review: Review | None) -> dict[str, Any]:
    """What the form starts from: what is written down now."""
    if review is None:
        return {}
    seats = [seat.partner_id for seat in review.seats.all() if seat.removed_at is None]
    return {name: getattr(review, name) for name in TIMES} | {"organisations": seats}
