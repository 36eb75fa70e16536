"""From an XLSForm to a questionnaire. What is not taken over is named, with its sheet and row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from koersvast.surveys.questionnaire import (
    DEEPEST_GROUPS,
    INTRO_KEY,
    Group,
    Question,
    Questionnaire,
)
from koersvast.surveys.routing import asks, problems
from koersvast.surveys.xlsform import refusals
from koersvast.surveys.xlsform.choice_lists import Listed, lists_of, with_scores
from koersvast.surveys.xlsform.conditions import Conditions
from koersvast.surveys.xlsform.judging import judge
from koersvast.surveys.xlsform.labels import Labels
from koersvast.surveys.xlsform.row_types import KINDS, Asked, asked_of, range_of
from koersvast.surveys.xlsform.sheets import (
    SETTINGS,
    SURVEY,
    Left,
    NotAnXlsForm,
    Row,
    Sheets,
    sheets_of,
    short,
)
from koersvast.surveys.xlsform.writing import ITEM, MAY_DECLINE, TITLE

YES = {"yes", "true", "true()"}
NO = {"", "no", "false", "false()"}
_READ = {
    "type", "name", "label", "hint", "required", "relevance", "constraint", "constraint_message", "appearance",
    "disabled", "parameters", ITEM, MAY_DECLINE,
}  # fmt: skip
_PLAIN_SETTINGS = {
    "form_title",
    "form_id",
    "id_string",
    "title",
    "version",
    "default_language",
    "style",
    "name",
}
NAMED = 4  # of what was left out, when nothing remains
OTHER = "other"  # the choice that XLSForm's or_other adds


@dataclass(frozen=True)
class Reading:
    """A questionnaire without problems, and what of the form is not in it."""

    questionnaire: Questionnaire
    left: tuple[Left, ...]
    identifier: str


def read(content: bytes) -> Reading:
    """The questionnaire in an .xlsx. Raises NotAnXlsForm, with a sentence for who brought the file."""
    sheets = sheets_of(content)
    made = _Survey(sheets)
    questionnaire = made.questionnaire()
    order = ["", SURVEY]
    left = sorted(sheets.left, key=lambda one: (order.index(one.sheet) if one.sheet in order else 2, one.row))
    if left and not any(asks(one) for one in questionnaire.questions):
        raise NotAnXlsForm(_nothing_remains(left))
    if found := problems(questionnaire):
        more = _("En nog %(count)d.") % {"count": len(found) - 1} if len(found) > 1 else ""
        raise NotAnXlsForm(f"{short_problem(str(found[0]))} {more}".strip())
    try:
        judge(sheets.as_they_are, sheets.heads)
    except NotAnXlsForm as refusal:
        # what pyxform misses can stand in a formula
        raise NotAnXlsForm(" ".join([str(refusal), *map(str, sheets.formulas)])) from refusal
    return Reading(
        questionnaire, tuple(left), made.settings.text("form_id") or made.settings.text("id_string")
    )


def _nothing_remains(left: list[Left]) -> str:
    """Nothing but what we do not support: the first of it, so that one sees why."""
    said = [_("Er blijft geen vraag over."), *map(str, left[:NAMED])]
    if len(left) > NAMED:
        said.append(_("En nog %(count)d.") % {"count": len(left) - NAMED})
    return " ".join(said)


def short_problem(sentence: str) -> str:
    return sentence if len(sentence) <= 400 else f"{sentence[:400]}…"


@dataclass
class _Open:
    """A group that is being read. ``kind``: what its end has to say."""

    kind: str
    group: Group | None  # None: left out, with everything in it


class _Survey:
    """Goes through the rows once, from above to below."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.left = sheets.left
        self.settings = sheets.settings[0] if sheets.settings else Row(0, {})
        self.labels = Labels(sheets)
        self.lists = lists_of(sheets, self.labels)
        self.conditions = Conditions(sheets)
        self.questions: list[Question] = []
        self.groups: dict[str, Group] = {}
        self.opened: list[_Open] = []
        self.intro: dict[str, str] = {}

    def questionnaire(self) -> Questionnaire:
        self.name_columns()
        for row in self.sheets.survey:
            if row.text("disabled").lower() not in YES and row.text("type"):
                self.row(row)
        if self.opened:
            raise NotAnXlsForm(_("Een groep op het blad survey heeft geen einde (end_group)."))
        used = {key for one in self.questions for key in self.around(one.group)}
        groups = [self.checked(one) for one in self.groups.values() if one.key in used]
        return Questionnaire(
            self.title(), self.labels.languages, tuple(self.questions), tuple(groups), self.intro
        )

    def around(self, key: str) -> list[str]:
        found = []
        while key:
            found.append(key)
            key = self.groups[key].parent
        return found

    def title(self) -> dict[str, str]:
        first = self.labels.languages[0]
        title = self.settings.text("form_title") or self.settings.text("title")
        others = {code: self.settings.text(TITLE + code) for code in self.labels.languages[1:]}
        self.name_settings()
        return {first: title or _("Vragenlijst")} | {code: text for code, text in others.items() if text}

    def identifier(self) -> str:
        return short(self.settings.text("form_id") or self.settings.text("id_string"))

    def name_settings(self) -> None:
        for name, _language in self.settings.cells:
            if name not in _PLAIN_SETTINGS and not name.startswith(TITLE):
                said = _("de instelling %(name)s gebruiken wij niet.") % {"name": short(name)}
                self.left.append(Left(SETTINGS, self.settings.number, said))

    def name_columns(self) -> None:
        """Each column that we do not read, once."""
        seen = set(_READ)
        for row in self.sheets.survey:
            for column, _language in row.cells:
                if column not in seen:
                    seen.add(column)
                    said = _("de kolom %(column)s: %(reason)s.")
                    self.leave(row, said % {"column": short(column), "reason": refusals.of_column(column)})

    def leave(self, row: Row, sentence: str) -> None:
        self.left.append(Left(SURVEY, row.number, sentence))

    def row(self, row: Row) -> None:
        kind = " ".join(row.text("type").replace("_", " ").split())
        word, _space, what = kind.partition(" ")
        if word == "begin":
            self.begin(row, what.split(" over ")[0])
        elif word == "end" and what in ("group", "repeat", "loop", "lgroup", "looped group"):
            self.end(row, what)
        elif all(one.group for one in self.opened):
            self.asked(row)

    def begin(self, row: Row, kind: str) -> None:
        key = self.conditions.key(row.text("name"))
        if len(self.opened) >= DEEPEST_GROUPS:
            raise self.wrong(row, _("Hier staan te veel groepen in elkaar."))
        if any(one.group is None for one in self.opened):
            self.opened.append(_Open(kind, None))
        elif kind != "group":
            reason = refusals.of_type(kind)
            self.leave(row, _("%(name)s: %(reason)s.") % {"name": short(row.text("name")), "reason": reason})
            self.opened.append(_Open(kind, None))
        else:
            if key in self.groups:
                raise self.wrong(
                    row, _("Deze naam staat er twee keer. Geef elke vraag en groep een eigen naam.")
                )
            if row.in_languages("hint"):
                self.leave(row, _("de uitleg bij een groep."))
            self.groups[key] = Group(
                key,
                self.labels.of(row),
                self.conditions.relevance(row),
                self.inside,
                "table-list" in row.text("appearance").split(),
            )
            self.opened.append(_Open(kind, self.groups[key]))
            self.appearance(row, {"table-list", "field-list"})

    @property
    def inside(self) -> str:
        return self.opened[-1].group.key if self.opened and self.opened[-1].group else ""

    def end(self, row: Row, kind: str) -> None:
        if not self.opened or self.opened[-1].kind != kind:
            raise self.wrong(row, _("Hier eindigt een groep die niet is begonnen."))
        self.opened.pop()

    def wrong(self, row: Row, sentence: str) -> NotAnXlsForm:
        return NotAnXlsForm(str(Left(SURVEY, row.number, sentence)))

    def asked(self, row: Row) -> None:
        asked = asked_of(row.text("type"))
        if asked is None:
            said = _("%(kind)s: %(reason)s.")
            kind = row.text("type")
            self.leave(row, said % {"kind": short(kind), "reason": refusals.of_type(kind)})
        elif row.text("name") == INTRO_KEY and asked.kind == "note":
            self.intro = self.labels.of(row)
        elif not row.text("name") and asked.kind != "note":
            raise self.wrong(row, _("Deze vraag heeft geen naam."))
        elif self.has_no_choice(row, asked):
            self.conditions.drop(row.text("name"))
            self.leave(row, _("%(name)s: er is maar één antwoord.") % {"name": short(row.text("name"))})
        elif self.is_head_of_matrix(row, asked):
            self.conditions.drop(row.text("name"))
        else:
            self.question(row, asked)

    def has_no_choice(self, row: Row, asked: Asked) -> bool:
        return bool(asked.list_name) and len(self.listed(row, asked).choices) < 2

    def is_head_of_matrix(self, row: Row, asked: Asked) -> bool:
        """A row that only shows the choices above the rows of a matrix; and marks the group when it is a row of one."""
        appearance = row.text("appearance").split()
        if not (asked.list_name and self.inside and {"label", "list-nolabel"} & set(appearance)):
            return False
        group = self.groups[self.inside]
        head = "label" in appearance
        label = group.label or (self.labels.of(row) if head else {})
        self.groups[group.key] = replace(group, matrix=True, label=label)
        return head

    def question(self, row: Row, asked: Asked) -> None:
        key = self.conditions.key(row.text("name") or f"uitleg_{row.number}")
        listed = self.listed(row, asked)
        constraint, low, high = "", None, None
        if asked.kind != "note":
            bounds = asked.kind == "number" and not asked.is_range
            constraint, low, high = self.conditions.constraint(row, bounds=bounds)
        whole = asked.whole
        if asked.is_range:
            low, high, whole = range_of(row.text("parameters"))
        elif row.text("parameters"):
            self.leave(row, _("parameters: deze instelling van een vraag kennen wij niet."))
        question = Question(
            key=key,
            kind=self.kind(row, asked),
            label=self.labels.of(row, needed=True),
            hint=self.labels.of(row, "hint"),
            group=self.inside,
            required=self.required(row, asked),
            may_decline=listed.may_decline if asked.list_name else row.text(MAY_DECLINE).lower() in YES,
            relevance=self.conditions.relevance(row),
            constraint=constraint,
            constraint_message=self.labels.of(row, "constraint_message") if asked.kind != "note" else {},
            choices=listed.choices,
            lowest=low,
            highest=high,
            whole=whole,
            item=row.text(ITEM),
        )
        if question.kind == "scale":
            question = replace(question, choices=with_scores(listed, row, self.left))
        self.questions.append(question)
        self.appearance(row, KINDS[question.kind])
        self.conditions.asked(key)
        if asked.or_other:
            self.other(question)

    def kind(self, row: Row, asked: Asked) -> str:
        is_scale = asked.kind == "single" and "likert" in row.text("appearance").split()
        return "scale" if is_scale else asked.kind

    def listed(self, row: Row, asked: Asked) -> Listed:
        if not asked.list_name:
            return Listed()
        if asked.list_name not in self.lists:
            said = _("De lijst %(name)s staat niet op het blad choices.")
            raise self.wrong(row, said % {"name": short(asked.list_name)})
        listed = self.lists[asked.list_name]
        if asked.or_other and OTHER not in [one.key for one in listed.choices]:
            return listed.with_other(OTHER, self.labels.languages)
        return listed

    def other(self, question: Question) -> None:
        """The question behind "other", as XLSForm makes it itself."""
        key = f"{question.key}_{OTHER}"
        words = {
            code: "Anders, namelijk:" if code == "nl" else "Specify other." for code in self.labels.languages
        }
        test = f"selected(${{{question.key}}}, '{OTHER}')"
        self.questions.append(
            Question(key, "open", words, group=question.group, may_decline=False, relevance=test)
        )
        self.conditions.asked(key)

    def required(self, row: Row, asked: Asked) -> bool:
        said = row.text("required").lower()
        if asked.kind == "note":
            return False
        if said not in YES | NO:
            self.leave(row, _("verplicht onder een voorwaarde: bij ons is de vraag niet verplicht."))
        return said in YES

    def appearance(self, row: Row, known: set[str]) -> None:
        other = [one for one in row.text("appearance").split() if one not in known]
        if other:
            said = _("de weergave %(appearance)s: wij tonen vragen op onze eigen manier.")
            self.leave(row, said % {"appearance": short(" ".join(other))})

    def checked(self, group: Group) -> Group:
        """A matrix stays one when its rows can share a page."""
        if not group.matrix:
            return group
        rows = [one for one in self.questions if one.group == group.key]
        same = len({(one.kind, repr(one.choices), one.may_decline) for one in rows}) == 1
        inner = any(one.parent == group.key for one in self.groups.values())
        keys = {one.key for one in rows}
        leans = any(self.conditions.names(one.relevance) & keys for one in rows)
        if same and not inner and not leans and rows[0].kind in ("single", "scale"):
            return group
        said = _("de tabel %(name)s: bij ons worden het losse vragen.") % {"name": short(group.key)}
        self.left.append(Left(SURVEY, 0, said))
        return replace(group, matrix=False)
