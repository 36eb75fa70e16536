"""The sheets of an XLSForm as rows of texts. Whatever else is in the file is not read, and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from koersvast.surveys.xlsform.languages import code_of
from koersvast.texts.reading.archives import open_archive
from koersvast.texts.reading.kinds import kind_of
from koersvast.texts.reading.reading import MAX_CHARACTERS, CannotRead
from koersvast.texts.reading.workbooks import MAX_COLUMNS, cell_text, open_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
ELSEWHERE = "external_choices"  # only for pyxform, which refuses a form that names it and has it not
MOST_ROWS: Final = {SURVEY: 1_000, CHOICES: 35_000, SETTINGS: 50, ELSEWHERE: 35_000}
LOOKED_AT: Final = 20  # rows in which the heads have to stand
DEEPEST: Final = 100_000  # rows of a sheet, filled or not; programs keep empty ones that had a colour
# no sums but words: so LibreOffice writes down who types TRUE
TRUTHS: Final = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}
SHORT: Final = 80  # characters of somebody's text that we repeat in a sentence

Column = tuple[str, str]  # the name of a column, and its language: ("label", "nl")


class NotAnXlsForm(Exception):
    """A file that is refused, with a sentence for who brought it. It may hold words of the file: escape it."""


@dataclass(frozen=True)
class Left:
    """What stands in the form and is not taken over. ``row`` 0: the whole sheet; ``sheet`` empty: the whole file."""

    sheet: str
    row: int
    sentence: str  # may hold words of the file: escape it

    def __str__(self) -> str:
        if not self.sheet:
            return self.sentence
        place = {"sheet": self.sheet, "row": self.row, "sentence": self.sentence}
        if not self.row:
            return _("Blad %(sheet)s: %(sentence)s") % place
        return _("Blad %(sheet)s, rij %(row)d: %(sentence)s") % place


@dataclass(frozen=True)
class Row:
    """A filled row with the number that it has on the screen, counted from 1."""

    number: int
    cells: dict[Column, str]

    def text(self, name: str) -> str:
        return self.cells.get((name, ""), "")

    def in_languages(self, name: str) -> dict[str, str]:
        return {language: text for (column, language), text in self.cells.items() if column == name and text}


@dataclass
class Sheets:
    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)
    as_they_are: dict[str, list[dict[str, str]]] = field(
        default_factory=dict
    )  # with their own heads, for pyxform
    heads: dict[str, list[str]] = field(default_factory=dict)  # of each sheet, for pyxform
    left: list[Left] = field(default_factory=list)
    formulas: list[Left] = field(
        default_factory=list
    )  # the first of each sheet; they are among what is left too
    languages: list[str] = field(default_factory=list)  # of the columns, in their order


def short(text: str) -> str:
    """A piece of somebody's text, for in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def sheets_of(content: bytes) -> Sheets:
    """Everything we read of the file. Raises NotAnXlsForm."""
    found = Sheets()
    try:
        kind_of("form.xlsx", content)
        book = open_workbook(content, formulas=True)
        found.left.extend(_of_the_file(content))
        for name, title in _known(book, found.left):
            _read(book[title], name, found)
    except CannotRead as fault:
        raise NotAnXlsForm(str(fault)) from fault
    except NotAnXlsForm:
        raise
    except (Exception, RecursionError) as fault:  # openpyxl raises whatever it meets
        raise NotAnXlsForm(
            _("Dit bestand is beschadigd. Sla het opnieuw op en probeer het nog een keer.")
        ) from fault
    if not found.survey:
        raise NotAnXlsForm(_("Dit is geen XLSForm: het blad survey ontbreekt, is leeg of is verborgen."))
    return found


