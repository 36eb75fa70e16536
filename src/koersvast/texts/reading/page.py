"""The text of a document as it grows: paragraphs, points of a list, rows of a table."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.texts.reading.reading import MAX_CHARACTERS, too_long


class Page:
    """Paragraphs and cells may lie in each other, as deep as the document makes them."""

    def __init__(self) -> None:
        self._frames: list[list[str]] = [[]]  # the page, and the cells that are open
        self._rows: list[list[str]] = []
        self._paragraphs: list[list[str]] = []
        self._length = 0
        self.left_out: set[str] = set()

    def open_paragraph(self) -> None:
        self._paragraphs.append([])

    def say(self, text: str) -> None:
        if self._paragraphs and text:
            self._length += len(text)
            if self._length > MAX_CHARACTERS:
                raise too_long()
            self._paragraphs[-1].append(text)

    def ends_with_space(self) -> bool:
        """Nothing said yet counts too: a paragraph does not start with a space."""
        last = self._paragraphs[-1][-1:] if self._paragraphs else []
        return not last or last[0].endswith((" ", "\t", "\n"))

    def close_paragraph(self) -> None:
        if self._paragraphs:
            self._frames[-1].append("".join(self._paragraphs.pop()))

    def open_row(self) -> None:
        self._rows.append([])

    def open_cell(self) -> None:
        self._frames.append([])

    def close_cell(self) -> None:
        if len(self._frames) > 1:
            inside = "\n".join(self._frames.pop()).strip("\n")
            if self._rows:
                self._rows[-1].append(inside)

    def close_row(self) -> None:
        if self._rows:
            self._frames[-1].append("\t".join(self._rows.pop()).rstrip("\t"))

    def text(self) -> str:
        return "\n".join(self._frames[0])

    def warnings(self) -> list[str]:
        told = {
            "comments": _("Opmerkingen in de kantlijn zijn weggelaten."),
            "notes": _("Voetnoten en eindnoten zijn weggelaten."),
            "deleted": _("Tekst die als verwijderd gemarkeerd stond, is weggelaten."),
            "hidden": _("In dit bestand stond verborgen tekst. Die is weggelaten."),
            "pictures": _("Plaatjes zijn weggelaten."),
            "margins": _("Kopteksten en voetteksten zijn weggelaten."),
        }
        return [sentence for key, sentence in told.items() if key in self.left_out]
