"""Countries, provinces, and towns people mention when they say where they come from. Facts, lower case, no accents."""

from __future__ import annotations

from . import in_order

COUNTRIES = """
afghanistan albanie algerije angola argentinie armenie aruba australie azerbeidzjan bahrein bangladesh
belarus belgie benin bolivia bonaire bosnie botswana brazilie bulgarije burkina burundi cambodja canada
chili china colombia congo cuba curacao cyprus denemarken djibouti duitsland ecuador egypte engeland eritrea
estland ethiopie filipijnen finland frankrijk gabon gambia georgie ghana griekenland guatemala guinee guyana
haiti honduras hongarije ierland ijsland india indonesie irak iran israel italie ivoorkust jamaica japan
jemen jordanie kaapverdie kameroen kazachstan kenia kirgizie koerdistan koeweit kosovo kroatie laos letland
libanon liberia libie litouwen luxemburg macedonie malawi maleisie mali malta marokko mauritanie mexico
moldavie mongolie montenegro mozambique myanmar namibie nepal nicaragua niger nigeria noorwegen oekraine
oeganda oezbekistan oman oostenrijk pakistan palestina panama paraguay peru polen portugal qatar roemenie
rusland rwanda saba saoedi-arabie schotland senegal servie sierra-leone singapore slovenie slowakije soedan
somalie spanje sri-lanka sint-eustatius sint-maarten suriname syrie tadzjikistan taiwan tanzania thailand
tibet togo tsjaad tsjechie tunesie turkije turkmenistan uganda uruguay venezuela vietnam wales zambia
zimbabwe zuid-afrika zuid-korea zuid-soedan zweden zwitserland somaliland molukken java bali sumatra
anatolie rif
"""

TOWNS = """
aalsmeer aalten alkmaar almelo almere alphen amersfoort amstelveen amsterdam apeldoorn appingedam arnhem
assen baarn barendrecht barneveld bergen-op-zoom beverwijk bladel bodegraven boxtel breda brielle brummen
bussum capelle culemborg delft delfzijl deventer diemen dieren doesburg doetinchem dokkum dordrecht drachten
dronten duiven edam ede eindhoven elburg elst emmeloord emmen enkhuizen enschede epe ermelo etten-leur
franeker geldermalsen geldrop geleen gennep goes goirle gorinchem gouda grave groenlo groningen haarlem
hardenberg harderwijk harlingen heemskerk heemstede heerenveen heerhugowaard heerlen hellevoetsluis helmond
hengelo hilversum hoensbroek hoofddorp hoogeveen hoogezand hoorn houten huizen hulst ijmuiden ijsselstein
kampen katwijk kerkrade krimpen leeuwarden leerdam leiden leiderdorp lelystad lisse lochem maassluis
maastricht medemblik meppel middelburg middelharnis monster naarden nieuwegein nijkerk nijmegen nijverdal
noordwijk nunspeet oldenzaal ommen oss oosterhout papendrecht purmerend putten raalte ridderkerk rijswijk
roermond roosendaal rotterdam schagen scheveningen schiedam schijndel sittard sliedrecht sluis sneek soest
spijkenisse stadskanaal steenwijk terneuzen tiel tilburg uden uithoorn urk utrecht vaals valkenburg
valkenswaard veendam veenendaal veghel veldhoven velp venlo venray vianen vlaardingen vlissingen volendam
voorburg voorschoten vught waalwijk wageningen wassenaar weert weesp wijchen winschoten winterswijk woerden
woudenberg zaandam zaanstad zaltbommel zandvoort zeewolde zeist zevenaar zierikzee zoetermeer zutphen
zwijndrecht zwolle den-haag den-bosch s-hertogenbosch s-gravenhage den-helder friesland drenthe overijssel
gelderland flevoland zeeland limburg brabant noord-brabant noord-holland zuid-holland twente achterhoek
veluwe betuwe westland texel terschelling ameland vlieland antwerpen brussel gent brugge leuven luik
mechelen hasselt genk parijs lyon marseille rijsel londen manchester birmingham liverpool berlijn keulen
hamburg munchen frankfurt dusseldorf duisburg essen aken bremen wenen zurich geneve madrid barcelona sevilla
valencia lissabon porto rome milaan napels turijn athene thessaloniki warschau krakau gdansk wroclaw lodz
poznan lublin katowice praag boedapest boekarest sofia varna plovdiv belgrado zagreb sarajevo skopje tirana
pristina kiev kyiv lviv odessa charkov moskou istanbul ankara izmir konya kayseri sivas adana bursa trabzon
gaziantep diyarbakir erzurum samsun malatya yozgat corum aksaray casablanca rabat marrakesh marrakech fes
fez tanger tetouan nador alhoceima al-hoceima oujda agadir meknes berkane algiers tunis tripoli cairo
damascus aleppo homs hama idlib raqqa kobani bagdad mosul basra erbil sulaymaniyah teheran isfahan shiraz
kabul kandahar herat mazar islamabad lahore karachi delhi mumbai colombo jaffna beiroet amman jeruzalem gaza
dubai mekka medina asmara keren massawa addis-abeba khartoem mogadishu hargeisa nairobi mombasa kampala
kigali bujumbura kinshasa lagos abuja accra kumasi tamale freetown conakry dakar bamako abidjan yaounde
douala luanda harare johannesburg kaapstad paramaribo nickerie albina moengo brokopondo willemstad
oranjestad kralendijk philipsburg port-au-prince kingston havana bogota medellin caracas lima rio sao-paulo
jakarta bandung surabaya ambon manilla bangkok hanoi saigon peking sjanghai hongkong tokio seoul sydney
melbourne toronto new-york los-angeles chicago miami
"""

# the ends of the names of neighbourhoods and villages
AREA_ENDS = in_order(
    """
    buurt buurtje kwartier wijk polder oord zicht eiland hoek rode donk
    """
)
TOWN_ENDS = in_order(
    """
    dam drecht burg veen hoven recht wolde huizen horst stad dorp sluis meer broek wold woude zand zijl
    monde voort brugge waard werf wier heem haven schoten tricht wijk kerke stede ingen
    """
)

NATIVE = frozenset(["nederland", "europa", "holland"])
PLACES = frozenset((COUNTRIES + TOWNS).split())
