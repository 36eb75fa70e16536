"""What of a project is not taken over, counted while reading and told afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import ngettext


class LeftOut:
    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def count(self, what: str, number: int = 1) -> None:
        self._counts[what] += number

    def sentences(self) -> Iterator[str]:
        """One for each kind, with how many; nothing of the file itself."""
        for what in (*self.known(), "else"):
            number = self._number(what)
            if number:
                yield self._sentence(what, number) % {"number": number}

    def known(self) -> tuple[str, ...]:
        return (
            "PictureSource", "PDFSource", "AudioSource", "VideoSource", "texts", "letters", "counting", "places",
            "cut", "codings", "notes", "marks", "links", "graphs",
        )  # fmt: skip

    def _number(self, what: str) -> int:
        if what == "else":
            return sum(number for each, number in self._counts.items() if each not in self.known())
        return self._counts[what]

    def _sentence(self, what: str, number: int) -> str:
        sentences = {
            "PictureSource": ngettext(
                "Eén plaatje is niet overgenomen.", "%(number)d plaatjes zijn niet overgenomen.", number
            ),
            "PDFSource": ngettext(
                "Eén pdf is niet overgenomen.", "%(number)d pdf's zijn niet overgenomen.", number
            ),
            "AudioSource": ngettext(
                "Eén geluidsopname is niet overgenomen, ook haar uitgeschreven tekst niet.",
                "%(number)d geluidsopnames zijn niet overgenomen, ook hun uitgeschreven tekst niet.",
                number,
            ),
            "VideoSource": ngettext(
                "Eén video is niet overgenomen, ook haar uitgeschreven tekst niet.",
                "%(number)d video's zijn niet overgenomen, ook hun uitgeschreven tekst niet.",
                number,
            ),
            "texts": ngettext(
                "Van één tekst ontbreekt de inhoud in dit bestand.",
                "Van %(number)d teksten ontbreekt de inhoud in dit bestand.",
                number,
            ),
            "letters": ngettext(
                "Eén tekst heeft oude Windows-tekens. Kijk of de letters goed staan.",
                "%(number)d teksten hebben oude Windows-tekens. Kijk of de letters goed staan.",
                number,
            ),
            "counting": ngettext(
                "Bij één tekst is niet zeker hoe het andere programma tekens telt. Kijk of de fragmenten goed liggen.",
                "Bij %(number)d teksten is niet zeker hoe het andere programma tekens telt. "
                "Kijk of de fragmenten goed liggen.",
                number,
            ),
            "places": ngettext(
                "Eén fragment ligt buiten zijn tekst en is weggelaten.",
                "%(number)d fragmenten liggen buiten hun tekst en zijn weggelaten.",
                number,
            ),
            "cut": ngettext(
                "Eén fragment liep voorbij het einde van zijn tekst en is ingekort.",
                "%(number)d fragmenten liepen voorbij het einde van hun tekst en zijn ingekort.",
                number,
            ),
            "codings": ngettext(
                "Eén codering verwijst naar een code die er niet is, en is weggelaten.",
                "%(number)d coderingen verwijzen naar een code die er niet is, en zijn weggelaten.",
                number,
            ),
            "notes": ngettext(
                "Eén notitie heeft geen tekst in dit bestand en is weggelaten.",
                "%(number)d notities hebben geen tekst in dit bestand en zijn weggelaten.",
                number,
            ),
            "marks": ngettext(
                "Eén markering in een notitie is niet overgenomen.",
                "%(number)d markeringen in notities zijn niet overgenomen.",
                number,
            ),
            "links": ngettext(
                "Eén verbinding tussen onderdelen is niet overgenomen.",
                "%(number)d verbindingen tussen onderdelen zijn niet overgenomen.",
                number,
            ),
            "graphs": ngettext(
                "Eén schema is niet overgenomen.", "%(number)d schema's zijn niet overgenomen.", number
            ),
            "else": ngettext(
                "Eén onbekend onderdeel is niet overgenomen.",
                "%(number)d onbekende onderdelen zijn niet overgenomen.",
                number,
            ),
        }
        return sentences[what]
