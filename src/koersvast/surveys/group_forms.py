"""Forms for a group and a matrix: they check, they never save."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.surveys import choice_lines
from koersvast.surveys.outline import keys_of
from koersvast.surveys.question_forms import (
    OTHER_HELP,
    SCALE_HELP,
    PlacedForm,
    language_label,
    read_choices,
    when_initial,
    words_by,
)
from koersvast.surveys.questionnaire import Choice, Group, Question

ROW_HELP = _("Eén per regel. Alleen woorden mag: dan maken wij de sleutel. Of: sleutel | woorden.")


class GroupForm(PlacedForm):
    """Questions that belong together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_words("label", _("Naam van de groep"), needed=True, rows=1)
        self.add_place(called=_("In een andere groep?"))
        self.add_when()
        self.add_key()
        if isinstance(self.own, Group):
            self.initial = self.of(self.own)

    def rooms(self) -> list[Group]:
        """Not in itself, and not in what is in it."""
        if not isinstance(self.own, Group):
            return super().rooms()
        inside = {self.own.key}
        for _depth in self.questionnaire.groups:
            inside |= {one.key for one in self.questionnaire.groups if one.parent in inside}
        return [one for one in super().rooms() if one.key not in inside]

    def of(self, group: Group) -> dict[str, Any]:
        return {
            "group": group.parent,
            "key": group.key,
            **words_by("label", group.label),
            **when_initial(self.questionnaire, group.relevance, self.earlier()),
        }

    def group(self) -> Group:
        label = self.words("label")
        return Group(
            key=self.key(label),
            label=label,
            relevance=self.relevance(),
            parent=self.cleaned_data.get("group", ""),
        )


class MatrixForm(GroupForm):
    """Questions with the same answers: one page, one list of answers, a row each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = {name: self.fields.pop(name) for name in list(self.fields) if name in ("group", "when", "relevance", "key")}  # fmt: skip
        self.fields["label_" + self.written_in[0]].label = language_label(
            _("Begin van de vraag"), self.written_in[0], self.written_in
        )
        for at, language in enumerate(self.written_in):
            self._lines("rows", _("De rijen"), language, needed=not at, help_text=OTHER_HELP if at else ROW_HELP)  # fmt: skip
        self.fields["kind"] = forms.ChoiceField(
            label=_("Soort antwoorden"),
            choices=[("scale", _("Schaal, met scores")), ("single", _("Eén antwoord"))],
        )
        for at, language in enumerate(self.written_in):
            self._lines("choices", _("De antwoorden"), language, needed=not at, help_text=OTHER_HELP if at else SCALE_HELP)  # fmt: skip
        self.fields["required"] = forms.BooleanField(label=_("Elke rij is verplicht"), required=False)
        self.fields["may_decline"] = forms.BooleanField(
            label=_("Met het antwoord ‘Dat zeg ik liever niet’"), required=False
        )
        self.fields |= last
        if not isinstance(self.own, Group):
            self.initial = {"kind": "scale", "may_decline": True}

    def _lines(self, name: str, label: Any, language: str, *, needed: bool, help_text: Any) -> None:
        self.fields[f"{name}_{language}"] = forms.CharField(
            label=language_label(label, language, self.written_in),
            required=needed,
            max_length=40_000,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 6, "lang": language, "spellcheck": "false"}),
        )

    def old_rows(self) -> list[Question]:
        own = self.own.key if self.own else ""
        return [one for one in self.questionnaire.questions if own and one.group == own]

    def of(self, group: Group) -> dict[str, Any]:
        rows = self.old_rows()
        one = rows[0] if rows else Question("", "scale", {})
        shown = super().of(group) | {
            "kind": one.kind,
            "required": bool(rows) and all(row.required for row in rows),
            "may_decline": one.may_decline,
        }
        for language in self.written_in:
            first = language == self.written_in[0]
            as_lines = [Choice(row.key, row.label) for row in rows]
            shown[f"rows_{language}"] = choice_lines.lines_of(as_lines, language, first=first)
            shown[f"choices_{language}"] = choice_lines.lines_of(one.choices, language, first=first)
        return shown

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.choices: tuple[Choice, ...] = read_choices(self, self.cleaned_data.get("kind", "scale"))
        self.lines: tuple[Choice, ...] = self._read_rows()
        return self.cleaned_data

    def _read_rows(self) -> tuple[Choice, ...]:
        first, *others = self.written_in
        name = f"rows_{first}"
        found: tuple[Choice, ...] = ()
        own = {one.key.casefold() for one in self.old_rows()}
        taken = keys_of(self.questionnaire) - own | {self.key(self.words("label")).casefold()}
        try:
            found = choice_lines.rows_of(self.cleaned_data.get(name, ""), first, taken)
            for language in others:
                name = f"rows_{language}"
                found = choice_lines.translated(found, self.cleaned_data.get(name, ""), language)
        except choice_lines.WrongLine as wrong:
            self.add_error(name, str(wrong))
        return found

    def group(self) -> Group:
        return replace(super().group(), matrix=True)

    def rows(self) -> tuple[Question, ...]:
        """The rows as questions. A row that was there keeps what only a file can say of it."""
        old = {one.key: one for one in self.old_rows()}
        return tuple(
            replace(
                old.get(line.key) or Question(line.key, "scale", {}),
                kind=self.cleaned_data["kind"],
                label=line.label,
                choices=self.choices,
                required=self.cleaned_data["required"],
                may_decline=self.cleaned_data["may_decline"],
            )
            for line in self.lines
        )
