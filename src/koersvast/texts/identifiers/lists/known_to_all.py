"""Capitals that point at nobody: national bodies, brands, feasts, peoples and languages. Facts, lower case, no accents."""

from __future__ import annotations

from . import in_order

NATIONAL = """
politie coc ggd ggz ind uwv svb duo ns knvb nocnsf rivm cbs scp movisie atria transvisie rutgers
belastingdienst rijk kamer tweede eerste raad halt veilig thuis slachtofferhulp vluchtelingenwerk rode kruis
juridisch loket korrelatie roze blauw rozeblauw coa vng wmo avg bsn lhbti lhbtiq lhbti+ lhbt gsa gsas mbo
hbo vmbo havo vwo roc wo gz ggzer poh ic hiv prep soa id pgb wlz ww wia aow wajong dna vog nl nederland
nederlands nederlandse nederlander nederlanders europa europees europese holland hollands hollandse eu vn
navo ngo instagram insta facebook whatsapp tiktok snapchat youtube netflix grindr tinder google teams zoom
twitter telegram signal discord linkedin marktplaats bol spotify iphone ipad android xbox playstation apple
microsoft windows word excel outlook gmail hotmail tikkie digid funda buienradar ikea hema action lidl aldi
jumbo plus kruidvat etos blokker albert heijn ah spar vomar mcdonalds mac starbucks decathlon primark zeeman
xenos gamma praxis golf polo passat peugeot opel volkswagen vw bmw audi mercedes fiat ford toyota renault
citroen volvo skoda kia tesla vespa gazelle magister somtoday ketikoti keti koti afrika azie amerika
vlaanderen antarctica zuid-amerika noord-amerika paarse vrijdag coming out comingout outdag coming-outdag
pride gay idahobit idahot transgendergedenkdag roze zaterdag bevrijdingsdag koningsdag kerst kerstmis pasen
pinksteren sinterklaas oud nieuw valentijn valentijnsdag ramadan suikerfeest offerfeest eid iftar moederdag
vaderdag carnaval hemelvaart hemelvaartsdag god heere jezus christus allah koran bijbel islam christendom
jodendom hindoeisme boeddhisme heilige geest turks turkse turk turken marokkaans marokkaanse marokkaan
marokkanen surinaams surinaamse surinamer surinamers antilliaans antilliaanse antilliaan antillianen pools
poolse pool syrisch syrische syrier syriers eritrees eritrese eritreeer afghaans afghaanse afghaan afghanen
koerdisch koerdische koerd koerden iraans iraanse iraaks iraakse arabisch arabische arabier berbers berberse
somalisch somalische somalier somaliers oekraiens oekraiense oekrainer oekrainers russisch russische rus
russen engels engelse engelsman duits duitse duitser duitsers frans franse fransman fransen spaans spaanse
spanjaard italiaans italiaanse italiaan belg belgisch belgische vlaams vlaamse chinees chinese chinezen
indisch indische indonesisch indonesische molukker moluks molukse papiaments papiamento sranan tigrinya twi
ghanees ghanese ghanezen nigeriaans nigeriaanse afrikaans afrikaanse afrikaan amerikaans amerikaanse amerika
amerikaan bulgaars bulgaarse roemeens roemeense roemeen portugees portugese grieks griekse hindoestaans
hindoestaanse hindoe hindoestaan kaapverdiaans kaapverdiaanse oegandees oegandese joods joodse jood joden
moslim moslims christen christenen katholiek katholieke protestants protestantse gereformeerd gereformeerde
hervormd hervormde hindoes boeddhist fries friese limburgs limburgse brabants brabantse gronings groningse
amsterdamse rotterdamse haagse utrechtse westers westerse nb ps ok oke tv dvd pc usb app sms vr ma di wo do
za zo hindi urdu sarnami farsi pasjtoe tamazight amazigh kurmanji sorani swahili amhaars wolof mandarijn kantonees
hebreeuws tamil bengaals punjabi creools patois latijn esperanto gebarentaal somali tigre papiamentu mw dhr mr drs ir prof nr tel adres ivm dwz bv evt ihkv tgv mbt
"""
NOBODY = frozenset(NATIONAL.split())
PEOPLES_ENDS = in_order(
    """
    isch ische aans aanse anen ees eense ezen
    """
)
