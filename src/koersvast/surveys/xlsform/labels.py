"""The texts of an XLSForm in its languages."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from koersvast.surveys.questionnaire import MOST_LANGUAGES
from koersvast.surveys.xlsform.languages import code_of
from koersvast.surveys.xlsform.sheets import SURVEY, Left, Row, Sheets, short

_ANSWER = re.compile(r"\$\{[^}]*\}?")


class Labels:
    """Knows which languages the form has; the first is that of columns without a language."""

    def __init__(self, sheets: Sheets) -> None:
        self.left = sheets.left
        default = sheets.settings[0].text("default_language") if sheets.settings else ""
        found = dict.fromkeys(sheets.languages)
        plain = any(row.text("label") for row in sheets.survey)
        first = code_of(default)
        if not plain and found and first not in found:
            first = ""
        elif not first:
            first = "nl"
        codes = [first, *found] if first else list(found)
        self.languages = tuple(dict.fromkeys(codes))[:MOST_LANGUAGES]

    def of(
        self, row: Row, column: str = "label", *, needed: bool = False, sheet: str = SURVEY
    ) -> dict[str, str]:
        """The words of a row. Where the first language has none, another has; and else the name of the row."""
        found = row.in_languages(column)
        found = {(language or self.languages[0]): found[language] for language in sorted(found)}
        words = {
            code: self.without_answers(row, found[code], sheet) for code in self.languages if code in found
        }
        first = self.languages[0]
        if first in words or not (words or needed):
            return words
        if words:
            language, instead = next(iter(words.items()))
            said = _("de tekst in de eerste taal ontbreekt; wij gebruiken die in taal %(language)s.")
            said = said % {"language": language}
        else:
            instead = row.text("name")
            said = _("de tekst ontbreekt; wij gebruiken de naam %(name)s.") % {"name": short(instead)}
        self.left.append(Left(sheet, row.number, said))
        return {first: instead, **words}

    def without_answers(self, row: Row, text: str, sheet: str) -> str:
        if "${" not in text:
            return text
        said = _("een antwoord herhalen in een tekst kan niet; daar staat nu een beletselteken.")
        self.left.append(Left(sheet, row.number, said))
        return _ANSWER.sub("…", text)
