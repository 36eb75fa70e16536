"""Jobs and details that point at one person. Judgement: the recogniser only asks to look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lists import in_order, listed
from .lists.common_words import SMALL_WORDS
from .model import Claim
from .tokens import Token, joined

JOBS = frozenset(
    """
    accountant acteur actrice advocaat akkerbouwer ambtenaar anesthesist antiquair apotheker archeoloog
    archivaris architect bakker barman barvrouw bioloog bloemist boa boekhouder boer boerin bode
    bosbeheerder boswachter brandweerman brandweervrouw bruggenbouwer brugwachter buschauffeur cameraman
    cellist chauffeur chirurg choreograaf concierge conducteur conductrice conservator controller dakdekker
    danser danseres decaan deurwaarder dirigent diaken dierenarts dijkgraaf directeur directrice dj dominee
    drukker drummer econoom eigenaar eigenares elektricien fietsenmaker fotograaf fractievoorzitter
    fysiotherapeut gids gitarist glazenwasser goudsmid griffier grimeur groenteman gynaecoloog havenmeester
    hoofdagent hoofdredacteur hoogleraar hovenier hulpbisschop imam imker ingenieur intensivist internist
    journalist journaliste juwelier kaasmaker kapelaan kapitein kapper kapster kastelein keurslager
    klokkenluider kok koster kraanmachinist kraamverzorgster kunstenaar kunstschilder landmeter
    leerplichtambtenaar lijnrechter loods loodgieter loods luchtverkeersleider machinist makelaar marinier
    marktkoopman matroos metselaar militair molenaar monteur muezzin neuroloog notaris officier oncoloog
    onderwijsassistent opticien organist orgelbouwer ouderling pastoor pianist piloot planner politieman
    politievrouw postbode poelier predikant priester pianostemmer raadslid rabbijn rechercheur rechter
    rector redacteur reddingswerker restaurateur rijinstructeur schaapherder schilder schipper schoenmaker
    schoonmaker schoonmaakster schrijver schrijfster slager smid stadsbeiaardier stadsdichter sluiswachter
    stewardess steward stratenmaker stuurman sluiswachteres taxichauffeur tandarts tandartsassistente
    tatoeëerder timmerman tolk treinmachinist trambestuurder tuinman uitvaartleider verloskundige violist
    visboer visser vuilnisman vrachtwagenchauffeur wethouder wijkverpleegkundige winkelier zanger zangeres
    zeeman zeefdrukker zilversmid zwemleraar ambulancebroeder
    """.replace("ë", "e").split()
)
COMMON_JOBS = listed(
    """
    docent docente leraar lerares leerkracht verpleegkundige verpleger trainer agent arts huisarts
    psycholoog coach secretaris penningmeester voorzitter teamleider maatje jongerenwerker verzorgende
    keeper aanvoerder spits scheidsrechter beheerder coordinator manager vertrouwenspersoon stagiair
    stagiaire
    """
)
JOB_ENDS = in_order(
    """
    arts smid ambtenaar assistent assistente wachter chauffeur monteur therapeut meester machinist instructeur
    loog kundige bouwer maker
    """
)
NOT_JOBS = listed(
    """
    burgemeester meester dialoog catalogus deskundige ervaringsdeskundige lawaaimaker analoog huisarts
    bemonsteraar kwartiermaker verpleegkundige dagloog psycholoog
    """
)
SELF = listed(
    """
    ben was is als werk werkt werkte werd word geworden van-beroep beroep
    """
)
PLACE_OF_WORK = frozenset(["van", "bij", "op", "in", "aan", "voor"])

COMMON_FIRSTS = (
    "keer|dag|week|maand|weken|jaren|jaar|stap|plaats|vraag|zin|indruk|instantie|wat|die|dat|manier|reden|ding|dingen|kennismaking|"
    "gesprek|les|helft|uur|avond|ochtend|middag|nacht|tijd|optie|paar|reactie|gedachte|advies|indrukken|keuze|ronde|hulp|twee|drie|contact|periode|"
    "weekend|zomer|winter|seizoen|punt|twijfel|schrik|moment|voorwaarde|oplossing|mogelijkheid|uitzondering|plek|zijn|ik|we|ze|hij|is|en|of|een"
)
UNIQUE = re.compile(
    rf"\b(?:de|het|onze|hun) (?:enige(?! (?:die|dat|wat|manier|reden|keer|plek|plaats|optie|oplossing|vraag|moment|ding|voorwaarde)\b)|(?:allereerste|eerste|laatste|oudste)(?! (?:{COMMON_FIRSTS})\b)) [^\W\d_][\w'’-]{{2,30}}"
    r"(?: (?:van|in|op|bij|uit|met|hier)(?: (?:de|het|een|onze|mijn|dit|deze|hele))? [\w'’-]{2,30})?",
    re.I,
)
THE_ONLY_ONE = re.compile(
    r"\b(?:ik ben|hij is|zij is|ze is|is|was|als|ik was|ik,) (de enige(?: (?:van|in|op|bij|uit|met)(?: [\w'’-]{1,30}){1,3})?)",
    re.I,
)
FEW = re.compile(
    r"\b(?:(?:we|ze|er|zij) (?:hebben|zijn|zitten|werken|wonen|lopen|is|zit|woont|werkt|loopt|heb)(?: er| hier| daar){0,2} maar (?:een|één|1|twee|2|drie|3)"
    r"|er (?:is|zit|woont|werkt|loopt|zijn|zitten|wonen) (?:er |hier |daar ){0,2}maar (?:een|één|1|twee|2|drie|3)"
    r"|er zijn (?:er )?(?:maar )?(?:niet zoveel|niet veel|weinig)"
    r"|met (?:z'n|zijn|ons|hun) (?:tweeën|drieën|vieren|vijven)"
    r"|zoveel [^\W\d_]{3,30} (?:zijn|werken|wonen|zitten|lopen) (?:er|hier|daar) niet)(?!\w)",
    re.I,
)
TOGETHER = re.compile(
    r"\b(?:\d{1,2}|[^\W\d_]{3,20}) jaar (?:samen|getrouwd|bij elkaar|een stel|verkering|weduwe|weduwnaar)\b",
    re.I,
)
IN_THE_NEWS = re.compile(
    r"\b(?:stond|stonden|kwam|haalde|gestaan)(?: [\w'’-]{1,20}){0,4} in (?:de|het) (?:krant|nieuws|weekblad|journaal)\b",
    re.I,
)


# who somebody belongs to, when there is only one of those
ONE_HERE = (
    "burgemeester|wethouder|dominee|predikant|pastoor|pastor|imam|pandit|rabbijn|huisarts|dokter|tandarts|notaris|directeur|"
    "directrice|rector|conrector|voorzitter|voorganger|ouderling|koster|wijkagent|bakker|slager|kapper|eigenaar|baas|trainer|trainster"
)
RELATED_TO = re.compile(
    r"\b(?:zoon|dochter|kind|vrouw|man|broer|zus|zusje|broertje|moeder|vader|neef|nicht|weduwe|weduwnaar|kleinzoon|kleindochter|ex)"
    rf" van (?:de|onze|hun|een) (?:{ONE_HERE})\b",
    re.I,
)
FIRST_HERE = re.compile(
    r"\b(?:als|de|het) (?:eerste|enige) (?:in|van|op|bij) (?:de|het|dit|deze|heel|onze)? ?"
    r"(?:gemeente|stad|dorp|wijk|buurt|straat|school|flat|provincie|land|regio|club|team|klas|fabriek|werk|kerk|moskee)\b",
    re.I,
)
KNOWN_TO_MANY = re.compile(
    r"\b(?:(?:dat |het )?weet(?:en)? (?:heel (?:het |de )?[^\W\d_]{3,20})|iedereen (?:hier |daar |in [\w'’-]{2,20} )?(?:kent|kende|herkent|herkende)"
    r"|dat weten ze (?:daar|hier)(?: nog)?(?: wel| precies| allemaal)?"
    r"|je (?:ziet|herkent) (?:haar|hem|me|mij|ze|hen|diens?) (?:overal|meteen|zo|altijd|van ver)"
    r"|(?:heel het|de hele|heel de) (?:dorp|stad|wijk|buurt|straat|school|flat|kerk|club) (?:weet|wist|kent|kende|praat|praatte|sprak)"
    r"|(?:filmpje|foto|video|bericht)(?: [\w'’-]{1,15}){0,3} (?:ging|gaat|rond ?ging|rond ?gegaan|viral|staat nog)(?: (?:viral|rond|op [\w]{2,12}))?)(?!\w)",
    re.I,
)
HEADLINE = re.compile(
    r"\b(?:kop|krantenkop|krant|weekblad|kopte|kopten|artikel|bericht|advertentie|kaart|bord|spandoek|leus|muur|briefje|graffiti)(?: [\w'’-]{1,20}){0,3}:? ?([\"“„][^\"“”„\n]{8,90}[\"”])",
    re.I,
)


def job_end(tokens: list[Token], at: int) -> int:
    """Index of the last word of "brugwachter op de Veense Vaart"."""
    look = at + 1
    if look >= len(tokens) or tokens[look].folded not in PLACE_OF_WORK or not joined(tokens[look]):
        return at
    last = look + 1
    if (
        last < len(tokens)
        and joined(tokens[last])
        and tokens[last].folded in {"de", "het", "een", "'t", "den"}
    ):
        last += 1
    if last >= len(tokens) or not joined(tokens[last]) or tokens[last].folded in SMALL_WORDS:
        return at
    while (
        last + 1 < len(tokens)
        and tokens[last].capital
        and tokens[last + 1].capital
        and joined(tokens[last + 1])
    ):
        last += 1
    return last


DOER_ENDS = in_order(
    """
    ser ker der ler per ter ger ner mer ver aar ist iste eur euse ente ster man vrouw
    """
)
NO_TRADES = listed(
    """
    later eerder verder ouder jonger ander zeker lekker lid donateur fan partner lover minder beter liever
    langer vader moeder kanker tiener puber dertiger veertiger vijftiger zestiger zeventiger tachtiger feminist
    activist toerist winnaar inwoner bewoner kleiner groter slechter rustiger buurman buurvrouw vriendin bekender
    """
)


def trade(tokens: list[Token], at: int) -> bool:
    """ "ik was lasser op de werf", ", trombonist bij de kapel": no article before it, and where it is done behind it."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if before is None or token.capital or token.folded in NO_TRADES | SMALL_WORDS:
        return False
    if not token.folded.endswith(DOER_ENDS) or len(token.folded) < 6 or job_end(tokens, at) == at:
        return False
    said = before.folded in SELF | {"ik", "hij", "zij", "ze"} and token.before == " "
    own = any(earlier.folded in SELF for earlier in tokens[max(0, at - 2) : at])
    behind_name = token.before == ", " and before.capital
    return (said and own) or behind_name


