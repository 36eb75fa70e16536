"""Forms about conversations: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import guard_texts
from koersvast.cycles.models import Partner
from koersvast.dialogues.consent_texts import SWITCH_NAMES
from koersvast.dialogues.models import (
    Consent,
    ConsentText,
    Conversation,
    DialogueRound,
    HearTarget,
    TopicGuide,
)
from koersvast.dialogues.queries import Known
from koersvast.dialogues.rules import About, telling_words
from koersvast.dialogues.words import AGE_BANDS, GROUPS, SWITCHES, ConversationKind, RoundStatus
from koersvast.people.models import User
from koersvast.texts.models import Collection, TeamMember
from koersvast.texts.reading import CannotRead, read
from koersvast.texts.reading.reading import MAX_BYTES, too_big
from koersvast.texts.rules import LONGEST_TEXT
from koersvast.ui.choices import offer, offer_rows

NOT_SAID = _("Zeg ik liever niet")


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def neutral_title(title: str) -> str:
    """Raises ValidationError when a title says what the conversations are about."""
    if found := telling_words(title):
        raise forms.ValidationError(
            _("Kies een neutrale titel. Deze staat in lijsten en op schermen: haal %(word)s weg."),
            params={"word": f"“{found[0]}”"},
        )
    return title


class RoundForm(forms.ModelForm[Any]):
    class Meta:
        model = DialogueRound
        fields = ["title", "aim", "client", "starts_on", "ends_on", "contact_days"]
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 3}),
            "starts_on": day_input(),
            "ends_on": day_input(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_days"].widget.attrs |= {"min": 7, "max": 365}
        guard_texts(self)

    def clean_title(self) -> str:
        return neutral_title(self.cleaned_data["title"])

    def clean_contact_days(self) -> int:
        days = int(self.cleaned_data["contact_days"])
        if not 7 <= days <= 365:
            raise forms.ValidationError(_("Kies een aantal van 7 tot en met 365 dagen."))
        return days

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Het eind ligt voor het begin."))
        return data


class EditRoundForm(RoundForm):
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(one.value, one.label) for one in RoundStatus if one is not RoundStatus.CLOSED],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["status"] = self.instance.status


class GuideForm(forms.ModelForm[Any]):
    class Meta:
        model = TopicGuide
        fields = ["questions"]
        widgets = {"questions": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class TargetForm(forms.ModelForm[Any]):
    class Meta:
        model = HearTarget
        fields = ["group", "wanted"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].widget.attrs |= {"min": 1, "max": 1000}
        guard_texts(self)

    def clean_wanted(self) -> int:
        wanted = int(self.cleaned_data["wanted"])
        if not 1 <= wanted <= 1000:
            raise forms.ValidationError(_("Kies een aantal van 1 tot en met 1000."))
        return wanted


class ConversationForm(forms.ModelForm[Any]):
    kind = forms.ChoiceField(label=_("Soort"), choices=ConversationKind)
    partner: Any = forms.ModelChoiceField(label=_("Partner"), queryset=None, required=False)

    class Meta:
        model = Conversation
        fields = ["kind", "planned_on", "held_on", "interviewer", "partner"]
        widgets = {"planned_on": day_input(), "held_on": day_input()}

    def __init__(self, *args: Any, collection: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = TeamMember.objects.filter(collection=collection).values("user")
        interviewers = User.objects.filter(pk__in=team).order_by("name")
        offer_rows(self, "interviewer", interviewers, called=lambda user: user.name)
        offer_rows(self, "partner", Partner.objects.filter(cycle=collection.cycle_id))
        if self.instance.pk and not self.instance._state.adding:
            del self.fields["kind"]  # whose words they are does not change afterwards

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind") or self.instance.kind
        if data.get("partner") and kind != ConversationKind.PARTNER_INTERVIEW:
            self.add_error("partner", _("Een partner hoort bij een gesprek met een partner."))
        return data


class AboutForm(forms.Form):
    """Coarse, and nothing is asked that somebody would rather not say."""

    speaker = forms.CharField(
        label=_("Hoe staat deze deelnemer in de tekst?"),
        help_text=_("Het woord voor de dubbele punt, zoals J1. Geen naam."),
        max_length=14,
        required=False,
    )
    age_band = forms.ChoiceField(
        label=_("Leeftijd"), choices=[("", NOT_SAID), *((band, band) for band in AGE_BANDS)], required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("Hoort bij"),
        choices=[(group, group) for group in GROUPS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen wat de deelnemer zelf zegt. Leeg is ook goed."),
    )
    neighbourhood = forms.CharField(label=_("Deel van de gemeente"), max_length=60, required=False)

    def about(self) -> About:
        data = self.cleaned_data
        return About(
            data["speaker"].strip().rstrip(":"),
            data["age_band"],
            tuple(data["groups"]),
            data["neighbourhood"].strip(),
        )


class SwitchesForm(forms.Form):
    """Six switches with their own words: nothing is on beforehand."""

    def __init__(self, *args: Any, words: Any, consent: Consent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for switch in SWITCHES:
            self.fields[switch] = forms.BooleanField(
                label=getattr(words, switch),
                required=False,
                initial=consent is not None and getattr(consent, switch),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("take_part") and any(data.get(switch) for switch in SWITCHES):
            self.add_error("take_part", _("Wie niet meedoet, staat ook de rest niet toe. Zet alles uit."))
        return data


class ConsentTextForm(forms.Form):
    """The words of the six switches, from those that hold now."""

    def __init__(self, *args: Any, now: ConsentText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for switch in SWITCHES:
            self.fields[switch] = forms.CharField(
                label=capfirst(SWITCH_NAMES[switch]),
                max_length=300,
                initial=getattr(now, switch),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for switch in SWITCHES:
            if found := telling_words(data.get(switch) or ""):
                said = _("Dit staat op telefoons en schermen. Schrijf het neutraal: haal %(word)s weg.")
                self.add_error(switch, said % {"word": f"“{found[0]}”"})
        return data


class FeedbackForm(forms.ModelForm[Any]):
    class Meta:
        model = DialogueRound
        fields = ["heard", "doing", "not_doing"]
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in ("heard", "doing", "not_doing")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("heard", "doing", "not_doing"):
            self.fields[name].required = True
        guard_texts(self)


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Hoe wil de deelnemer heten?"), max_length=100)
    phone = forms.CharField(label=_("Telefoon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mailadres"), max_length=200, required=False)
    participant = forms.ChoiceField(
        label=_("Van welk gesprek?"),
        required=False,
        help_text=_("Dan gaan de gegevens ook weg als deze deelnemer alles terugtrekt."),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "participant", [("", _("Nog geen gesprek")), *people])
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email") and not self.errors:
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in."))
        return data


class TextForm(forms.Form):
    body = forms.CharField(
        label=_("De tekst"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
    )


class BringInForm(forms.Form):
    """A text that was made elsewhere: pasted, or in a file."""

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_(
            "Word (.docx), OpenDocument (.odt), tekst (.txt, .md) of ondertitels (.vtt, .srt), tot 10 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.md,.docx,.odt,.vtt,.srt"}),
    )
    body = forms.CharField(
        label=_("Of plak de tekst"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """``body`` holds the text, wherever it came from; ``warnings`` what was left out of a file."""
        found = super().clean() or {}
        found["warnings"] = ()
        file = found.get("file")
        if file is not None:
            try:
                if file.size > MAX_BYTES:
                    raise too_big()
                read_text = read(file.name, file.read())
            except CannotRead as refusal:
                self.add_error("file", str(refusal))
            else:
                found |= {"body": read_text.text, "warnings": read_text.warnings}
        elif not (found.get("body") or "").strip():
            self.add_error("body", _("Kies een bestand, of plak een tekst."))
        return found


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Uw code"),
        max_length=100,
        help_text=_("De 28 tekens van uw briefje. Spaties en hoofdletters maken niet uit."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


def people_choices(people: list[tuple[Conversation, Known]]) -> list[tuple[str, str]]:
    """Who wants to be asked again, by number."""
    return [
        (
            str(one.row.pk),
            str(_("Gesprek %(conversation)s, deelnemer %(person)s"))
            % {"conversation": row.text.number, "person": one.row.number},
        )
        for row, one in people
    ]
