"""Names and places in lines without capitals: chat, notes typed live, speech written out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .capitals import (
    AT_SCHOOL,
    CALLED,
    TITLES,
    follows_on,
    half_of_double,
    surname_like,
)
from .lists import in_order, listed
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, WORDS, is_word, ordinary, participle, two_words
from .lists.first_names import ALSO_WORDS, FIRST_NAMES
from .lists.geography import NATIVE, PLACES
from .lists.known_to_all import NOBODY
from .model import Claim
from .telling import COMMON_JOBS, JOBS
from .tokens import ABBREVIATIONS, Token, joined

POSSESSIVES = listed(
    """
    mijn mn m'n zijn z'n zn haar d'r onze ons hun je jouw uw
    """
)
RELATIONS = frozenset(
    """
    vriend vriendin vriendje man vrouw zoon zoontje dochter dochtertje zus zusje broer broertje neef neefje
    nicht nichtje buurman buurvrouw collega ex partner baas moeder vader trainer trainster coach docent
    docente leraar lerares mentor agent wijkagent huisarts arts begeleider begeleidster wethouder
    burgemeester voorzitter oudste jongste kleinzoon kleindochter schoonzus zwager schoonzoon schoondochter
    maatje stagiair stagiaire leidster kapper huisgenoot imam pastor psycholoog therapeut klasgenoot meester
    gastvrouw vrijwilliger jongerenwerker conciërge concierge teamgenoot exman stiefvader stiefmoeder
    pleegzoon verloofde bestie matti teamleider chef leidinggevende directeur voorman schoonbroer schoonvader
    schoonmoeder peetoom peettante halfbroer halfzus vriendje kameraad maat wijkverpleegkundige tolk advocaat tandarts notaris apotheker fysiotherapeut verpleegkundige dokter
    """.replace("conciërge ", "").split()
)
DRAWN_OUT = re.compile(r"([a-z])\1\1")  # jaaaa, heeee
VERBISH = in_order(
    """
    de te t en end ig lijk ing heid jes tje
    """
)


def cued_name(tokens: list[Token], at: int) -> bool:
    """Does a cue stand before this lower-case word that makes it a name?"""
    token, before = tokens[at], tokens[at - 1]
    if not follows_on(token) or not token.is_word or len(token.folded) < 2 or token.folded in SMALL_WORDS:
        return False
    if token.folded in ABBREVIATIONS:
        return False
    strong = before.folded in TITLES - {
        "zuster",
        "oma",
        "opa",
        "tante",
        "oom",
        "dr",
        "hr",
    } or before.folded in {"heet", "heette", "genaamd", "geheten", "achternaam", "voornaam", "roepnaam"}
    called_me = before.folded in {"me", "mij", "hem", "haar"} and at > 1 and tokens[at - 2].folded in CALLED
    if strong or called_me:
        return token.folded not in WORDS
    related = before.folded in RELATIONS | TITLES | JOBS | COMMON_JOBS
    if related and token.folded in ALSO_WORDS:
        return token.folded not in WORDS
    if not related or two_words(token.folded) or len(token.folded) < 3 or token.folded in NOBODY:
        return False
    owned = at > 1 and tokens[at - 2].folded in POSSESSIVES
    drawn = token.folded.endswith(("aat", "oot", "eit", "aut")) and not is_word(token.folded)
    return (
        drawn
        or not verbish(token.folded)
        or (owned and not token.folded.endswith(("de", "te", "den", "ten")))
    )


HUMAN_VERBS = listed(
    """
    zegt zei vraagt vroeg belt belde vertelt vertelde lacht lachte huilt huilde denkt dacht knikt knikte appt
    appte mailt mailde roept riep antwoordt antwoordde
    """
)
SPEAKS_TOO = listed(
    """
    school gemeente politie werk niemand iedereen kerk familie mama papa moeder vader groep team club iemand
    bestuur wethouder raad krant bank loket receptie thuiszorg bewoners buurt deelnemer deelnemers jongen
    meisje meneer mevrouw man vrouw client cliente beller tolk vrijwilliger hulpverlening jeugdzorg balie
    """
)


def speaks(tokens: list[Token], at: int) -> bool:
    """ "bloem zegt ja": a thing has an article before it, so what speaks without one is somebody."""
    token = tokens[at]
    human = at + 1 < len(tokens) and joined(tokens[at + 1]) and tokens[at + 1].folded in HUMAN_VERBS
    if not human or not token.initial or not token.is_word or not 3 <= len(token.folded) <= 8:
        return False
    nobody = SMALL_WORDS | RELATIONS | TITLES | JOBS | COMMON_JOBS | SPEAKS_TOO | NOBODY | VERBS_OF_ONE
    return token.folded not in nobody and not token.folded.endswith(("en", "s", "e", "ing", "heid"))


def behind_title(tokens: list[Token], at: int) -> int | None:
    """Where "meneer de haan" or "mevrouw van der berg" starts, in small letters too; None when there is no title."""
    if token_is_small(tokens[at]) or not follows_on(tokens[at]):
        return None
    place = at - 1
    while place > 0 and at - place < 3 and tokens[place].folded in {"de", "van", "der", "den", "ter", "el"}:
        place -= 1
    titled = tokens[place].folded in {"meneer", "mijnheer", "mevrouw", "mw", "mevr", "dhr", "dominee", "juf"}
    joins = place < at - 1 and all(follows_on(tokens[look]) for look in range(place + 1, at))
    return tokens[place].start if titled and joins else None


def token_is_small(token: Token) -> bool:
    return token.folded in SMALL_WORDS or not token.is_word


def verbish(folded: str) -> bool:
    return folded.endswith(VERBISH) or participle(folded) or DRAWN_OUT.search(folded) is not None


def small_lines(tokens: list[Token]) -> list[bool]:
    """Per word: does it stand in a line without capitals (but for one at most in twelve)?"""
    marks: list[bool] = []
    line: list[Token] = []
    for token in [*tokens, None]:
        if token is None or (token.opens_line and line):
            small = sum(word.capital and len(word.text) > 1 for word in line) * 12 <= len(line)
            marks += [small] * len(line)
            line = []
        if token is not None:
            line.append(token)
    return marks


# a thing follows these, a person hardly ever
NO_NAME_BEHIND = listed(
    """
    de het 't t een 'n n ene deze dit die geen elke elk alle alles iedere welke zo'n in op na te uit per
    ter tot om mijn mn m'n zijn zn z'n haar d'r onze ons hun je jouw uw heel erg te zeer veel weinig
    meer minder nog niet wel weer een eigen andere ander
    """
)
GIVES_NAME = listed(
    """
    aan met door voor van en door zonder tegen ook toen dat want maar zoals met naast namens bij als
    """
)
TOWNISH_SMALL = in_order(
    """
    veen drecht wolde woude hoven kerke dijk broek
    """
)
# behind in or uit, with or without an article: "in de zwanenhoek"
QUARTER_ENDS = in_order(
    """
    buurt kwartier wijk polder oord hoek donk eiland hof akker veld landen velden akkers haven
    """
)
NO_QUARTERS = listed(
    """
    woonwijk volkswijk achterbuurt buitenwijk nieuwbouwwijk probleemwijk achterstandswijk vogelaarwijk
    binnenhoek buitenhoek uithoek zithoek leeshoek invalshoek eethoek kinderhoek speelhoek rookhoek
    straathoek hoofdkwartier kwartier voetbalveld speelveld sportveld grasveld voorveld middenveld
    werkveld slagveld krachtenveld weiland schiereiland buitenland binnenland platteland thuisland
    vaderland binnenhof kerkhof gerechtshof schoolhof geboorteland herkomstland herkomstlanden
    woonbuurt rosse-buurt dode-hoek zorglanden eilanden jachthaven luchthaven zeehaven vluchthaven
    """
)


def bare_name(tokens: list[Token], at: int) -> bool:
    """In a line without capitals: "ik vertelde het aan jorn", "roos uit mijn klas"."""
    token = tokens[at]
    before = "" if token.initial or not at else tokens[at - 1].folded
    accented = len(token.folded) == 2 and token.text.lower() != token.folded
    if (
        (len(token.folded) < 3 and not accented)
        or is_word(token.folded)
        or token.folded in RELATIONS | TITLES | JOBS
    ):
        return False
    if token.core in ALSO_WORDS:
        behind = tokens[at + 1].folded if at + 1 < len(tokens) and joined(tokens[at + 1]) else ""
        if paired(tokens, at):
            return True
        return (not before or before in GIVES_NAME) and (
            behind in VERBS_OF_ONE | {"uit", "en"} or before in {"aan", "met", "door"}
        )
    if before in NO_NAME_BEHIND or "-" in token.folded:
        return False
    return (
        not ordinary(token.folded)
        and not verbish(token.folded)
        and token.folded not in NOBODY
        and token.core not in PLACES
    )


def paired(tokens: list[Token], at: int) -> bool:
    """ "ton en rachid", "rachid en ton": beside a name that is no word."""
    if at + 2 < len(tokens) and tokens[at + 1].folded == "en" and joined(tokens[at + 2]):
        beside = tokens[at + 2]
    elif at > 1 and tokens[at - 1].folded == "en" and joined(tokens[at]):
        beside = tokens[at - 2]
    else:
        return False
    return beside.core in FIRST_NAMES and beside.folded not in WORDS


def in_lower_case(tokens: list[Token]) -> Iterator[Claim]:
    small = small_lines(tokens)
    for at, token in enumerate(tokens):
        if token.capital or not token.is_word:
            continue
        listed = (
            token.core in FIRST_NAMES or ("-" in token.core and half_of_double(token.core))
        ) and token.folded not in WORDS
        if listed or (at and cued_name(tokens, at)):
            last = surname_end(tokens, at)
            start = (
                tokens[at - 1].start
                if at and tokens[at - 1].folded in TITLES and tokens[at].before in {" ", ". "}
                else token.start
            )
            yield Claim(start, tokens[last].end, "person", "name_list" if listed else "name_cue", 39)
        elif (
            token.core in PLACES
            and token.core not in NATIVE
            and not ordinary(token.folded)
            and place_before(tokens, at)
        ):
            yield Claim(token.start, token.end, "place", "place_list", 38)
        elif small[at] and (body := body_in_small_letters(tokens, at)):
            yield Claim(token.start, token.end, body, "small_letters", 23)
        elif small[at] and at and (start_of := behind_title(tokens, at)) is not None:
            yield Claim(start_of, token.end, "person", "name_cue", 40)
        elif small[at] and speaks(tokens, at):
            yield Claim(token.start, token.end, "person", "small_letters", 23)
        elif small[at] and bare_name(tokens, at):
            yield Claim(token.start, token.end, "person", "small_letters", 24)
        elif (
            small[at]
            and len(token.folded) > 7
            and token.folded.endswith(TOWNISH_SMALL)
            and not is_word(token.folded)
            and unknown_stem(token.folded)
        ):
            yield Claim(token.start, token.end, "place", "place_end", 21)
        elif (
            small[at]
            and len(token.folded) > 3
            and follows_on(token)
            and at
            and (place_in_small_letters(tokens, at) or quarter_in_small_letters(tokens, at))
        ):
            yield Claim(token.start, token.end, "place", "place_preposition", 22)


def unknown_stem(folded: str) -> bool:
    """korvelterveen, not hoogveen or spijkerbroek"""
    stem = next((folded.removesuffix(end) for end in TOWNISH_SMALL if folded.endswith(end)), folded)
    return (
        len(stem) > 3
        and not ordinary(stem)
        and folded not in {"zwembroek", "spijkerbroek", "onderbroek", "sportbroek", "trainingsbroek"}
    )


def place_before(tokens: list[Token], at: int) -> bool:
    return bool(at) and tokens[at - 1].folded in {
        "in",
        "uit",
        "naar",
        "te",
        "vanuit",
        "richting",
        "van",
        "bij",
        "en",
        "of",
        "station",
        "rond",
        "buiten",
        "door",
        "heel",
        "op",
        "eerst",
        "vroeger",
        "daarna",
        "toen",
    }


DWELLING_SMALL = listed("woon woont wonen woonde opgegroeid verhuisd geboren station")


def place_in_small_letters(tokens: list[Token], at: int) -> bool:
    """ "ik woon in zonneveld": behind a word of dwelling any word that is no Dutch, elsewhere not a compound either."""
    token, before = tokens[at], tokens[at - 1]
    straight = before.folded in {"in", "uit", "naar", "te", "station"}
    article = before.folded in {"de", "het", "t"} and at > 1 and tokens[at - 2].folded in {"in", "uit"}
    if not (straight or article) or token.folded in NOBODY or not token.is_word:
        return False
    dwelling = any(earlier.folded in DWELLING_SMALL for earlier in tokens[max(0, at - 8) : at])
    if dwelling:
        return not is_word(token.folded)
    return straight and before.folded != "te" and not ordinary(token.folded) and not verbish(token.folded)


def quarter_in_small_letters(tokens: list[Token], at: int) -> bool:
    """ "hier in de zwanenhoek": a compound that ends as neighbourhoods do, behind in, uit or naar."""
    token = tokens[at]
    place = at - 1
    if tokens[place].folded in {"de", "het", "'t", "t"} and place:
        place -= 1
    return (
        tokens[place].folded in {"in", "uit", "naar", "door", "heel"}
        and token.folded.endswith(QUARTER_ENDS)
        and token.folded not in WORDS | NO_QUARTERS
        and len(token.folded) > 7
        and "-" not in token.folded
    )


SCHOOLING = listed("zit zat zitten begint begon leerling les juf meester")


def body_in_small_letters(tokens: list[Token], at: int) -> str:
    """ "ik ging altijd naar de ayasofya aan de singelweg", "begint op de regenboogvis na de vakantie"."""
    token = tokens[at]
    if (
        at < 2
        or tokens[at - 1].folded not in {"de", "het", "t"}
        or len(token.folded) < 5
        or "-" in token.folded
    ):
        return ""
    if is_word(token.folded) or verbish(token.folded) or token.folded in NOBODY | RELATIONS | TITLES:
        return ""
    before = tokens[at - 2].folded
    if before == "op":
        near = {word.folded for word in [*tokens[max(0, at - 9) : at - 2], *tokens[at + 1 : at + 7]]}
        return "school" if near & AT_SCHOOL and near & SCHOOLING else ""
    behind = tokens[at + 1].folded if at + 1 < len(tokens) and joined(tokens[at + 1]) else ""
    there = before in {"naar", "bij"} and behind in {"aan", "op", "in", "achter", "naast"}
    return "organisation" if there and not ordinary(token.folded) else ""


def surname_end(tokens: list[Token], at: int) -> int:
    """ "sanne van der beek" in small letters."""
    look = at + 1
    small = 0
    while (
        look < len(tokens)
        and joined(tokens[look])
        and tokens[look].folded in {"van", "de", "der", "den", "ter", "el"}
        and small < 2
    ):
        look, small = look + 1, small + 1
    if look >= len(tokens) or not joined(tokens[look]) or not tokens[look].is_word:
        return at
    behind = tokens[look].folded
    fits = (
        surname_like(behind)
        if small == 0
        else behind not in SMALL_WORDS and behind not in PLACES and not ordinary(behind)
    )
    return look if fits and not ordinary(behind) else at


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from in_lower_case(tokens)
