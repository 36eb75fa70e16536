"""Forms to build a questionnaire: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import plain_text
from koersvast.surveys import choice_lines
from koersvast.surveys.expressions import LONGEST, NotUnderstood, parse
from koersvast.surveys.outline import free_key, keys_of
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import (
    KEY,
    LONGEST_WORDS,
    MOST_LANGUAGES,
    Choice,
    Group,
    Question,
    Questionnaire,
    Words,
    words_in,
)
from koersvast.surveys.spoken_conditions import choice_of, condition_of
from koersvast.surveys.xlsform.languages import NAMES
from koersvast.ui.choices import offer

KINDS = {key: kind.label for key, kind in QUESTION_TYPES.items()}
LIST_HELP = _("Eén antwoord per regel. Alleen woorden mag: dan maken wij de sleutel. Of: sleutel | woorden.")
SCALE_HELP = _(
    "Eén antwoord per regel: sleutel | woorden | score. Zonder score tellen de regels van boven naar beneden 1, 2, 3."
)
OTHER_HELP = _("Eén per regel: sleutel | woorden.")
CONDITION_HELP = _(
    "Bijvoorbeeld: ${leeftijd} >= 18 and ${werk} = 'ja'. Noem alleen vragen die eerder komen, met hun sleutel."
)
CONSTRAINT_HELP = _("Een punt is het antwoord zelf. Bijvoorbeeld: . >= 18. Of: string-length(.) <= 100.")


def language_label(label: Any, language: str, languages: tuple[str, ...]) -> Any:
    return label if len(languages) == 1 else f"{label} ({NAMES.get(language, language)})"


class LanguageForm(forms.Form):
    """A form in which some fields stand there once for each language."""

    def __init__(self, *args: Any, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written_in = languages

    def add_words(
        self, name: str, label: Any, *, needed: bool = False, rows: int = 2, help_text: Any = ""
    ) -> None:
        for at, language in enumerate(self.written_in):
            field = forms.CharField(
                label=language_label(label, language, self.written_in),
                required=needed and not at,
                max_length=LONGEST_WORDS,
                widget=forms.Textarea(attrs={"rows": rows, "lang": language}) if rows > 1 else None,
                help_text="" if at else help_text,
                validators=[plain_text, no_repeats],
            )
            field.widget.attrs["lang"] = language
            self.fields[f"{name}_{language}"] = field

    def words(self, name: str) -> Words:
        found = {one: self.cleaned_data.get(f"{name}_{one}", "") for one in self.written_in}
        return {one: text for one, text in found.items() if text}

    def need_first(self, name: str) -> None:
        """Words in another language alone: the first language has them all."""
        first = f"{name}_{self.written_in[0]}"
        if first not in self.errors and self.words(name) and not self.cleaned_data.get(first):
            self.add_error(first, _("Vul dit eerst in deze taal in."))


def no_repeats(text: str) -> None:
    if "${" in text:
        raise forms.ValidationError(_("Een antwoord herhalen in een tekst kan niet. Haal ${ weg."))


def words_by(name: str, words: Words) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in words.items()}


class QuestionnaireForm(forms.Form):
    """The whole: its name, its languages, what people read first."""

    title = forms.CharField(
        label=_("Naam van de vragenlijst"),
        max_length=200,
        validators=[plain_text, no_repeats],
        help_text=_("Voor uzelf en uw collega’s. Wie antwoordt, ziet de titel van de peiling."),
    )
    languages = forms.MultipleChoiceField(
        label=_("In welke andere talen?"),
        required=False,
        choices=[(code, name) for code, name in NAMES.items() if code != "nl"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nederlands is er altijd. Wie antwoordt, kiest zelf de taal."),
    )

    def clean_languages(self) -> tuple[str, ...]:
        chosen = ("nl", *(one for one in self.cleaned_data["languages"] if one != "nl"))
        if len(chosen) > MOST_LANGUAGES:
            raise forms.ValidationError(_("Kies ten hoogste negen andere talen."))
        return chosen


class EditionForm(LanguageForm, QuestionnaireForm):
    """The whole of one edition. Other languages than ours, from a file, may stay."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, languages=questionnaire.languages, **kwargs)
        self.first = questionnaire.languages[0]
        del self.fields["title"]
        names = NAMES | {one: NAMES.get(one, one) for one in questionnaire.languages}
        offer(self, "languages", [(one, name) for one, name in names.items() if one != self.first])
        if self.first != "nl":
            self.fields["languages"].help_text = _("Wie antwoordt, kiest zelf de taal.")
        self.add_words("title", _("Titel"), needed=True, rows=1)
        self.add_words("intro", _("Inleiding"), rows=4, help_text=_("Dit lezen mensen vóór de eerste vraag."))

    def clean_languages(self) -> tuple[str, ...]:
        chosen = (self.first, *self.cleaned_data["languages"])
        if len(chosen) > MOST_LANGUAGES:
            raise forms.ValidationError(_("Kies ten hoogste negen andere talen."))
        return chosen

    def clean(self) -> dict[str, Any]:
        self.need_first("intro")
        return self.cleaned_data


