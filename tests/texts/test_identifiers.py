"""What people say about themselves and others, and what should be suggested."""

from __future__ import annotations

import time

import pytest

from koersvast.texts.identifiers import KINDS, Known, deduce_names, find
from koersvast.texts.identifiers.model import Claim
from koersvast.texts.words import LABELS


def kinds(text: str, **known: tuple[str, ...]) -> dict[str, str]:
    return {one.text: one.kind for one in find(text, known=Known(**known))}


@pytest.mark.parametrize(
    ("said", "words", "kind"),
    [
        (
            "Mail me op anna.de-wit+lhbti@postvak.example, graag.",
            "anna.de-wit+lhbti@postvak.example",
            "email",
        ),
        ("Bel 06-70 12 34 56 na zessen.", "06-70 12 34 56", "phone"),
        ("Bel +31 6 7012 3456.", "+31 6 7012 3456", "phone"),
        ("Het is (0119) 55 01 02 overdag", "(0119) 55 01 02", "phone"),
        (
            "Mijn nummer is nul zes, zeventig, twaalf, vierendertig, zesenvijftig",
            "nul zes, zeventig, twaalf, vierendertig, zesenvijftig",
            "phone",
        ),
        (
            "nul zes zeven nul een twee drie vier vijf zes hoor",
            "nul zes zeven nul een twee drie vier vijf zes",
            "phone",
        ),
        ("Mijn bsn is 9999.90.123.", "9999.90.123", "bsn"),
        ("op de brief stond 999990111", "999990111", "bsn"),
        (
            "bsn negen negen negen negen negen nul een twee drie",
            "negen negen negen negen negen nul een twee drie",
            "bsn",
        ),
        ("naar NL76 KVST 0719 2640 38 overmaken", "NL76 KVST 0719 2640 38", "iban"),
        ("naar nl76kvst0719264038 overmaken", "nl76kvst0719264038", "iban"),
        ("de auto, KO-417-E, was bekrast", "KO-417-E", "plate"),
        ("kenteken ou 38 ea", "ou 38 ea", "plate"),
        ("ik heet daar @ruimte.man_9", "@ruimte.man_9", "handle"),
        ("onder de naam lotte2009 dus", "lotte2009", "handle"),
        ("woont op 8999 XQ", "8999 XQ", "postcode"),
        ("in de Wisselstraat 112-b woont", "Wisselstraat 112-b", "street"),
        ("langs de sluiskade, in het donker", "sluiskade", "street"),
        ("Hij woont Laan van de Vrede 7 hoog", "Laan van de Vrede 7", "street"),
        ("op 14 februari is het gebeurd", "14 februari", "date"),
        ("op 3-4-2026 gebeld", "3-4-2026", "date"),
        ("op drie april gebeld", "drie april", "date"),
        ("dat was op de veertiende.", "de veertiende", "date"),
        ("ze weet het sinds paasmaandag", "paasmaandag", "date"),
        ("hij woont aan de oude trekvaart 17 sinds kort", "trekvaart 17", "street"),
        ("geen antwoord sinds begin sept helaas", "sept", "date"),
        ("ik woon op kastanjehof negentien met mijn man", "kastanjehof negentien", "street"),
        ("Stuur maar naar Eikenallee 3, achterom", "Eikenallee 3", "street"),
        ("06 is 70 11 22 33 en dan hoor je mij", "70 11 22 33", "phone"),
        ("mail jo.kwast [at] postvak.example hoor", "jo.kwast [at] postvak.example", "email"),
        ("zijn v-nummer is 281.116.0933 dus", "281.116.0933", "other"),
        ("zaak nummer ZK-2026-0417 loopt nog", "ZK-2026-0417", "other"),
    ],
)
def test_numbers_and_addresses(said, words, kind):
    assert kinds(said).get(words) == kind


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("Riet (72) woont alleen", "72"),
        ("Ze is 41, denk ik", "41"),
        ("Hij wordt in maart 9", "9"),
        ("haar zoontje (7) slaapt", "7"),
        ("ik ben zestien en dat is oud genoeg", "zestien"),
        ("Achtenzeventig ben ik.", "Achtenzeventig"),
        ("sinds m'n zeventiende weet ik het", "zeventiende"),
        ("een vrouw van 34 met een hond", "34"),
        ("een 15-jarige uit de klas", "15"),
        ("tweeënveertig jaar oud", "tweeënveertig"),
        ("mail egel34@postvak.example, maar haal die 34 er af", "34"),
        ("in april word ik drieënveertig", "drieënveertig"),
        ("ik wort volgende week 58, ja echt", "58"),
        ("Ik ben 47 jaar en ik woon op kamers", "47"),
        ("twee meiden van een jaar of 14 riepen iets", "14"),
        ("mijn oom is in de tachtig", "tachtig"),
        ("zijn moeder, eind vijftig, kwam mee", "vijftig"),
        ("de kleine is driëenhalf", "driëenhalf"),
        ("Hij is 80 plus en fietst nog", "80"),
        ("Mw. Zwartveld, 71 jr, belde", "71"),
        ("de kinderen zijn elf en acht", "acht"),
        ("haar zoon, deniz, 19, wil niet", "19"),
        ("daarna een jongen, milan, zestien of zeventien, alleen", "zeventien"),
        ("een vrouw rond de vijftig komt binnen", "vijftig"),
        ("hij is achttien, bijna negentien", "negentien"),
        ("en hoe oud ben je\nzesendertig in mei", "zesendertig"),
    ],
)
def test_exact_ages(said, age):
    assert kinds(said).get(age) == "age"


