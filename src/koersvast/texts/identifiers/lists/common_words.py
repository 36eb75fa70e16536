"""Ordinary Dutch words. A capital at the start of a sentence says nothing when the word stands here.

Lower case, no accents. Compounds need not be here: `ordinary` looks at the end of a long word too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from . import in_order, listed

FUNCTION_WORDS = """
aan aangezien aanwezig achter achteraf af al aldus alhoewel alle allebei alleen allemaal allen allerlei
alles allicht als alsnog alsof alsook altijd altans ander andere anderen anders anderzijds bah behalve beide
beiden ben beneden bent bij bijna bijvoorbeeld binnen binnenkort blijkbaar boven bovendien bovenop buiten
circa daar daaraan daarbij daarbuiten daardoor daarheen daarin daarmee daarna daarnaast daarom daaronder
daarop daarover daartegen daartussen daaruit daarvan daarvandaan daarvoor dan dat de deels den der des deze
dezelfde die dien diens dikwijls dit ditmaal doch doet door doordat dus echt echter een eens eentje eer
eerder eerlijk eerst eerste eigen eigenlijk elders elk elke elkaar en enerzijds enige enkel enkele er eraan
erachter erbij erboven erdoor ergens erheen erin ermee erna ernaar ernaast erom eronder erop erover ertegen
ertoe ertussen eruit ervan ervoor et etc even eveneens evenmin evenveel geen geenszins genoeg gauw geleden
gewoon graag haar haast hallo hare heb hebt heel heen hele helaas helemaal hem hen het hetgeen hetzelfde
hetzij hi hier hieraan hierbij hierdoor hiermee hierna hierom hieronder hierop hierover hieruit hiervan
hiervoor hij hoe hoelang hoera hoeveel hoewel hoezo hoi hoor hun hunne ie ieder iedere iedereen iemand iets
ik immers in inclusief inderdaad ineens ingeval inmiddels integendeel intussen is ja jammer jawel je jij jou
jouw jullie kan klopt kortom kwaad laatst laatste langs lang langer later liefst liever links maar mag m'n
me medio mee meer meerdere meest meestal men met mezelf mij mijn mijne mijzelf min minder minst minstens
misschien mits na naar naast nadat nadien namelijk natuurlijk nee neen nergens net niemand niet niets niks
nimmer noch nochtans nog nogal nogmaals nooit nou nu o och of ofschoon oftewel ofwel oh oja oke ok om omdat
omhoog omlaag omstreeks ondanks onder ondertussen ongeacht ongeveer onlangs ons onszelf onze ooit ook op
opdat opeens opnieuw over overal overdag overigens per pas plots plotseling precies pro qua rechts rond
rondom samen sinds sindsdien slechts sommige sommigen soms soort sowieso steeds straks tal te tegelijk tegen
tegenover tegenwoordig ten tenminste tenslotte tenzij ter terecht terug terwijl tevens tevoren thans thuis
tijdens toch toen toe toentertijd tot totdat totaal trouwens tsja tja tussen twee tweede tenzij uit
uiteraard uiteindelijk uitgezonderd uw vaak van vanaf vanavond vandaag vandaan vandaar vanmiddag vanmorgen
vanochtend vanuit vanwaar vanwege vanzelf veel vele velen verder vermoedelijk verscheidene verschillende via
vlak vlakbij vlug vol volgend volgende volgens voor vooraan vooraf vooral voorbij voordat voorheen voorlopig
voort voorts vooruit voorzover vorig vorige vrij vrijwel vroeg vroeger waar waaraan waarbij waardoor
waarheen waarin waarmee waarna waarom waaronder waarop waarover waarschijnlijk waaruit waarvan waarvandaan
waarvoor wanneer want waren wat wederom weer weg wegens weinig wel weldra weleens welk welke wellicht
werkelijk wie wiens wij wijl word wordt worden z'n zeer zeker zelden zelf zelfs zich zichzelf zij zijn zijne
zo zoals zodanig zodat zodra zogenaamd zolang zomaar zonder zovaak zover zoveel zowat zowel zulke zullen zus
zut we ze nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien
zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend
miljoen eerste tweede derde vierde vijfde zesde zevende achtste negende tiende allereerst allerlaatst half
anderhalf driekwart dubbel keer maal eenmaal tweemaal enz nb ps pag blz ca nr enzovoort ofzo zeg sorry
bedankt dank dankjewel dankuwel beste geachte groet groeten hartelijke vriendelijke mvg hoi dag doei tot
ziens helder prima top fijn mooi goed leuk stom raar vreemd logisch precies exact snap eh uh uhm ehm hm hmm
mm tsss pff nou joh he hee hey haha ach ah aha ai au jee tjonge poeh gelukkig hopelijk kennelijk eindelijk
toevallig letterlijk serieus
"""

VERBS = """
aangeboden aangegeven aangekruist aangesproken aangevraagd accepteren accepteert afgesproken afspreken
antwoord antwoorden begin beginnen begint begon begonnen begrijp begrijpen begrijpt begroeten bedoel
bedoelde bedoelt bekend bel belde bellen belt bent benoem benoemen beslissen besloten besluiten bespreken
besproken bestaan bestaat betalen betekent bevallen bewaren bezig bezocht bid bidden bieden biedt blijf
blijft blijken blijkt blijven bleef bleek bleven boos bouwen brengen brengt bracht citeren denk denken denkt
dacht deed deden deel delen deelt doe doen doet doorgaan draag dragen draagt draait draaien droeg drinken
drinkt dronk durf durfde durft durven eet eten ervaart ervaren focus gaan gaat ga geef geeft gaf gaven
gebeld gebeurd gebeurde gebeuren gebeurt gebleven gebracht gebruik gebruiken gebruikt gedaan gedacht geef
geeft gegaan gegeven gehad gehoord gekeken gekend gekomen gekregen geleerd geloof gelooft geloven gelukt
gemaakt gemeld gemist genoemd genoteerd geprobeerd gepest geregeld geroepen gescholden geschreven geslagen
gesproken gestart gestopt gestuurd getrouwd gevoeld gevonden gevraagd geweest gewerkt gewild gewoond
geworden gezegd gezeten gezien ging gingen gooien groeten had hadden halen haalt hangt hangen hebben heb
heeft heet heette help helpen helpt hielp hield hielpen hoef hoefde hoeft hoop hoopt hopen hoor hoorde hoort
horen houd houden houdt hou huil huilen huilde kijk kijken kijkt keek kende kennen kent kies kiezen kiest
klaag klagen klinkt klopt knap knikt kom komen komt kon konden kost kosten koop krijg krijgen krijgt kreeg
kregen kunnen kun kunt kwam kwamen laat laten lach lachen lacht lachte las leer leerde leert leren lees
leest lezen leef leeft leven let letten leg leggen legt lever leverde lig liggen ligt liet lijken lijkt loop
loopt lopen liep los luister luisteren maak maakt maakte maken mag meegaan meld melden meldde meldt meedoen
meedenken meehelpen merk merkt merkte merken mis missen mist moest moesten moet moeten mocht mochten mogen
misbruikt neem neemt nam namen nemen noem noemde noemden noemt noemen noteer noteren onderzoeken ontmoeten
ontmoet ontstaat ontvangen open openen opgegroeid opgeheven oppassen oplossen opschrijven organiseren
organiseert overleden overleggen overdracht overdrijft passen past pesten pest praat praten praatte praat
probeer probeert proberen probeerde raakt raken reageer reageert reageren reageerde regelen regel regelt
rijden rijdt reed rook roept roepen riep scheiden schreef schrijf schrijven schrijft schrik schrok schelden
sla slaan slaat slapen sluit sluiten sloot sparen speel speelt spelen speelde spreek spreekt spreken sprak
sprong staan staat sta stond stonden start starten stel stellen stelde stelt stem sterk steun steunen stopt
stoppen stop sturen stuur stuurt stuurde tegenkomen tel tellen telt toon tonen trek trekt trekken trok
trouwen uitleggen uitgelegd uitgaan vallen val valt vangt veranderd veranderen verandert verbeteren
verdenken verdient verdienen vergeet vergeten verhuisd verhuizen verhuist verkopen verlaten verliefd
verliezen vermoed vertel vertelde vertelt vertellen verteld vertrouwen vertrouwt verwacht verwachten
verwijzen verwezen verzinnen viel vind vinden vindt vond vonden voel voelde voelt voelen volg volgen volgt
vraag vraagt vragen vroeg vroegen waren was wachten wacht weet weten wist wisten weggaan wen wennen werd
werden werk werkt werken werkte wil wilde willen wilt wou woon woonde woont wonen word wordt worden wijs
wijzen zag zagen zat zaten zeg zegt zeggen zei zeiden zet zetten zette zie zien ziet zit zitten zoek zoekt
zoeken zocht zorg zorgen zorgt zou zouden zult zul zullen zal zwijg zwijgen zwem zwemmen fietsen fietst
schuldig schaam schaamt schaamde stuurt vieren viert gaan hulpvaardig blijkbaar
"""

NOUNS_AND_MORE = """
aandacht aangifte aanleiding aanmelding aanpak aanspreekpunt aantal aantekening aantekeningen aanvulling
achteraf achternaam achterdeur actie activiteit activiteiten adres advies afspraak afspraken afstand agenda
agent agenten angst anoniem apotheek app apps appgroep arts asielzoeker audio auto avond baan bad bak baas
balie band bank basis basisschool bed bedrijf beeld begeleider begeleiding begrip begrafenis behandeling
behoefte behoeften belang beleid bericht beroep bestuur bestuurslid bezoek bezoeker bezoekers bibliotheek
bijbel bijdrage bijdragen bijeenkomst bijlage bijnaam bijvangst binnenstad bladzijde blad blik blikken bloem
boek boot bord borrel bos boodschap boodschappen boosheid brief brieven briefje broer broek brug buik
buitenspel buren bureau burger burgers burgemeester bus bushalte buurt buurthuis buurman buurvrouw
buurvrouwen cafe camera cel centrum chat chef cirkel cliche clip club clubhuis coach collega collegas
conclusie contact corona corporatie college cijfer cijfers daad dader daders dames dame deelname deelnemer
deelnemers deur deuren deskundige dienst diensten dier ding dingen dinsdag directeur discriminatie docent
docenten dochter dochters doel doelgroep dokter dominee donderdag dood dorp dorpshuis dossier douche draad
drempel druk duidelijk duur eenzaam eenzaamheid eerlijkheid effect einde eis emotie ervaring ervaringen
ernst erkenning evaluatie eiland eten familie fase fase feest feit feiten fiets fietsenstalling fietspad
fietstunnel figuur film flat flyer foto fotos formulier formulieren functie fout gang gang garage gast
gasten gastvrouw gastheer gebaar gebed gebouw geboorte gedoe gedrag gedachte geheim geheel gehandicapt
gehuwd geld geloof geluid geluk gemeente gemeentehuis gemeenten gemeenschap genoeg geslacht gesprek
gesprekken gesprekspartner gevaar geval geur gevel gevoel gevoelens gevolg geweld gezicht gezin gezondheid
gids gordijn gordijnen god grap grappen grapje grens grenzen groep groepen groepje grond grootouders gymles
gymzaal haar hal half halte hand handen handhaving haven heer heren hek hersteld herinnering herkenning
heteros hobby hoek hoekje hof hok homo homos hond honden hoofd hoop hostie huis huisarts huisartsen
huisbezoek huisgenoot huiskamer huiswerk hulp hulpverlener hulpverlening hulpvraag humor huur huwelijk idee
ideeen identiteit imam indruk informatie initiatief initiatieven inloop inleiding inkomen inspraak
instelling interview interviewer inval inwoner inwoners inzet jaar jaren jas jeugd jeugdzorg jongen jongens
jongere jongeren jongerenwerk jongerenwerker jongerenwerkers kaart kaartje kamer kanaal kans kansen kant
kantine kantoor kapper kassa kast keuken keus keuze kerk kerken kerkdienst kern kennis kennismaking kenteken
kind kinderen kinderwens klacht klachten klas klasgenoot klasgenoten klassen kleding kleedkamer kleedkamers
kleinkind kleinkinderen kleren klant klanten kleur klus knop koffie koor koningsdag kop kopje koppel koran
kosten kracht kring kroeg kunst kwartier kwestie lading land landen lawaai leeftijd leerling leerlingen
leerkracht leerkrachten leden leiding leidinggevende lening lerares leraar leraren les lesbisch lesbo lessen
letter letters leven leugen lezing lichaam lid lied liefde liefst lijf lijn lijst locatie loket lokaal lucht
lunch maand maandag maanden maatje maatregel maatschappij macht mail malle mam mama man mannen map markt
masker maten medewerker medewerkers meeting meid meiden meisje meisjes melding meldingen meldpunt mening
mens mensen merendeel meester meneer mevrouw middag middelbare minuten minuut moed moeder moeders moeite
moment morgen moskee motie muur muziek mbo havo vwo mavo naam nacht nachten nadeel namen natuur neef nek
neven nicht nichten nieuw nieuws nieuwe niveau nood noot norm notitie notities nummer nummers ochtend oma
omgeving omstander omstanders onderbouw onderwerp onderwijs onderzoek ongeluk ongemak onrecht onveilig onzin
oom oordeel oorzaak opa opening openheid oplossing opleiding opmerking opmerkingen opname opdracht optie
opvang opvoeding opzet orde organisatie organisaties ouder oudere ouderen ouders overheid overlast
overlijden overleg overzicht paar pad pagina papa papier parkeerplaats park partij partijen partner partners
pasje patient patienten pauze persoon personen personeel pet pijn pijp plaats plaatsen plan plannen plein
plek plekken ploeg podium politie politiek poort portiek positie post poster praatgroep praatje praktijk
predikant prijs pride principe probleem problemen proces proef professional programma project projecten
protocol psycholoog pub puber pubers publiek punt puntje raad raadslid raam rabbijn rand rapport recht
rechten rede reden redenen regel regels regenboog regenboogvlag regio reis reisje rekening relatie religie
respect rest resultaat richtlijn rijtje ring risico roddel rol rommel rondje rondvraag rooster route ruimte
ruiten rust ruzie samenleving samenvatting sauna schaamte scheids scheidsrechter scheidsrechters schip
school scholen schoolplein schuld schuur scootmobiel seconde seizoen seks seksualiteit sfeer signaal
signalen situatie slachtoffer sleutel slot smoes snack sociaal soort spanning speld speldje spel spelers
spelleider spiegel sport sportclub sporters spraak spreekuur spreker spreuk spullen staf stad stadhuis
stagiair stagiaire stage standpunt stap stappen station stem stemming stempel sticker stickers stichting
stil stilte stoel stoep stof straat straten strijd stress student studenten studie stuk stukje subsidie
succes supermarkt systeem taak taal taart tafel tafels tante tas taxi team teams teken telefoon televisie
tekst tent term termijn terrein terugkoppeling test theater thee thema thuiszorg tijd tijden tip tips titel
toegang toekomst toekomstbeeld toelichting toen toestand toestemming toets toezicht toilet toiletten toneel
toon trainer trainers training trainingen tram trans transitie transgender transvrouw transman trap trein
trouwen trots tuin tunnel tv type uitleg uitje uitkering uitnodiging uitzending uitzicht uitzondering
universiteit uur uren vader vaders vak vakje vakantie vanavond veiligheid verandering verbod verband
verbetering verbinding verdriet vereniging verenigingen vergadering verhaal verhalen verhouding verhuizing
verjaardag verkeer verleden verpleger verpleegkundige verschil verslag verslaglegging versie vertrek
vertrouwenspersoon vertrouwen verwachting verzet verzoek verzorgende verzorgenden verzorging verzuim video
vijand vinger vlag vlaggen vlieger vloer voedselbank voet voetbal voetballen voetbalclub volk volwassene
volwassenen voorbeeld voorbeelden voordeel voorkeur voorlichter voorlichting voornaam voornaamwoord
voornaamwoorden voorstel voorwaarde voorzitter vraag vragen vreemde vriend vrienden vriendin vriendinnen
vriendschap vrijdag vrije vrijwilliger vrijwilligers vrouw vrouwen vuist waarde waarheid wachtkamer
wachtlijst wachttijd wand wandeling water web website week weekend weken welzijn welzijnswerk wens wensen
wereld werk werken werkgever werknemer werkvloer wet wethouder wijk wijkagent wijkcentrum wijkteam wil
winkel winkels winter woede woensdag wonen woning woningbouw woord woorden woonkamer zaak zaal zaken
zaterdag zee zelfbeeld ziekenhuis ziekte zin zinnen zoon zonen zomer herfst lente voorjaar najaar zondag
zorg zorgen zorginstelling zorgverlener zus zusje zussen zuster zwembad aardig actief alert alleenstaand arm
bang beleefd belangrijk bereid besloten beter bewust bezorgd biculturele biseksueel blij boos breed
bijzonder christelijk complex compleet concreet dapper dicht diep direct divers domme donker dood droog druk
duidelijk duur eenvoudig eng enorm erg ernstig extra fel fijn flauw fout gay gek geestig gelijk gelovig
gemakkelijk gemeen gemengd gewenst gevaarlijk gezellig gezond goede goedkoop goud grappig groen groot grote
hard heftig heilig heteroseksueel hetero hoog hoogste interessant jong jonge kaal kapot klaar klein kleine
klote koud kort krap kwetsbaar laag lastig lekker lelijk leeg lesbisch licht lief lieve los machteloos
makkelijk misselijk moeilijk moe mooi mooie naar nat neutraal nieuw nodig normaal officieel onbekend
ongehuwd onhandig onveilig onzeker onzichtbaar open oud oude positief praktisch prettig prive queer rijk
roze rustig ruw scherp schoon sindsdien simpel slecht slechte slim snel spannend speciaal stiekem stil stoer
strak streng streng sterk stevig stom tof trots triest vast veilig verbaasd verboden verdrietig vergeefs
verkeerd verlegen verliefd vermoeiend verplicht verstandig vervelend vies vol volwassen voorzichtig
vriendelijk vrolijk waardevol warm wettelijk wild wit woest zacht zwaar ziek zichtbaar zielig zwart zwak
rood blauw geel paars regenboog lhbti lhbt lhbtiq lhbtqi januari februari maart april mei juni juli augustus
september oktober november december hoogachtend groetend bewonerscommissie commissie jurist kringloop gezin gezinnen repetitie ruit huurders jeugdig nachtdienst pensioen vervolg welkom afloop excuses horeca oproep nav crisis mobiel laptop schrijver
typ typen aub svp oproep speaker straf polis twijfel intake bieb fotograaf folder inspectie administratie
stiller prater bin nie moar goa bellen beller express kluisje aanhef wachtnummer gras gelach jongelui gulzig
gewoonlijk proces verbaal gymdocent thuisfront computer toetsenbord scherm wifi internet site link linkje
account wachtwoord chatten apps appen mailen mailde appt online chatgroep story stories post posts like
likes volger volgers reels filmpje filmpjes fotootje liedje nummertje rapper zanger zangeres band concert
festival kermis camping strand zwemmen douchen douche kluis kluisjes locker fluisteren fluistert giechelen
grinnikt knipoog knuffelen zoenen zoen vrijen daten date dates match matches relatie verkering trouwen
bruiloft ring babyshower zwanger bevalling baby peuter kleuter puber tiener twintiger dertiger veertiger
bejaarde bejaarden senioren gepensioneerd pensioen hypotheek huur huurder verhuurder verhuisbericht
verhuisdoos brood kaas melk thee soep rijst pizza patat bier wijn frisdrank glas bord mes vork lepel pan
koken bakken afwas was strijken schoonmaken stofzuigen klus klussen verf kwast ladder auto fiets scooter
brommer motor bus trein tram metro vliegtuig boot schip ferry station halte perron kaartje ov chipkaart
rijbewijs parkeren garage regen wind storm sneeuw zon hitte kou ijs mist wolken weer lucht hemel aarde maan
ster sterren bos hei duin strand zee meer rivier kanaal sloot dijk weiland akker boerderij koe koeien paard
schaap kat poes vogel vis beheerder manager managers quote voer loper intersekse biljart notulist notulen
gespreksleider verzorgster mantelzorger mantelzorgers ken kennen haal iedere zulk hebt alvast enig meid
kerel gozer gast gasten bro vrouwtje mannetje ouwe ouders mams paps oudje buddy tolk directie beveiliger
spits luit kassa meneertje koffieochtend brunch ontbijt diner middageten lunchpauze pauzes berichtje
groepsapp appgroep rondleiding excursie sint piet kerstboom kaarsje briefpapier deurbel sleutels kok
klusjesman timmerman schilder loodgieter bakker slager kapper tandarts apotheker notaris advocaat rechter
officier piloot postbode schoonmaker schoonmaakster chauffeur rouw verdrietje hoofdpijn buikpijn griep
operatie hormonen puberteit transitie geslacht coming kast outing hand haat spuug ei eieren steen stenen
raam ramen vuurwerk graffiti spreekbeurt mentor mentoren rector conrector brugklas bovenbouw gymles
scheikunde wiskunde engels nederlands frans duits aardrijkskunde geschiedenis biologie profielwerkstuk
gefeliciteerd proficiat succes sterkte beterschap liefs kus xx knuffel btw chill nice lol omg sws wss idd
mss ff gwn ofz enzo nvm tbh imo zkr egt kapot insta snap tiktok mn zn ie dr dr'n hun hunnie wullie jullie
ons onzes hem haarzelf mezelf jezelf joh nee jaaa neee haha hahaha hihi pfft gek kek vet tof cool relaxed
eigenaar functioneel huidige landelijk landelijke lokale gemeentelijk maandelijks dagelijks wekelijks
jaarlijks telefonisch telefoontje schriftelijk mondeling digitaal online offline email mailtje appje
deelneemster spreekster gespreksnotitie verslagje noot interview groepstafel ronde ondertekend
bijzonderheden achtergrond aanvullend afsluiting afronding vooruitblik werkwijze geslaagd gewenste
meegemaakt meegenomen opgelet uitwerking sfeertekening wijkbewoner weduwe weduwnaar vluchteling
vluchtelingen status statushouder bekenden bewoner bewoners bewoonster klok kwart sleutelfiguur trainster
verzorgingshuis tehuis woongroep zorghuis stomerij eigenschap haarzelf hemzelf
snachts smiddags sochtends savonds smorgens sweekends smaandags szondags zoiets zowat bereik bereiken bereikt
bereikbaar rij rijd rijdt rijden reed reden ga gaan pak pakt pakken capuchon jas jassen muts pet sjaal datum geboortedatum voetbal volleybal korfbal handbal basketbal honkbal futsal taalles zwemles maa din woe don vrij
"""

INTERJECTIONS = """
oef pff pfff tja tsja hmm hm eh ehm uh uhm joh he ach poeh poe wauw wow jeetje sjonge nja jep yes yep haha hihi
hahaha lol au ai bah gatver oei ojee oeps sst hoera hiep zeg nounou tjonge mwah mwa nah ok oke prima
"""

ORDINARY_ENDS = in_order(
    """
    heid heden ing ingen lijk lijke zaam zame loos loze schap schappen tje tjes baar bare iteit isme
    isch ische matig matige eerd eerde eren eert ende erij achtig achtige stel stal werker werkers nemer
    nemers maker makers groepje pjes etje
    """
)  # fmt: skip

# what may stand behind a name as its verb: "Naam zegt", "Naam was"
VERBS_OF_ONE = listed(
    """
    is was heeft had zei zegt vindt vond komt kwam gaat ging woont woonde werkt werkte wil wilde wou kan
    kon weet wist denkt dacht vertelt vertelde belt belde werd wordt zit zat staat stond doet deed
    krijgt kreeg vraagt vroeg knikt lacht lachte huilt huilde noemt noemde kent kende zou zal moet moest
    mag mocht loopt liep speelt speelde helpt hielp hoort hoorde ziet zag leest las appt appte mailt
    mailde stuurt stuurde antwoordt antwoordde reageert reageerde roept riep geeft gaf neemt nam blijft
    bleef heet heette leeft leefde overleed stierf trouwde durft durfde merkt merkte voelt voelde houdt
    hield snapt snapte begrijpt begreep lijkt leek ligt lag zwijgt zweeg vult draagt droeg regelt
    regelde begon begint wacht wachtte zoekt zocht bracht brengt haalt haalde schreef schrijft drinkt
    dronk verhuisde verhuist mist miste wilt hoopt slaapt sliep zingt zong rijdt reed traint fietst fietste
    studeert studeerde voetbalt kookt kookte eet betaalt betaalde kijkt keek luistert luisterde groet groette
    vertrok vertrekt opent opende sluit sloot
    """
)

FORMS = in_order(
    """
    s en e t er ste n je 's
    """
)
WORDS = frozenset((FUNCTION_WORDS + VERBS + NOUNS_AND_MORE + INTERJECTIONS).split()) | VERBS_OF_ONE
SMALL_WORDS = frozenset(FUNCTION_WORDS.split())
ENDS = frozenset(word for word in NOUNS_AND_MORE.split() + VERBS.split() if len(word) >= 4)


def is_word(folded: str) -> bool:
    """A Dutch word or a plain form of one; compounds are left out."""
    if (
        folded in WORDS
        or (folded[:2] in {"d'", "z'", "m'", "'t", "'n", "'k"})
        or "'r" in folded
        or folded.endswith("'n")
    ):
        return True
    return any(
        len(folded) - len(end) >= 3 and folded.endswith(end) and folded[: -len(end)] in WORDS for end in FORMS
    )


@lru_cache(maxsize=65536)
def two_words(folded: str) -> bool:
    """A word, or a compound of two: voetbalmaat, not wolthuis; and its form made small, not dieuwertje."""
    if is_word(folded):
        return True
    small = next(
        (folded.removesuffix(end) for end in ("etje", "pje", "tje", "je") if folded.endswith(end)), folded
    )
    if small != folded and ordinary(small):
        return True
    heads = ((folded[:cut], folded[cut:]) for cut in range(3, len(folded) - 2))
    return any(
        is_word(tail)
        and (
            is_word(head)
            or any(head.endswith(link) and is_word(head.removesuffix(link)) for link in ("s", "e", "en"))
        )
        for head, tail in heads
    )


PAST = ("ge", "be", "ver", "ont", "her")
APART = re.compile(
    r"(?:op|uit|af|aan|toe|mee|in|over|door|om|na|bij|weg|terug|voor|samen|vast|neer|rond|tegen|kwijt|los|klaar|thuis)"
    r"ge[a-z]{2,}(?:d|t|n)"
)


def participle(folded: str) -> bool:
    """gepraat, verteld, opgehaald"""
    past = folded.startswith(PAST) and folded.endswith(("d", "t", "n"))
    return past or APART.fullmatch(folded) is not None


LONGEST_WORD = 60


@lru_cache(maxsize=65536)
def ordinary(folded: str) -> bool:
    """A Dutch word, a form of one, or a compound that ends in one. `folded`: lower case, no accents."""
    if len(folded) > LONGEST_WORD:
        return False
    if is_word(folded):
        return True
    if len(folded) >= 6 and folded.endswith(ORDINARY_ENDS):
        return True
    return any(folded[cut:] in ENDS for cut in range(3, len(folded) - 3))
