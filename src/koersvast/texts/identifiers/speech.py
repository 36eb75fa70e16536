"""Names where capitals do not help: lower-case chat and notes, labels before a line, and names said once and meant again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .capitals import CALLED, TITLES, follows_on, genitive, half_of_double, nobody, surname_like
from .lists import in_order, listed
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, WORDS, is_word, ordinary
from .lists.first_names import ALSO_WORDS, FIRST_NAMES
from .lists.geography import NATIVE, PLACES
from .lists.known_to_all import NOBODY
from .model import Claim
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
    schoonmoeder peetoom peettante halfbroer halfzus vriendje kameraad maat wijkverpleegkundige tolk advocaat
    """.replace("conciërge ", "").split()
)
PAST = ("ge", "be", "ver", "ont", "her")
APART = re.compile(
    r"(?:op|uit|af|aan|toe|mee|in|over|door|om|na|bij|weg|terug|voor|samen|vast|neer|rond|tegen|kwijt|los|klaar|thuis)"
    r"ge[a-z]{2,}(?:d|t|n)"
)
VERBISH = in_order(
    """
    de te t en end ig lijk ing heid jes tje
    """
)


LABEL = re.compile(
    r"^[ \t\[(<]{0,4}(?:[\d:.,/ \t-]{3,24}(?:[ap]m)?[\]) -]{0,4})?(?:<?v )?~?(?:[^\w\s:|\[\]()<>-]{1,3} ?)?([^\W\d_][^\s:>]{0,30})(?= ?[:>])",
    re.M,
)


def starts_of_lines(tokens: list[Token], text: str) -> Iterator[int]:
    """Who speaks, at the start of a line; a time may stand before it: "[14:03] ruud: ja"."""
    starts = {token.start: at for at, token in enumerate(tokens)}
    for match in LABEL.finditer(text):
        if match.start(1) in starts:
            yield starts[match.start(1)]


def labels(tokens: list[Token], text: str) -> Iterator[Claim]:
    """ "Henk: ik vind ...": who speaks. V:, D:, Vraag: are nobody."""
    places = list(starts_of_lines(tokens, text))
    often = Counter(tokens[at].folded for at in places)
    for at in places:
        token = tokens[at]
        word = ordinary(token.folded) or nobody(token)
        listed = token.core in FIRST_NAMES or half_of_double(token.core)
        if (
            listed
            or (token.core in ALSO_WORDS and (often[token.folded] > 1 or not word))
            or (often[token.folded] > 1 and not word)
        ):
            yield Claim(token.start, token.end, "person", "label", 48)


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
    } or before.folded in {"heet", "heette", "genaamd", "geheten"}
    called_me = before.folded in {"me", "mij", "hem", "haar"} and at > 1 and tokens[at - 2].folded in CALLED
    if strong or called_me:
        return token.folded not in WORDS
    related = before.folded in RELATIONS or before.folded in TITLES
    if related and token.folded in ALSO_WORDS:
        return token.folded not in WORDS
    if not related or ordinary(token.folded) or len(token.folded) < 3 or token.folded in NOBODY:
        return False
    owned = at > 1 and tokens[at - 2].folded in POSSESSIVES
    return not verbish(token.folded) or (owned and not token.folded.endswith(("de", "te", "den", "ten")))


def verbish(folded: str) -> bool:
    past = folded.startswith(PAST) and folded.endswith(("d", "t", "n"))
    return folded.endswith(VERBISH) or past or APART.fullmatch(folded) is not None


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
        or token.folded in RELATIONS | TITLES
    ):
        return False
    if token.core in ALSO_WORDS:
        behind = tokens[at + 1].folded if at + 1 < len(tokens) and joined(tokens[at + 1]) else ""
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


def in_lower_case(tokens: list[Token]) -> Iterator[Claim]:
    small = small_lines(tokens)
    for at, token in enumerate(tokens):
        if token.capital or not token.is_word:
            continue
        listed = (
            token.core in FIRST_NAMES or ("-" in token.core and half_of_double(token.core))
        ) and not ordinary(token.folded)
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
    ends_there = at + 1 == len(tokens) or not joined(tokens[at + 1])
    if not (straight or article) or token.folded in NOBODY or not token.is_word:
        return False
    dwelling = any(earlier.folded in DWELLING_SMALL for earlier in tokens[max(0, at - 8) : at])
    if dwelling:
        return not is_word(token.folded)
    return (
        (straight or (article and ends_there and "-" not in token.folded))
        and before.folded != "te"
        and not ordinary(token.folded)
        and not verbish(token.folded)
    )