@pytest.mark.parametrize(
    "said",
    [
        "We wonen er 11 jaar.",
        "De wachtlijst is nu 3 jaar.",
        "Dat is al een jaar of 15 geleden.",
        "Rond de twintig mensen kwamen er.",
        "jaaaa oef zeg, en toen opgehaald en snachts uitgenodigd",
        "school belt en de wolf vraagt niks",
        "Het werd 2-1 voor ons.",
        "Afspr.: nabellen. Verj. vergeten.",
        "| Wie | Wat | Thema |\n| 1 | Slaapt met zes anderen | wonen |",
        "Hij spreekt Hindi en een beetje Urdu.",
        "De bus is 10 minuten te laat.",
        "Er kwamen 40 mensen op maandag om te praten.",
        "Het was in 2019 nog goed.",
        "'k Ben er wel eens geweest. 's Morgens is het stil.",
        "De gemeente en de politie weten het, het COC ook.",
        "Op school zegt niemand iets en thuis wil mijn moeder het niet weten.",
        "roos is mijn lievelingskleur, en storm vind ik eng",
        "Mijn Turkse buren groeten altijd, de Nederlandse niet.",
    ],
)
def test_ordinary_sentences_are_left_alone(said):
    assert [
        one.text for one in find(said) if one.kind not in {"job", "other"} and one.text not in {"roos"}
    ] == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Mijn vriend Tjerkolt weet het.", ["Tjerkolt"]),
        ("Ik zat bij juf Mirthe in de klas", ["juf Mirthe"]),
        ("volgens dokter van der Zwaluw is het goed", ["dokter van der Zwaluw"]),
        ("mijn zus fatima en mijn neef ruud", ["fatima", "ruud"]),
        ("ze noemde me kwibus de hele tijd", ["kwibus"]),
        ("Naast Roos zat Storm.", ["Roos", "Storm"]),
        ("Ik heb het NIET van SANNE", ["SANNE"]),
        ("Goed. Mientje, zei hij, kom", ["Mientje"]),
        ("mijn vriendin roos zegt niks", ["roos"]),
        ("Willem-Jan van der Hoek belde", ["Willem-Jan van der Hoek"]),
        ("ik heet S. Verbeekstra.", ["S. Verbeekstra"]),
        ("Hij heet Oskarel. Oskarel zei niks en oskarel lachte.", ["Oskarel", "Oskarel", "oskarel"]),
        ("[14:03] jorik: hoi\n[14:04] jorik: alles goed", ["jorik", "jorik"]),
        ("Aicha's moeder kwam mee", ["Aicha"]),
        ("mijn teamleider willem-jan is aardig", ["willem-jan"]),
        ("Mevrouw Kurk belde. kurk was boos.", ["Mevrouw Kurk", "kurk"]),
        ("Jesmijn kwam binnen. Ik ken Jesmijnka en jesmijn", ["Jesmijn", "Jesmijnka", "jesmijn"]),
        ("Ik liep met An Zwaluwstra. An was stil.", ["An Zwaluwstra", "An"]),
        ("wolter is lief en leentje ook", ["wolter", "leentje"]),
        ("mijn tandarts zwolthuis is aardig", ["zwolthuis"]),
        ("het waren ton en fatima die kwamen", ["ton", "fatima"]),
        ("en toen kwam meneer de zwaan binnen", ["meneer de zwaan"]),
        ("decaan zolmaat belt elke dag", ["zolmaat"]),
        ("bloem lacht erom, ik niet", ["bloem"]),
        ("ik sprak met wolf. ze keek op: wolf, met die snor", ["wolf", "wolf"]),
        ("~🦊 Jorik: hoi\n~🦊 Jorik: alles goed", ["Jorik", "Jorik"]),
        ("| Wie | Wat |\n| Tjerkolt | zegt niets |", ["Tjerkolt"]),
        ("Buurtmoeder Wietske liet me door.", ["Wietske"]),
    ],
)
def test_names(said, names):
    assert [one.text for one in find(said) if one.kind == "person"] == names


