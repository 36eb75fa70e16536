"""Words that carry a capital though no sentence starts: names of people, places and organisations. Told apart by what stands before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .bodies import ARTICLES, name_from
from .lists import listed
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, WORDS, is_word, ordinary
from .lists.first_names import ALSO_WORDS, COMMON_SURNAMES, FIRST_NAMES
from .lists.geography import AREA_ENDS, NATIVE, PLACES, TOWN_ENDS
from .lists.known_to_all import NOBODY, PEOPLES_ENDS
from .model import Claim
from .tokens import Token, joined

TITLES = listed(
    """
    meneer mijnheer mevrouw mw mevr mej dhr hr juf juffrouw dokter dr ds dominee pastoor zuster pater
    frater tante oom oma opa ome oompje nonkel pandit imam hadji sensei
    """
)
CALLED = listed(
    """
    heet heette heten heetten noem noemt noemde noemden genaamd geheten roepnaam voornaam achternaam
    naam deadname
    """
)
PREPOSITIONS_OF_PLACE = listed(
    """
    in uit naar heel te azc vanuit richting rondom buiten nabij station omstreken omgeving tussen via
    dorp stad regio wijk gemeente eiland
    """
)
DWELLING = listed(
    """
    woon woont wonen woonde woonden gewoond opgegroeid wijk buurt geboren verhuisd verhuisde verhuist
    dorp stad station opgroeide opgroeit kom komt kwam huis
    """
)
AT_SCHOOL = listed(
    """
    juf meester klas school scholen leerling leerlingen leerlingenraad mentor brugklas brugpiepers
    docent leraar docenten conrector decaan examen rooster
    """
)
BEHIND_NAME = listed(
    """
    en uit bij van met die ook zelf en'n
    """
)
NAME_FOLLOWS = listed(
    """
    naam afgemeld aanwezig afwezig contactpersoon deelnemer deelnemers groet groeten groetjes liefs
    gespreksleider notulist
    """
)
SURNAME_LINKS = listed(
    """
    van de der den het 't ter ten te el al ben bin ould op
    """
)


# little words that people are called as well: "Door Hesselink ... Door is naar Canada gegaan"
NAMES_TOO = listed("door an wel ben bas bo co jo jan til mies")


@dataclass(frozen=True)
class Phrase:
    """Words first..last (indexes of tokens) that make one name."""

    first: int
    last: int


def is_first_name(token: Token) -> bool:
    core = token.core
    return core in FIRST_NAMES or core in ALSO_WORDS or half_of_double(core) or small_form(core)


def small_form(core: str) -> bool:
    """Mientje, Janneke of Jan: a first name made small."""
    return any(
        core.endswith(end) and core[: -len(end)] in FIRST_NAMES | ALSO_WORDS
        for end in ("tje", "ke", "je", "etje")
        if len(core) > 5
    )


def half_of_double(core: str) -> bool:
    """Willem-Jan, Anne-Fleur"""
    parts = core.split("-")
    return len(parts) == 2 and all(part in FIRST_NAMES or part in ALSO_WORDS for part in parts)


def genitive(folded: str) -> str:
    """Riets bed: the name without its s."""
    return folded[:-1] if folded.endswith("s") and not folded.endswith("'s") else folded


def people_or_language(folded: str) -> bool:
    return folded in NOBODY or folded in NATIVE or (folded.endswith(PEOPLES_ENDS) and len(folded) > 6)


def shouted(token: Token) -> bool:
    """NIET and COC; but SANNE is a name."""
    return token.caps and token.core not in FIRST_NAMES and (len(token.text) < 8 or ordinary(token.folded))


def nobody(token: Token) -> bool:
    """Capitals that point at no one: NIET, GGD, Turks, V"""
    if len(token.core) == 1:
        return True
    parts = [part for part in token.folded.split("-") if part]
    return (
        people_or_language(token.core)
        or shouted(token)
        or half_a_name(token.text, parts)
        or not token.is_word
    )


def half_a_name(text: str, parts: list[str]) -> bool:
    """GGZ-arts and Turks-Nederlands are nobody; Oud-Zonneveld is somewhere."""
    if len(parts) < 2 or parts[0] not in NOBODY:
        return False
    return parts[1] in NOBODY or not text.split("-")[1][:1].isupper()


# written with a capital out of respect or habit
RESPECTED = listed(
    """
    interviewer gespreksleider notulist deelnemer hoogachtend gemeente gemeenteraad raad burgemeester wethouder college rijk wet koning koningin minister kabinet
    staat internet corona u uw ik ja nee vraag antwoord punt bijlage hoofdstuk paragraaf artikel les
    deel fase groep klas lijn bus tafel ronde week dag nummer optie stap zorg welzijn jeugd sociaal
    domein team
    """
)


def verb_behind(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and joined(tokens[at + 1]) and tokens[at + 1].folded in VERBS_OF_ONE


def named_at_start(tokens: list[Token], at: int, small: frozenset[str]) -> bool:
    """Is the capital at the start of this sentence that of a name?"""
    token = tokens[at]
    if (
        token.core in FIRST_NAMES
        or half_of_double(token.core)
        or (small_form(token.core) and not is_word(token.folded))
    ):
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    word = token.folded in WORDS if token.core in ALSO_WORDS else ordinary(token.folded)
    surname = behind is not None and joined(behind) and behind.capital and not nobody(behind)
    if telegram(token) or (surname and token.folded.endswith(ROLE_ENDS) and is_first_name(tokens[at + 1])):
        return False
    if token.core in ALSO_WORDS and (surname or verb_behind(tokens, at)):
        return True
    if (
        word
        or shortened(tokens, at)
        or nobody(token)
        or token.folded in PLACES
        or token.folded in small
        or len(token.folded) < 3
    ):
        return False
    signed = token.before.lstrip(" ").startswith((",\n", ", \n")) and (
        behind is None or "\n" in behind.before
    )
    aside = signed or (
        behind is not None
        and (
            behind.before[:1] in {",", "(", "."} or behind.before[:2] == " (" or behind.folded in BEHIND_NAME
        )
    )
    aside = aside or (at > 0 and tokens[at - 1].folded in NAME_FOLLOWS)
    in_cell = token.opens_line and "|" in token.before and behind is not None and "|" in behind.before
    aside = aside or in_cell  # "| Tjerkolt | zegt niets |"
    return verb_behind(tokens, at) or surname or aside


# "Voorman Zbigniew", "Buurtmoeder Aicha": what somebody is, with the name behind it
ROLE_ENDS = (
    "man",
    "vrouw",
    "leider",
    "leidster",
    "baas",
    "moeder",
    "vader",
    "meester",
    "werker",
    "ster",
    "genoot",
)


def telegram(token: Token) -> bool:
    """ "Slaapt met zes anderen", "Werkt als inpakker": a note that leaves out who."""
    return len(token.folded) > 4 and token.folded.endswith(("pt", "kt", "gt", "dt", "mt", "ft"))


@lru_cache(maxsize=1)
def beginnings() -> frozenset[str]:
    """What an abbreviation can be of: the beginnings of Dutch words, that end in a consonant."""
    return frozenset(
        word[:cut] for word in WORDS for cut in range(3, len(word) - 1) if word[cut - 1] not in "aeiouy"
    )


def shortened(tokens: list[Token], at: int) -> bool:
    """ "Afspr.: nabellen", "Wijkvpk. kwam", "Verj. 4 jan": with a dot, and no name."""
    token = tokens[at]
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is None or token.core in FIRST_NAMES:
        return False
    if not any(letter in "aeiouy" for letter in token.folded[-4:]):
        return True
    dotted = behind.before.startswith(".")
    goes_on = behind.before.startswith((".:", ".,")) or (behind.before == ". " and not behind.capital)
    return dotted and (goes_on or token.folded in beginnings())


def phrases(tokens: list[Token]) -> Iterator[Phrase]:
    """Every name-like row of capitals, each word in one phrase at most."""
    small = frozenset(token.folded for token in tokens if not token.capital)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not token.capital or (token.initial and not named_at_start(tokens, at, small)) or nobody(token):
            at += 1
            continue
        last = end_of(tokens, at)
        yield Phrase(at, last)
        at = last + 1


def end_of(tokens: list[Token], at: int) -> int:
    last = name_from(tokens, at)
    person = is_first_name(tokens[at])
    stop = at
    for look in range(at + 1, last + 1):
        token = tokens[look]
        if token.capital:
            if nobody(token) or (person and (token.folded in ARTICLES or place_like(token.folded))):
                break
            stop = look
        elif token.folded not in SURNAME_LINKS or (
            token.folded in {"op", "aan"} and not townish(tokens[at].folded)
        ):
            break
        elif token.folded == "van" and capitals_behind(tokens, look) > 1:
            break  # dominee Wit van Open Huis Zuid: an organisation
    return stop


def capitals_behind(tokens: list[Token], at: int) -> int:
    count = 0
    while at + count + 1 < len(tokens) and tokens[at + count + 1].capital and joined(tokens[at + count + 1]):
        count += 1
    return count


def place_like(folded: str) -> bool:
    return folded in PLACES or (folded.endswith(AREA_ENDS) and len(folded) > 6)


def townish(folded: str) -> bool:
    if folded.endswith(("-zuid", "-noord", "-oost", "-west")):
        return True
    return place_like(folded) or (folded.endswith(TOWN_ENDS) and len(folded) > 6)


def classify(tokens: list[Token], phrase: Phrase) -> tuple[str, str, int]:
    """Kind, reason and certainty; kind "" when it is nothing."""
    first = tokens[phrase.first]
    alone = phrase.first == phrase.last
    before = tokens[phrase.first - 1].folded if phrase.first and follows_on(first) else ""
    several = sum(tokens[at].capital for at in range(phrase.first, phrase.last + 1)) > 1
    earlier = {token.folded for token in tokens[max(0, phrase.first - 5) : phrase.first]}
    if first.folded in ARTICLES:
        if alone:
            return "", "", 0
        if earlier & AT_SCHOOL or ("groep" in earlier and any(word.isdigit() for word in earlier)):
            return "school", "capital", 34
        dwelling = before in {"in", "uit", "naar", "wijk", "buurt"} and bool(earlier & DWELLING)
        return ("place", "place_preposition", 34) if dwelling else ("organisation", "capital", 32)
    called_so = first.folded in NAMES_TOO and several and tokens[phrase.first + 1].capital
    if before in CALLED or before in TITLES or is_first_name(first) or called_so:
        return "person", "name_list" if is_first_name(first) else "name_cue", 40
    if any(
        place_like(tokens[at].core) or (first.folded.endswith(("-zuid", "-noord", "-oost", "-west")))
        for at in range(phrase.first, phrase.last + 1)
    ):
        return "place", "place_list" if first.core in PLACES else "place_end", 41
    if alone and (first.folded in SMALL_WORDS or first.folded in RESPECTED or "'" in first.text):
        return "", "", 0
    if before in PREPOSITIONS_OF_PLACE:
        return "place", "place_preposition", 33
    if before in {"en", "of"} and beside_place(tokens, phrase.first - 2):
        return "place", "place_preposition", 32
    if before in ARTICLES:
        before_that = tokens[phrase.first - 2].folded if phrase.first > 1 else ""
        area = townish(first.core) and before_that in {"in", "uit", "naar", "op", "door"}
        return ("place" if area else "organisation"), "capital", 31
    linked = first.folded in SURNAME_LINKS or any(
        not tokens[at].capital for at in range(phrase.first, phrase.last + 1)
    )
    if (
        several
        and not linked
        and (before in {"van", "bij", "met", "voor", "rond"} or has_word(tokens, phrase))
    ):
        return "organisation", "capital", 30
    if before == "bij" and alone:
        return "organisation", "capital", 28
    if alone and townish(first.core) and before in {"van", "voor", "door", "over", "en", "of", "ook", "dan"}:
        return "place", "place_end", 29
    return "person", "capital", 30


def beside_place(tokens: list[Token], at: int) -> bool:
    """ "via Lesbos en ..." """
    return at > 0 and tokens[at].capital and tokens[at - 1].folded in {"in", "uit", "naar", "via", "tussen"}


def has_word(tokens: list[Token], phrase: Phrase) -> bool:
    """ "Bethel Levend Water", "Jeugdpunt Noord": a Dutch word in it, or a place behind it."""
    return any(
        tokens[at].capital and (is_word(tokens[at].folded) or townish(tokens[at].folded))
        for at in range(phrase.first, phrase.last + 1)
    )


def follows_on(token: Token) -> bool:
    return joined(token) or (token.before.strip(" '’\"“(") == "" and "\n" not in token.before)


def titled(tokens: list[Token], phrase: Phrase) -> int:
    """Start of the phrase with its title: "mw. Roelie", "juf Mirjam", "S. de Wit"."""
    at = phrase.first
    while (
        at > 0
        and (tokens[at].before in {" ", ". "})
        and (
            tokens[at - 1].folded in TITLES
            or initial_letter(tokens[at - 1])
            or (tokens[at - 1].folded in SURNAME_LINKS and after_title(tokens, at - 1))
        )
    ):
        at -= 1
    return tokens[at].start


def initial_letter(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isupper()


def after_title(tokens: list[Token], at: int) -> bool:
    """ "meneer van der Berg": the small words belong to the name."""
    while at > 0 and tokens[at].folded in SURNAME_LINKS and tokens[at].before == " ":
        at -= 1
    return tokens[at].folded in TITLES or initial_letter(tokens[at])


def find(tokens: list[Token]) -> Iterator[Claim]:
    for phrase in phrases(tokens):
        kind, why, certain = classify(tokens, phrase)
        if not kind:
            continue
        start = titled(tokens, phrase) if kind == "person" else tokens[phrase.first].start
        last = tokens[phrase.last]
        end = last.start + len(last.text) - (2 if last.text.endswith(("'s", "’s")) else 0)
        yield Claim(start, end, kind, why, certain)


def surname_like(folded: str) -> bool:
    return folded in COMMON_SURNAMES or folded.endswith(
        ("sma", "stra", "inga", "oglu", "ski", "ska", "wicz", "mans", "sen", "beek", "veld", "berg")
    )