def quarter_in_small_letters(tokens: list[Token], at: int) -> bool:
    """ "hier in de zwanenhoek": a compound that ends as neighbourhoods do, behind in, uit or naar."""
    token = tokens[at]
    place = at - 1
    if tokens[place].folded in {"de", "het", "'t", "t"} and place:
        place -= 1
    return (
        tokens[place].folded in {"in", "uit", "naar", "door"}
        and token.folded.endswith(QUARTER_ENDS)
        and token.folded not in WORDS | NO_QUARTERS
        and len(token.folded) > 7
        and "-" not in token.folded
    )


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


def said_again(tokens: list[Token], claims: list[Claim], text: str) -> Iterator[Claim]:
    """Every other place where a name that was found stands: at the start of a sentence, in small letters, with an s."""
    kinds: dict[str, Claim] = {}
    starts = {token.start: at for at, token in enumerate(tokens)}
    for claim in sorted(claims, key=lambda claim: claim.certain):
        if claim.kind not in {"person", "place", "organisation", "school"} or claim.certain < 28:
            continue
        at = starts.get(claim.start)
        while at is not None and at < len(tokens) and tokens[at].start < claim.end:
            token = tokens[at]
            if worth_following(token, claim):
                kinds[token.core] = claim
            at += 1
    people = [core for core, claim in kinds.items() if claim.kind == "person" and len(core) > 5]
    for at, token in enumerate(tokens):
        known = kinds.get(token.core) or (kinds.get(genitive(token.core)) if len(token.core) > 4 else None)
        if known is None and token.is_word and (name := shorter(token, people) or pet_name(token, kinds)):
            known = kinds[name]
        if known is not None and known.kind == "person" and cued_word(tokens, at, known):
            yield Claim(token.start, token.end, "person", "again", 30)
            continue
        if known is None or (token.initial and is_word(token.folded) and token.core not in FIRST_NAMES):
            continue
        if (
            token.capital
            or (not ordinary(token.folded) and token.core not in ALSO_WORDS)
            or (token.core in FIRST_NAMES)
        ):
            if token.capital and token.initial and token.core in SMALL_WORDS:
                continue
            yield Claim(token.start, token.end, known.kind, "again", min(known.certain, 35) - 2)


def shorter(token: Token, people: list[str]) -> str:
    """Chay for Chayenne, when chay is no word."""
    if not len(token.core) >= 4 or ordinary(token.folded) or verbish(token.folded):
        return ""
    return next(
        (core for core in people if core.startswith(token.core) and len(core) - len(token.core) > 1), ""
    )


def pet_name(token: Token, kinds: dict[str, Claim]) -> str:
    """Vosje for who is called Vos at the start of lines."""
    for end in ("je", "tje", "ke"):
        known = kinds.get(token.core.removesuffix(end)) if token.core.endswith(end) else None
        if known is not None and known.kind == "person" and (known.why == "label" or token.capital):
            return token.core.removesuffix(end)
    return ""


def cued_word(tokens: list[Token], at: int, known: Claim) -> bool:
    """A name that is a word too, said with a title before: "tas is echt zo'n man", at the start of a sentence."""
    token = tokens[at]
    opens = token.initial and at + 1 < len(tokens) and joined(tokens[at + 1])
    verb = opens and tokens[at + 1].folded in VERBS_OF_ONE and token.core not in SMALL_WORDS
    return known.certain > 38 and (verb or (known.why == "label" and token.core.endswith(("je", "ke"))))


def worth_following(token: Token, claim: Claim) -> bool:
    if not token.is_word or (len(token.core) < 3 and claim.kind != "person"):
        return False
    if len(token.core) < 2 or nobody(token) or token.core in TITLES or token.core in SMALL_WORDS - ALSO_WORDS:
        return False
    if claim.kind == "person":
        return token.capital or token.core in FIRST_NAMES or claim.certain > 38
    return token.capital and not ordinary(token.folded) and len(token.core) > 3


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from labels(tokens, text)
    yield from in_lower_case(tokens)