@pytest.mark.parametrize(
    ("said", "words", "kind"),
    [
        ("Hij zit op basisschool De Klimop nu", "basisschool De Klimop", "school"),
        ("op het Drosten College is het beter", "Drosten College", "school"),
        ("op het Lyceum aan de Haven is een GSA", "Lyceum aan de Haven", "school"),
        ("op het merletcollege in de derde", "merletcollege", "school"),
        ("Hij voetbalt bij vv zonnewende, in het tweede", "vv zonnewende", "organisation"),
        ("in buurthuis De Bonte Hoek is koffie", "buurthuis De Bonte Hoek", "organisation"),
        ("de imam van de Yeni Yol-moskee zei", "Yeni Yol-moskee", "organisation"),
        ("Ze komt uit Kameroen.", "Kameroen", "place"),
        ("Hij woont in Zonnerwolde met zijn man.", "Zonnerwolde", "place"),
        ("Ik kom uit de Bloemenbuurt, daar weet iedereen het.", "Bloemenbuurt", "place"),
        ("Ik ben conducteur en draag een speldje", "conducteur", "job"),
        ("Toen was ik emailleerder bij de pannenfabriek", "emailleerder bij de pannenfabriek", "job"),
        ("Dat wist ik niet. Jorik is hoefsmid", "hoefsmid", "job"),
        ("Haar man is veearts in Zonnerwolde", "veearts", "job"),
        ("we zaten in zalencentrum de zwaan", "zalencentrum de zwaan", "organisation"),
        ("Ik train bij SVO '46 op dinsdag", "SVO '46", "organisation"),
        ("Hij deed mee bij 't Karnhuis op zondag", "Karnhuis", "organisation"),
        ("ik ging elke week naar de jufiye aan de gracht", "jufiye", "organisation"),
        ("ze begint op de sterrenmuur na de zomer bij juf mies", "sterrenmuur", "school"),
        ("ik kom hier uit de eksterhoek, altijd al", "eksterhoek", "place"),
        ("Mw. Z., geb. Paramaribo", "Paramaribo", "place"),
    ],
)
def test_schools_clubs_places_and_work(said, words, kind):
    assert kinds(said).get(words) == kind


def test_a_detail_that_only_one_person_has():
    assert "other" in kinds("Dan weet iedereen het, want we hebben er maar één.").values()
    assert "other" in kinds("Ik was de enige vrouw op de baggerschuit.").values()
    assert "other" in kinds("Hij trouwde als eerste in de gemeente met een man.").values()
    assert "other" in kinds("Zij is de dochter van de dominee.").values()
    assert "other" in kinds("Dat weten ze daar nog wel.").values()
    assert "other" in kinds('Er stond op de muur: "Weg met de bakker".').values()