class NewEditionForm(forms.Form):
    break_note = forms.CharField(
        label=_("Wat wordt er anders?"),
        max_length=2000,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Bijvoorbeeld: de vraag over de buurt heeft nu vijf antwoorden. Dit staat bij de breuk in de reeks."
        ),
    )


class PlacedForm(LanguageForm):
    """A question or a group: where it stands, when it is asked, by which key."""

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, own: Question | Group | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, languages=questionnaire.languages, **kwargs)
        self.questionnaire = questionnaire
        self.own = own

    def add_place(self, *, called: Any) -> None:
        self.fields["group"] = forms.ChoiceField(label=called, required=False)
        groups = [(one.key, group_name(one)) for one in self.rooms()]
        offer(self, "group", [("", _("Niet in een groep")), *groups])
        if not groups:
            del self.fields["group"]

    def rooms(self) -> list[Group]:
        """The groups that it may stand in."""
        return [one for one in self.questionnaire.groups if not one.matrix]

    def add_when(self) -> None:
        earlier = [
            (
                words_in(one.label, self.written_in[0])[:120],
                [(f"{one.key}={choice.key}", words_in(choice.label, self.written_in[0])[:120]) for choice in one.choices],
            )
            for one in self.earlier()
            if one.choices
        ]  # fmt: skip
        self.fields["when"] = forms.ChoiceField(
            label=_("Wanneer stellen wij dit?"),
            required=False,
            help_text=_("Kies een antwoord op een vraag die eerder komt."),
        )
        offer(self, "when", [("", _("Altijd, of zoals de voorwaarde hieronder zegt")), *earlier])
        self.fields["relevance"] = forms.CharField(
            label=_("Of een eigen voorwaarde"),
            required=False,
            max_length=LONGEST,
            help_text=CONDITION_HELP,
            widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
        )

    def earlier(self) -> list[Question]:
        """The questions that come before it."""
        questions = list(self.questionnaire.questions)
        if self.own is None:
            return questions
        own = [
            at
            for at, one in enumerate(questions)
            if self.own.key in (one.key, *(around.key for around in self.questionnaire.groups_of(one)))
        ]
        return questions[: own[0]] if own else questions

    def add_key(self) -> None:
        self.fields["key"] = forms.CharField(
            label=_("Sleutel"),
            required=False,
            max_length=64,
            help_text=_("Zo heet dit in voorwaarden en bestanden. Leeg? Dan maken wij hem van de woorden."),
            widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
        )

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if key and not KEY.fullmatch(key):
            raise forms.ValidationError(_("Begin met een letter en gebruik alleen letters, cijfers en _."))
        mine = self.own.key.casefold() if self.own else ""
        if key and key.casefold() in keys_of(self.questionnaire) - {mine}:
            raise forms.ValidationError(_("Deze sleutel is al gebruikt. Kies een andere."))
        return key

    def key(self, words: Words) -> str:
        typed: str = self.cleaned_data.get("key", "")
        if typed or self.own:
            return typed or (self.own.key if self.own else "")
        return free_key(words_in(words, self.written_in[0]), keys_of(self.questionnaire))

    def clean_relevance(self) -> str:
        return understood(self.cleaned_data["relevance"])

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("when") and self.cleaned_data.get("relevance"):
            self.add_error("relevance", _("Kies een antwoord of schrijf een voorwaarde, niet allebei."))
        return self.cleaned_data

    def relevance(self) -> str:
        question, _equals, choice = self.cleaned_data.get("when", "").partition("=")
        found = self.questionnaire.question(question)
        return condition_of(found, choice) if found else self.cleaned_data.get("relevance", "")


def understood(condition: str) -> str:
    """The condition without spaces around it. Raises ValidationError with the place that is not understood."""
    if not condition.strip():
        return ""
    try:
        return str(parse(condition))
    except NotUnderstood as fault:
        raise forms.ValidationError(str(fault)) from fault


def group_name(group: Group) -> str:
    return words_in(group.label, "nl")[:120] or group.key


def when_initial(questionnaire: Questionnaire, condition: str, offered: list[Question]) -> dict[str, str]:
    simple = choice_of(questionnaire, condition)
    if simple is not None and simple[0] in offered:
        return {"when": f"{simple[0].key}={simple[1]}"}
    return {"relevance": condition}


