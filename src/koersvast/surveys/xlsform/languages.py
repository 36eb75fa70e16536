"""How languages stand in the heads of an XLSForm: ``label::Nederlands (nl)``."""

from __future__ import annotations

import re
from typing import Final

from koersvast.surveys.questionnaire import LANGUAGE

NAMES: Final = {
    "nl": "Nederlands",
    "en": "English",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "fy": "Frysk",
    "pap": "Papiamentu",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
_OTHER_NAMES: Final = {
    "dutch": "nl", "arabic": "ar", "arabisch": "ar", "german": "de", "duits": "de", "engels": "en", "spanish": "es",
    "spaans": "es", "french": "fr", "frans": "fr", "polish": "pl", "pools": "pl", "portuguese": "pt", "somali": "so",
    "portugees": "pt", "turkish": "tr", "turks": "tr", "ukrainian": "uk", "oekraïens": "uk", "farsi": "fa",
    "chinese": "zh", "chinees": "zh", "tigrinya": "ti", "russian": "ru", "russisch": "ru", "fries": "fy",
}  # fmt: skip
_CODES = {name.casefold(): code for code, name in NAMES.items()} | _OTHER_NAMES
_BRACKETS = re.compile(r"\(([A-Za-z]{2,3})(?:-[A-Za-z]{2,4})?\)\s*$", re.ASCII)


def named(code: str) -> str:
    return f"{NAMES.get(code, code)} ({code})"


def code_of(name: str) -> str:
    """ "English (en)", "english" and "en" are all "en". Empty when we do not know the language."""
    if found := _BRACKETS.search(name):
        return found[1].lower()
    name = name.strip().casefold()
    return _CODES.get(name) or (name if LANGUAGE.fullmatch(name) else "")
