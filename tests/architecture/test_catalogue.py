"""The English catalogue: every sentence has a translation that takes the same values, and it compiles."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from tools.catalogue import IGNORED, compile_catalogues

FILES = sorted(Path("locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[\d.]*[a-zA-Z]|%[\d.]*[sdf]|\{\w*\}")
RARE = re.compile(
    r"\b(het|een|van|voor|niet|nog|zijn|wordt|geen|deze|maar|ook|uit|naar|wij|doel|stap|cijfer|ronde)\b", re.I
)


def entries(file):
    return [entry for entry in polib.pofile(str(file)) if not entry.obsolete]


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def language(file):
    return file.parts[1]


@pytest.mark.parametrize("file", FILES, ids=language)
def test_every_sentence_has_a_translation(file):
    assert [entry.msgid for entry in entries(file) if not all(translations(entry))] == []


@pytest.mark.parametrize("file", FILES, ids=language)
def test_no_translation_is_a_guess(file):
    assert [entry.msgid for entry in entries(file) if entry.fuzzy] == []


@pytest.mark.parametrize("file", FILES, ids=language)
def test_a_translation_takes_the_same_values_as_the_sentence(file):
    wrong = []
    for entry in entries(file):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for index, text in enumerate(translations(entry)):
            # "one goal" may leave the number out where the Dutch does too
            allowed = set(PLACEHOLDER.findall(entry.msgid)) if entry.msgid_plural and index == 0 else wanted
            if set(PLACEHOLDER.findall(text)) != allowed:
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=language)
def test_a_translation_begins_and_ends_like_the_sentence(file):
    """A space or a new line at the edge joins sentences: it stays."""
    wrong = [
        entry.msgid
        for entry in entries(file)
        if (entry.msgid[0].isspace(), entry.msgid[-1].isspace())
        != (translations(entry)[0][0].isspace(), translations(entry)[0][-1].isspace())
    ]
    assert wrong == []


def test_english_holds_no_dutch_words():
    left = [
        (entry.msgid, text)
        for entry in entries(Path("locale/en/LC_MESSAGES/django.po"))
        for text in translations(entry)
        if RARE.search(text)
    ]
    assert left == []


def test_the_catalogue_compiles_without_gettext_programs(tmp_path):
    folder = tmp_path / "en/LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy("locale/en/LC_MESSAGES/django.po", folder)
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(folder / "django.mo"))}
    assert compiled["Maatschappelijk resultaat"] == "Societal result"


def test_every_language_of_the_screens_but_dutch_has_a_catalogue():
    assert {code for code, _name in settings.LANGUAGES} - {"nl"} == {language(file) for file in FILES}


def test_the_screens_speak_the_catalogue():
    with translation.override("en"):
        assert translation.gettext("Rode draad") == "Red thread"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext (Debian: gettext) is not on this machine")
def test_every_sentence_of_the_sources_is_in_the_catalogue(tmp_path, monkeypatch, settings):
    shutil.copytree(
        "src", tmp_path / "src", ignore=shutil.ignore_patterns("vendor", "fonts", "*.egg-info", "__pycache__")
    )
    (tmp_path / "locale/en/LC_MESSAGES").mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    known = {(entry.msgid, entry.msgid_plural) for entry in entries(Path("locale/en/LC_MESSAGES/django.po"))}
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["en"], no_wrap=True, ignore_patterns=IGNORED, verbosity=0)
    found = {(entry.msgid, entry.msgid_plural) for entry in entries(Path("locale/en/LC_MESSAGES/django.po"))}
    assert len(found) > 1000
    assert found - known == set(), "run tools/catalogue.py collect and translate these"
    assert known - found == set(), "run tools/catalogue.py collect: nobody says these any more"


@pytest.mark.parametrize(
    "script", sorted(Path("src/koersvast").glob("*/static/*/*.js")), ids=lambda f: f.name
)
def test_a_script_that_speaks_asks_the_page_for_its_language(script):
    """Words of a script come from the page (data attributes), or the script holds both languages."""
    text = re.sub(r"//.*", "", script.read_text())
    sentences = [said for said in re.findall(r'"([^"\n]*)"', text) if re.search(r"[a-z] [a-z]+ [a-z]", said)]
    if any(RARE.search(said) for said in sentences):
        assert "document.documentElement.lang" in text