class QuestionForm(PlacedForm):
    """One question, with the fields that belong to its kind."""

    def __init__(self, *args: Any, kind: str, group: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posted = self.data.get("kind", "") if self.is_bound else ""
        self.kind = QUESTION_TYPES[posted if posted in QUESTION_TYPES else kind]
        self.fields["kind"] = forms.ChoiceField(label=_("Soort vraag"), choices=list(KINDS.items()))
        note = not self.kind.answered
        self.add_words("label", _("Tekst van de uitleg") if note else _("De vraag"), needed=True)
        if not note:
            self.add_words("hint", _("Toelichting bij de vraag"))
        if self.kind.chosen:
            self.add_choices()
        if self.kind.key == "number":
            for name, label in (("lowest", _("Laagste getal")), ("highest", _("Hoogste getal"))):
                self.fields[name] = forms.FloatField(label=label, required=False, localize=True)
            self.fields["whole"] = forms.BooleanField(label=_("Alleen hele getallen"), required=False)
        if not note:
            self.fields["required"] = forms.BooleanField(label=_("Verplicht"), required=False)
            self.fields["may_decline"] = forms.BooleanField(
                label=_("Met het antwoord ‘Dat zeg ik liever niet’"), required=False
            )
        self.add_place(called=_("In welke groep?"))
        self.add_when()
        if not note:
            self.fields["constraint"] = forms.CharField(
                label=_("Regel voor het antwoord"),
                required=False,
                max_length=LONGEST,
                help_text=CONSTRAINT_HELP,
                widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
            )
            self.add_words("message", _("Wat zeggen wij als het antwoord niet aan de regel voldoet?"), rows=1)
        self.add_key()
        asked = self.own
        if isinstance(asked, Question):
            self.initial = self.of(asked)
        else:
            self.initial = {"kind": self.kind.key, "group": group, "may_decline": True}

    def add_choices(self) -> None:
        for at, language in enumerate(self.written_in):
            help_text = SCALE_HELP if self.kind.key == "scale" else LIST_HELP
            self.fields[f"choices_{language}"] = forms.CharField(
                label=language_label(_("Antwoorden om uit te kiezen"), language, self.written_in),
                required=not at,
                max_length=40_000,
                help_text=OTHER_HELP if at else help_text,
                widget=forms.Textarea(attrs={"rows": 6, "lang": language, "spellcheck": "false"}),
            )

    def of(self, question: Question) -> dict[str, Any]:
        """What the form shows of a question."""
        first = self.written_in[0]
        shown = {
            name: getattr(question, name)
            for name in ("kind", "lowest", "highest", "whole", "required", "may_decline", "group", "constraint", "key")
        }  # fmt: skip
        shown |= words_by("label", question.label) | words_by("hint", question.hint)
        shown |= words_by("message", question.constraint_message)
        for one in self.written_in:
            shown[f"choices_{one}"] = choice_lines.lines_of(question.choices, one, first=one == first)
        return shown | when_initial(self.questionnaire, question.relevance, self.earlier())

    def rooms(self) -> list[Group]:
        own = self.own.group if isinstance(self.own, Question) else ""
        return [one for one in self.questionnaire.groups if not one.matrix or one.key == own]

    def clean_constraint(self) -> str:
        return understood(self.cleaned_data["constraint"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in ("hint", "message"):
            if f"{name}_{self.written_in[0]}" in self.fields:
                self.need_first(name)
        low, high = self.cleaned_data.get("lowest"), self.cleaned_data.get("highest")
        if low is not None and high is not None and low > high:
            self.add_error("highest", _("Dit is minder dan het laagste getal."))
        self.choices: tuple[Choice, ...] = read_choices(self, self.kind.key) if self.kind.chosen else ()
        return self.cleaned_data

    def question(self) -> Question:
        data = self.cleaned_data
        label = self.words("label")
        item = self.own.item if isinstance(self.own, Question) else ""
        return Question(
            key=self.key(label),
            kind=data["kind"],
            label=label,
            hint=self.words("hint"),
            group=data.get("group", ""),
            required=data.get("required", False),
            may_decline=data.get("may_decline", False),
            relevance=self.relevance(),
            constraint=data.get("constraint", ""),
            constraint_message=self.words("message"),
            choices=self.choices,
            lowest=data.get("lowest"),
            highest=data.get("highest"),
            whole=data.get("whole", False),
            item=item,
        )


def read_choices(form: LanguageForm, kind: str) -> tuple[Choice, ...]:
    """The answers that were typed; a mistake stands at the field it is in."""
    first, *others = form.written_in
    name = f"choices_{first}"
    found: tuple[Choice, ...] = ()
    try:
        found = choice_lines.choices_of(form.cleaned_data.get(name, ""), first)
        for language in others:
            name = f"choices_{language}"
            found = choice_lines.translated(found, form.cleaned_data.get(name, ""), language)
    except choice_lines.WrongLine as wrong:
        form.add_error(name, str(wrong))
        return found
    if kind == "scale":
        found = choice_lines.scored(found)
        if name not in form.errors and len({one.score for one in found} - {None}) < 2:
            form.add_error(f"choices_{first}", _("Geef minstens twee antwoorden met een eigen score."))
    elif f"choices_{first}" not in form.errors and len(found) < 2:
        form.add_error(f"choices_{first}", _("Geef minstens twee antwoorden om uit te kiezen."))
    return found
