"""Words that carry a capital though no sentence starts: names of people, places and organisations. Told apart by what stands before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .bodies import ARTICLES, name_from
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, is_word, ordinary
from .lists.first_names import ALSO_WORDS, COMMON_SURNAMES, FIRST_NAMES
from .lists.geography import AREA_ENDS, NATIVE, PLACES, TOWN_ENDS
from .lists.known_to_all import NOBODY, PEOPLES_ENDS
from .model import Claim
from .tokens import Token, joined

TITLES = frozenset("meneer mijnheer mevrouw mw mevr mej dhr hr juf juffrouw dokter dr ds dominee pastoor zuster pater frater tante oom oma opa".split())
CALLED = frozenset("heet heette heten heetten noem noemt noemde noemden genaamd geheten roepnaam voornaam achternaam naam deadname".split())
PREPOSITIONS_OF_PLACE = frozenset("in uit naar te vanuit richting rondom buiten nabij station omstreken omgeving tussen via dorp stad regio wijk gemeente eiland".split())
DWELLING = frozenset("woon woont wonen woonde woonden gewoond opgegroeid wijk buurt geboren verhuisd verhuisde verhuist dorp stad station opgroeide opgroeit kom komt kwam huis".split())
SURNAME_LINKS = frozenset("van de der den het 't ter ten te el al ben bin ould op".split())


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
    return any(core.endswith(end) and core[: -len(end)] in FIRST_NAMES | ALSO_WORDS for end in ("tje", "ke", "je", "etje") if len(core) > 5)


def half_of_double(core: str) -> bool:
    """Willem-Jan, Anne-Fleur"""
    parts = core.split("-")
    return len(parts) == 2 and all(part in FIRST_NAMES or part in ALSO_WORDS for part in parts)


def genitive(folded: str) -> str:
    """Riets bed: the name without its s."""
    return folded[:-1] if folded.endswith("s") and not folded.endswith("'s") else folded


def people_or_language(folded: str) -> bool:
    return folded in NOBODY or folded in NATIVE or (folded.endswith(PEOPLES_ENDS) and len(folded) > 6)


def nobody(token: Token) -> bool:
    """Capitals that point at no one: NIET, GGD, Turks, V"""
    if len(token.core) == 1:
        return True
    parts = [part for part in token.folded.split("-") if part]
    return people_or_language(token.core) or (token.caps and len(token.text) < 8) or (len(parts) > 1 and parts[0] in NOBODY) or not token.is_word


def verb_behind(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and joined(tokens[at + 1]) and tokens[at + 1].folded in VERBS_OF_ONE


def named_at_start(tokens: list[Token], at: int, small: frozenset[str]) -> bool:
    """Is the capital at the start of this sentence that of a name?"""
    token = tokens[at]
    if token.core in FIRST_NAMES or half_of_double(token.core) or (small_form(token.core) and not is_word(token.folded)):
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    word = ordinary(token.folded) or token.folded in SMALL_WORDS
    surname = behind is not None and joined(behind) and behind.capital and not nobody(behind)
    if token.core in ALSO_WORDS:
        return verb_behind(tokens, at) if token.folded not in SMALL_WORDS else surname or verb_behind(tokens, at)
    if word or nobody(token) or token.folded in PLACES or token.folded in small or len(token.folded) < 3:
        return False
    aside = behind is None or behind.before[:1] in {",", ".", "(", "\n"} or behind.before[:2] == " (" or behind.folded in {"en", "uit"}
    return verb_behind(tokens, at) or surname or aside


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
        elif person and token.folded not in SURNAME_LINKS:
            break
    return stop


def place_like(folded: str) -> bool:
    return folded in PLACES or (folded.endswith(AREA_ENDS) and len(folded) > 6)


def townish(folded: str) -> bool:
    return place_like(folded) or (folded.endswith(TOWN_ENDS) and len(folded) > 6)


def classify(tokens: list[Token], phrase: Phrase) -> tuple[str, str, int]:
    """Kind, reason and certainty; kind "" when it is nothing."""
    first = tokens[phrase.first]
    alone = phrase.first == phrase.last
    before = tokens[phrase.first - 1].folded if phrase.first and follows_on(first) else ""
    earlier = {token.folded for token in tokens[max(0, phrase.first - 5) : phrase.first]}
    if first.folded in ARTICLES:
        if alone:
            return "", "", 0
        dwelling = before in {"in", "uit", "naar", "wijk", "buurt"} and bool(earlier & DWELLING)
        return ("place" if dwelling else "organisation"), "capital", 32
    if before in CALLED or before in TITLES or is_first_name(first):
        return "person", "name_list" if is_first_name(first) else "name_cue", 40
    if any(place_like(tokens[at].core) for at in range(phrase.first, phrase.last + 1)):
        return "place", "place_list" if first.core in PLACES else "place_end", 41
    if alone and is_word(first.folded) and before not in {"uit", "in", "via"}:
        return "", "", 0
    if before in PREPOSITIONS_OF_PLACE:
        return "place", "place_preposition", 33
    if before in ARTICLES:
        before_that = tokens[phrase.first - 2].folded if phrase.first > 1 else ""
        area = townish(first.core) and before_that in {"in", "uit", "naar", "op", "door"}
        return ("place" if area else "organisation"), "capital", 31
    if before == "bij" and alone:
        return "organisation", "capital", 28
    if alone and townish(first.core) and before in {"van", "voor", "door", "over", "en", "of", "ook", "dan"}:
        return "place", "place_end", 29
    return "person", "capital", 30


def follows_on(token: Token) -> bool:
    return joined(token) or (token.before.strip(" '’\"“(") == "" and "\n" not in token.before)


def titled(tokens: list[Token], phrase: Phrase) -> int:
    """Start of the phrase with its title: "mw. Roelie", "juf Mirjam", "S. de Wit"."""
    at = phrase.first
    while at > 0 and (tokens[at].before in {" ", ". "}) and (
        tokens[at - 1].folded in TITLES or initial_letter(tokens[at - 1]) or (tokens[at - 1].folded in SURNAME_LINKS and after_title(tokens, at - 1))
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
    return folded in COMMON_SURNAMES or folded.endswith(("sma", "stra", "inga", "oglu", "ski", "ska", "wicz", "mans", "sen", "beek", "veld", "berg"))