def said_before(tokens: list[Token], at: int) -> set[str]:
    """The three words before it, of the same sentence."""
    before: set[str] = set()
    for earlier in range(at - 1, max(-1, at - 4), -1):
        if "\n" in tokens[earlier].before:
            break
        before.add(tokens[earlier].folded)
        if tokens[earlier].initial:
            break
    return before


def jobs(tokens: list[Token]) -> Iterator[Claim]:
    for at, token in enumerate(tokens):
        folded = token.folded
        rare = folded in JOBS or (folded.endswith(JOB_ENDS) and folded not in NOT_JOBS and len(folded) > 6)
        if not rare and folded not in COMMON_JOBS:
            if trade(tokens, at):
                yield Claim(token.start, tokens[job_end(tokens, at)].end, "job", "job", 17, direct=False)
            continue
        before = said_before(tokens, at)
        article = (
            at > 0
            and tokens[at - 1].folded in {"de", "het", "een", "die", "dat"}
            and "ben" not in before
            and "als" not in before
        )
        own = (
            not article
            and bool(before & SELF)
            and "niet" not in before
            and not (before & {"geen", "goeie", "goede"})
        )
        if own:
            yield Claim(
                token.start, tokens[job_end(tokens, at)].end, "job", "job", 20 if rare else 18, direct=False
            )
            yield Claim(token.start, token.end, "job", "job", 16, direct=False)
        elif rare and job_end(tokens, at) > at and tokens[job_end(tokens, at)].capital:
            yield Claim(token.start, tokens[job_end(tokens, at)].end, "job", "job", 19, direct=False)


def details(text: str) -> Iterator[Claim]:
    for pattern in (UNIQUE, FEW, TOGETHER, IN_THE_NEWS, RELATED_TO, FIRST_HERE, KNOWN_TO_MANY):
        for match in pattern.finditer(text):
            yield Claim(*match.span(), "other", "unique", 12, direct=False)
    for match in HEADLINE.finditer(text):
        yield Claim(*match.span(1), "other", "unique", 14, direct=False)
    for match in THE_ONLY_ONE.finditer(text):
        yield Claim(*match.span(1), "other", "unique", 13, direct=False)


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from jobs(tokens)
    yield from details(text)