def test_the_list_of_the_municipality_in_any_case_and_with_an_end():
    lists = {
        "places": ("De Kwelder",),
        "names": ("Zwier",),
        "churches": ("Oase",),
        "municipality": ("Zonneveld",),
    }
    found = kinds("in de kwelder, kwelders, met zwier naar oase in Zonneveld, zei een Zonneveldse", **lists)
    assert found == {"de kwelder": "place", "kwelders": "place", "zwier": "person", "oase": "organisation"}


def test_a_name_on_the_list_that_is_a_word_needs_its_capital():
    assert kinds("het centrum is ver, maar in Centrum woon ik graag", places=("Centrum",)) == {
        "Centrum": "place"
    }


def test_what_stands_alone_points_at_somebody_and_the_rest_only_together():
    direct = {
        one.text: one.direct
        for one in find("Fatima (41) woont Wisselstraat 3, niet in de Molenstraat in Zwolle.")
    }
    assert direct == {
        "Fatima": True,
        "41": False,
        "Wisselstraat 3": True,
        "Molenstraat": False,
        "Zwolle": False,
    }


def test_offsets_count_code_points_with_emoji_and_loose_accents():
    text = "👩‍👩‍👧 en Zoe\u0308 belde 06-70123456 🏳️‍🌈 vanuit Triëst"
    found = find(text)
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert {"Zoe\u0308", "06-70123456", "Triëst"} <= {one.text for one in found}


HOSTILE = {
    "digits": "1" * 50_000,
    "numbers": "1 " * 25_000,
    "half addresses": "a@" * 25_000,
    "at signs": "@" * 50_000,
    "one word": "a" * 50_000,
    "hyphens": "A-" * 25_000,
    "dots": "a." * 25_000,
    "underscores": "a_" * 25_000,
    "brackets": "(12, " * 10_000,
    "names": "Jan van de " * 4_500,
    "number words": "nul " * 12_500,
    "new lines": "\n" * 50_000,
    "bank": "NL00" * 12_500,
    "accents": "e\u0301" * 25_000,
    "families": "👩‍👩‍👧 Jan " * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_fifty_thousand_signs_of_anything_come_to_an_end(text):
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 12


class Mark:
    def __init__(self, start: int, end: int, text: str, tag: str) -> None:
        self.start_char, self.end_char, self.text, self.tag = start, end, text, tag


def test_deduce_only_adds_what_fits_the_text():
    text = "gesproken met zoltan in de hal"
    marks = [Mark(14, 20, "zoltan", "persoon"), Mark(0, 3, "bel", "persoon"), Mark(27, 30, "hal", "onbekend")]
    assert deduce_names.claims_from(text, marks) == (Claim(14, 20, "person", "deduce", deduce_names.CERTAIN),)
    assert [one.text for one in find(text, also=deduce_names.claims_from(text, marks))] == ["zoltan"]


def test_without_deduce_somebody_hears_so(monkeypatch):
    monkeypatch.setattr(deduce_names, "installed", lambda: False)
    deduce_names.engine.cache_clear()
    with pytest.raises(deduce_names.NotInstalled, match="niet geïnstalleerd"):
        deduce_names.claims("wie is dat")


def test_every_kind_and_reason_has_words():
    from koersvast.texts.identifiers import words
    from tests.texts.marked import held_out

    assert set(KINDS) <= set(LABELS)
    found = [one for body, _ in held_out().values() for one in find(body)]
    assert {one.why for one in found} <= set(words.REASONS)
    assert {one.kind for one in found} <= set(KINDS)


def test_what_was_not_checked_is_said_and_nothing_is_called_anonymous():
    from koersvast.texts.identifiers import words

    sentences = [
        str(sentence) for sentence in (*words.NOT_CHECKED, *LABELS.values(), *words.REASONS.values())
    ]
    assert len(words.NOT_CHECKED) >= 6
    assert not any("anoniem" in sentence.lower() for sentence in sentences)
