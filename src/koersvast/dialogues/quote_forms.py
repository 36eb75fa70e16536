"""Forms about quotes: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import guard_texts
from koersvast.dialogues.kcheck import AGE, GROUP, PLACE, Attribute, Shown
from koersvast.dialogues.queries import Known
from koersvast.dialogues.quote_models import Edit
from koersvast.dialogues.quote_rules import LONGEST, QUESTIONS
from koersvast.ui.choices import offer

CHECKLIST = (
    _("Staat er een naam, plek, datum of nummer in dat naar iemand wijst?"),
    _("Past wat u over deze persoon leest samen maar op één of enkele mensen?"),
    _("Gaat het over iets zeldzaams: een voorval, een functie, iets uit het nieuws?"),
    _("Herkent u iemand aan de manier van praten, zoals dialect of een vaste uitdrukking?"),
    _("Gaat het ook over iemand anders, die geen toestemming gaf?"),
    _("Staat deze zin misschien ook op internet, zodat iemand hem kan opzoeken?"),
    _("Vertellen de citaten van deze deelnemer samen te veel?"),
    _("Zou een buur, collega of familielid weten wie dit is?"),
)
assert len(CHECKLIST) == QUESTIONS


class WhoForm(forms.Form):
    """Whose words are they? Only those whose turn it is."""

    participant = forms.ChoiceField(label=_("Wie zei dit?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Known], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quoted = [one.row for one in people if one.allows("quote")]
        called = _("Deelnemer %(number)s")
        offer(self, "participant", [(str(row.pk), called % {"number": row.number}) for row in quoted])
        if len(people) == 1:
            self.fields["participant"].initial = str(people[0].row.pk)


class QuoteForm(forms.Form):
    """The words, what was changed in them, and what is shown of who said it: nothing, unless somebody chooses it."""

    words = forms.CharField(
        label=_("Het citaat"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    edit = forms.ChoiceField(label=_("Wat veranderde u?"), choices=Edit, widget=forms.RadioSelect)
    shown = forms.MultipleChoiceField(
        label=_("Wat staat erbij over deze deelnemer?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets is het veiligst: dan staat er “een deelnemer”."),
    )

    def __init__(self, *args: Any, options: list[Attribute], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "shown", [(f"{one.kind}:{one.value}", attribute_words(one)) for one in options])
        guard_texts(self)

    def attributes(self) -> Shown:
        return frozenset(Attribute(*one.split(":", 1)) for one in self.cleaned_data["shown"])


def attribute_words(one: Attribute) -> str:
    names = {AGE: _("leeftijd"), GROUP: _("hoort bij"), PLACE: _("woont in")}
    return f"{names[one.kind]}: {one.value}"


def as_choices(shown: Shown) -> list[str]:
    return [f"{one.kind}:{one.value}" for one in sorted(shown)]


class ReadingForm(forms.Form):
    """Questions for a second reader, none answered beforehand, and why."""

    questions: tuple[Any, ...] = CHECKLIST

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, question in enumerate(self.questions):
            self.fields[f"q{at}"] = forms.ChoiceField(
                label=question, choices=[("nee", _("Nee")), ("ja", _("Ja"))], widget=forms.RadioSelect
            )
        self.fields["reason"] = forms.CharField(
            label=_("Waarom kan dit wel, of niet?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
        )
        guard_texts(self)

    def answers(self) -> list[bool]:
        return [self.cleaned_data[f"q{at}"] == "ja" for at in range(len(self.questions))]