def _of_the_file(content: bytes) -> Iterator[Left]:
    with open_archive(content) as archive:
        parts = [
            name for name in archive.names if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        if any(b"<mergeCell " in archive.read(name) for name in parts):
            yield Left("", 0, _("Er zijn cellen samengevoegd. Daarvan lezen wij alleen de eerste."))
        if any(name.startswith("xl/externalLinks/") for name in archive.names):
            yield Left("", 0, _("Er is een koppeling met een ander bestand. Die volgen wij niet."))


def _known(book: Workbook, left: list[Left]) -> Iterator[tuple[str, str]]:
    """The sheets that we read: what each is, and its own title. A sheet that is alone is the survey, as to pyxform."""
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if sheet.sheet_state != "visible":
            left.append(
                Left(short(sheet.title), 0, _("Dit blad is verborgen. Wij lezen alleen wat u kunt zien."))
            )
        elif name in MOST_ROWS:
            if name == ELSEWHERE:
                left.append(Left(ELSEWHERE, 0, _("Dit blad lezen wij niet.")))
            yield name, sheet.title
        elif len(book.worksheets) == 1:
            yield SURVEY, sheet.title
        else:
            left.append(Left(short(sheet.title), 0, _("Dit blad lezen wij niet.")))


@dataclass(frozen=True)
class _Head:
    """A filled cell of the first row, with its place."""

    index: int
    text: str
    column: Column


def _read(sheet: Any, name: str, found: Sheets) -> None:
    first, heads = _heads(sheet)
    if not heads:
        return
    _check_heads(heads, name, first, found.left)
    found.languages += [head.column[1] for head in heads if head.column[1] not in ("", UNKNOWN)]
    kept: list[Row] = getattr(found, name, [])
    raw: list[dict[str, str]] = []
    formulas: list[int] = []
    length = 0
    rows = sheet.iter_rows(min_row=first + 1, max_row=first + DEEPEST, max_col=heads[-1].index + 1)
    for number, cells in enumerate(rows, first + 1):
        if any(_is_formula(cell) for cell in cells):
            formulas.append(number)
        texts = ["" if _is_formula(cell) else _text(cell) for cell in cells]
        length += sum(map(len, texts))
        filled = [
            (head, texts[head.index]) for head in heads if head.index < len(texts) and texts[head.index]
        ]
        raw.append({head.text: text for head, text in filled})
        if filled:
            kept.append(Row(number, {head.column: text for head, text in filled}))
        if len(kept) > MOST_ROWS[name] or length > MAX_CHARACTERS * 5 or number == first + DEEPEST:
            raise NotAnXlsForm(_("Het blad %(sheet)s is te groot.") % {"sheet": name})
    found.as_they_are[name] = raw
    found.heads[name] = [head.text for head in heads]
    if formulas:
        said = _("Hier staat een formule. Wij rekenen niet; zet er een gewone tekst neer.")
        found.formulas.append(Left(name, formulas[0], said))
        found.left.append(found.formulas[-1])


def _is_formula(cell: Any) -> bool:
    return cell.data_type == "f" and str(cell.value).upper() not in TRUTHS


def _text(cell: Any) -> str:
    text = cell_text(cell.value).strip()
    return TRUTHS.get(text.upper(), text) if cell.data_type == "f" else text


def _heads(sheet: Any) -> tuple[int, list[_Head]]:
    """The first filled row: its number and its cells."""
    rows = sheet.iter_rows(max_row=LOOKED_AT, max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(rows, 1):
        texts = [cell_text(value).strip() for value in values]
        if any(texts):
            return number, [_Head(at, text, _column(text)) for at, text in enumerate(texts) if text]
    return 0, []


def _check_heads(heads: list[_Head], sheet: str, row: int, left: list[Left]) -> None:
    seen: set[Column] = set()
    for head in heads:
        shown = {"sheet": sheet, "column": short(head.text)}
        if head.column in seen:
            raise NotAnXlsForm(_("Op het blad %(sheet)s staat de kolom %(column)s er twee keer.") % shown)
        seen.add(head.column)
        if head.column[1] == UNKNOWN:
            said = _(
                "De taal van de kolom %(column)s kennen wij niet. Schrijf bijvoorbeeld label::Turks (tr)."
            )
            left.append(Left(sheet, row, said % shown))


UNKNOWN: Final = "?"  # a language we do not know
_ALIASES: Final = {
    "caption": "label", "relevant": "relevance", "bind_relevant": "relevance", "bind_constraint": "constraint",
    "constraining_message": "constraint_message", "bind_jr_constraintmsg": "constraint_message",
    "bind_required": "required", "command": "type", "tag": "name", "value": "name", "calculate": "calculation",
    "control_appearance": "appearance", "body_appearance": "appearance", "set_form_title": "form_title",
    "set_form_id": "form_id", "readonly": "read_only", "big-image": "big_image",
}  # fmt: skip
_IN_LANGUAGES: Final = {"label", "hint", "constraint_message", "required_message", "guidance_hint"}
_PARTS: Final = {"bind", "control", "body", "media", "instance"}


def _column(head: str) -> Column:
    """ "Constraint message :: English (en)" is ("constraint_message", "en")."""
    parts = [part.strip() for part in head.split("::" if "::" in head else ":") if part.strip()] or [head]
    first = _plain(parts[0])
    if first in _PARTS and len(parts) > 1:
        first = f"{first}_{_plain('_'.join(parts[1:]))}"
        parts = [first]
    first = _ALIASES.get(first, first)
    if len(parts) > 1 and first in _IN_LANGUAGES:
        return first, code_of(parts[1]) or UNKNOWN
    return (first, "") if len(parts) == 1 else (f"{first}::{_plain(parts[1])}", "")


def _plain(head: str) -> str:
    return "_".join(head.lower().split())
