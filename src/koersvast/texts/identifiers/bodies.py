"""Organisations, clubs, churches, shops and schools: by the word that says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lists import in_order, listed
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, WORDS, is_word, ordinary, participle
from .lists.first_names import ALSO_WORDS, FIRST_NAMES
from .lists.known_to_all import NOBODY
from .model import Claim
from .tokens import Token, joined

# the word before the name
ORGANISATION_CUES = frozenset(
    """
    stichting vereniging club voetbalclub sportclub voetbalvereniging sportvereniging hockeyclub tennisclub
    turnvereniging gymvereniging korfbalvereniging handbalvereniging zwemvereniging roeivereniging
    schaatsvereniging volleybalvereniging atletiekvereniging badmintonclub judoclub judoschool boksschool
    dansschool sportschool muziekschool manege scouting buurthuis wijkcentrum wijkgebouw dorpshuis
    jongerencentrum buurtcentrum jeugdhonk jongerenhuis cafe eetcafe bruincafe grandcafe kroeg bar
    restaurant pizzeria snackbar cafetaria lunchroom hotel bakkerij slagerij kapsalon winkel supermarkt
    bloemist tuincentrum bouwmarkt bouwbedrijf aannemer schildersbedrijf installatiebedrijf garage
    autobedrijf rijschool drukkerij uitgeverij boekhandel boekwinkel apotheek huisartsenpraktijk
    tandartspraktijk praktijk zorggroep thuiszorg verzorgingshuis verpleeghuis zorgcentrum woonzorgcentrum
    hospice ziekenhuis kliniek woongroep woningcorporatie woningbouwvereniging woningstichting corporatie
    kerk kapel moskee synagoge tempel parochie gemeenschap kerkgemeente koor zanggroep zangkoor
    zangvereniging orkest fanfare harmonie toneelgroep toneelvereniging theater filmhuis bioscoop museum
    galerie bibliotheek sporthal sportpark sporthuis gymzaal zwembad ijsbaan speeltuin jeugdsoos soos
    sociëteit societeit taalhuis inloophuis buurtkamer wijkteam huiskamer platform netwerk collectief
    zelforganisatie werkgroep studentenvereniging carnavalsvereniging camping jachthaven volkstuin
    volkstuinvereniging ontmoetingscentrum dagbesteding zorgboerderij kinderdagverblijf kinderopvang bso
    peuterspeelzaal bedrijf fabriek firma uitzendbureau advocatenkantoor krant weekblad omroep discotheek
    nachtclub partycentrum bowling sauna bruin opvang noodopvang crisisopvang kringloop kringloopwinkel moestuin
    weggeefwinkel voedselbank buurthub wijkrestaurant buurtrestaurant dorpscafe inloop
    """.replace("sociëteit ", "").split()
)
ABBREVIATED = listed(
    """
    vv vc sc fc rkvv sv hc tc bc kv avv rksv vvv gvv cvv usv mhc ltc rkc asv ssv voc kc wsv wtc zvv kbo
    pcob bv ts cv
    """
)
SCHOOL_CUES = listed(
    """
    basisschool school middelbare lagere scholengemeenschap scholengroep obs cbs rkbs pcbs sbo vso ikc
    kindcentrum praktijkschool vakschool vrijeschool mavo gymnasium lyceum college roc mboschool
    brugklas
    """
)
SCHOOL_WORDS = listed(
    """
    college lyceum gymnasium mavo vmbo school scholengemeenschap praktijkcollege vakcollege academie
    vakschool hogeschool kindcentrum
    """
)
SCHOOL_ENDS = in_order(
    """
    school college lyceum gymnasium mavo scholengemeenschap kindcentrum
    """
)
ORGANISATION_WORDS = listed(
    """
    boys girls moskee kerk kapel moskeevereniging collectief centrum club vereniging stichting groep
    koor zorg wonen welzijn dojo gemeente theater hotel bar cafe kantine
    """
)
ORGANISATION_ENDS = in_order(
    """
    moskee kerk kapel ziekenhuis kathedraal synagoge tempel vereniging stichting zanggroep zorggroep
    koor buurthuis wijkcentrum theater apotheek garage bakkerij slagerij fonds centrum sporthal zwembad
    clubhuis parochie klooster hospice manege museum hotel cafe fabriek
    """
)
CUE_ENDS = in_order(
    """
    groep vereniging club centrum huis koor kerk winkel bedrijf praktijk moskee stichting hal park
    festival
    """
)
# what stands before a body without an article, so that its name follows: "bij café de kroon"
BEFORE_BODY = listed(
    """
    in bij naar van op uit voor langs tegenover achter naast met tegen zaal
    """
)
CLUB_OF_YEAR = re.compile(r"\b[A-Z]{2,6} ['’]\d\d(?!\w)")
ARTICLES = frozenset(["de", "het", "'t", "t", "een", "den"])
LINKS = listed(
    """
    van de der den het 't t aan op in en ter ten te voor
    """
)


def name_from(tokens: list[Token], at: int) -> int:
    """Index of the last word of the name that starts at `at`: capitals, with small words in between. -1: none."""
    if at >= len(tokens) or not (tokens[at].capital or tokens[at].text[:1].isdigit()):
        return -1
    last, look = at, at + 1
    while look < len(tokens) and look - last <= 3 and joined(tokens[look]):
        if tokens[look].capital:
            last = look
        elif tokens[look].folded not in LINKS - {"en", "in", "voor"}:
            break
        look += 1
    return last


def follows(token: Token) -> bool:
    """The name may stand in quotes: stichting "De Brug"."""
    return token.before.strip(" \u00a0\"“”'‘’„«(") == "" and "\n" not in token.before


def lower_name(tokens: list[Token], at: int, sure: bool) -> int:
    """The name in lower-case speech: "vv zonneveld", "café de kroon"."""
    place = at + 1 if at < len(tokens) and tokens[at].folded in ARTICLES - {"een"} else at
    if place >= len(tokens) or not (at == place or follows(tokens[place])):
        return -1
    token = tokens[place]
    return (
        place
        if follows(token)
        and token.is_word
        and not (is_word if sure else ordinary)(token.folded)
        and not participle(token.folded)
        and len(token.folded) > 2
        else -1
    )


def cued(tokens: list[Token], at: int) -> Iterator[Claim]:
    token = tokens[at]
    if at + 1 >= len(tokens) or not follows(tokens[at + 1]):
        return
    short = token.folded in ABBREVIATED and (token.caps or token.text.islower())
    school = token.folded in SCHOOL_CUES
    body = token.folded in ORGANISATION_CUES or (token.folded.endswith(CUE_ENDS) and token.text.islower())
    if not (short or school or body):
        return
    behind = tokens[at + 1]
    if behind.text[:1].isdigit() and token.folded in {"groep", "lijn", "club", "hal"}:
        return
    if (
        token.folded in {"school", "middelbare", "club", "groep", "huis"}
        and behind.core in FIRST_NAMES | ALSO_WORDS
    ):
        return  # "ik heet op school Mees"
    last = name_from(tokens, at + 1)
    if last > 0 and behind.folded in NOBODY and last == at + 1:
        return
    if (
        last < 0
        and behind.folded in ARTICLES
        and at + 2 < len(tokens)
        and joined(tokens[at + 2])
        and not school
    ):
        last = name_from(tokens, at + 2)
    if (
        last < 0
        and tokens[at].text.islower()
        and (short or token.folded in ORGANISATION_CUES | {"basisschool", "obs", "cbs"})
    ):
        last = lower_name(tokens, at + 1, short)
        if last > 0:
            yield Claim(token.start, tokens[last].end, "school" if school else "organisation", "body_cue", 36)
        return
    if last > 0:
        yield Claim(
            token.start,
            tokens[last].end,
            "school" if school else "organisation",
            "body_cue",
            66 if school else 64,
        )


def ended(tokens: list[Token], at: int) -> Iterator[Claim]:
    """ "Dijkstra College", "het Lyceum aan de Vaart", "de Nieuwe Kerk", "Odulfusziekenhuis"."""
    token = tokens[at]
    if not token.capital or token.folded in NOBODY:
        return
    school = token.folded in SCHOOL_WORDS or (token.folded.endswith(SCHOOL_ENDS) and len(token.folded) > 8)
    body = token.folded in ORGANISATION_WORDS or (
        token.folded.endswith(ORGANISATION_ENDS) and len(token.folded) > 6
    )
    if not (school or body):
        return
    first = at
    while (
        first > 0
        and joined(tokens[first])
        and (tokens[first - 1].capital and not bare_start(tokens[first - 1]))
    ):
        first -= 1
    last = name_from(tokens, at)
    alone = first == at == last
    if alone and token.initial and (ordinary(token.folded) or not school):
        return
    if alone and not school and is_word(token.folded):
        return
    if school and alone and token.folded in {"school", "academie", "vmbo", "mavo"}:
        return
    kind = "school" if school else "organisation"
    yield Claim(tokens[first].start, tokens[max(last, at)].end, kind, "body_word", 65 if school else 46)


def bare_start(token: Token) -> bool:
    """A capital that is only there because the sentence starts."""
    return token.initial and ordinary(token.folded)


def schools_in_small_letters(tokens: list[Token]) -> Iterator[Claim]:
    """ "op het dijkstracollege": what stands before the end is no Dutch word."""
    for token in tokens:
        if token.capital or token.folded in ORGANISATION_CUES | SCHOOL_CUES:
            continue
        for end in SCHOOL_ENDS:
            stem = token.folded.removesuffix(end)
            if (
                stem != token.folded
                and len(stem) > 3
                and not ordinary(stem)
                and stem.removesuffix("s") not in WORDS
            ):
                yield Claim(token.start, token.end, "school", "body_word", 37)
                break


def after_article(tokens: list[Token], at: int) -> Iterator[Claim]:
    """ "in zalencentrum de kroon": the word for what it is has no article of its own, so de belongs to the name."""
    token = tokens[at]
    body = token.folded in ORGANISATION_CUES or (token.folded.endswith(CUE_ENDS) and len(token.folded) > 7)
    if not body or token.capital or not at or tokens[at - 1].folded not in BEFORE_BODY:
        return
    if (
        at + 2 >= len(tokens)
        or tokens[at + 1].folded not in ARTICLES - {"een"}
        or not follows(tokens[at + 1])
    ):
        return
    last = at + 2
    if not follows(tokens[last]) or tokens[last].folded in SMALL_WORDS:
        return
    adjective = tokens[last].folded.endswith("e") and last + 1 < len(tokens) and joined(tokens[last + 1])
    if adjective and tokens[last + 1].folded not in SMALL_WORDS | VERBS_OF_ONE:
        last += 1
    yield Claim(token.start, tokens[last].end, "organisation", "body_cue", 35)


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for match in CLUB_OF_YEAR.finditer(text):
        yield Claim(*match.span(), "organisation", "shape", 47)
    for at in range(len(tokens)):
        yield from cued(tokens, at)
        yield from ended(tokens, at)
        yield from after_article(tokens, at)
    yield from schools_in_small_letters(tokens)
