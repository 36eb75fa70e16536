"""First names that are common in the Netherlands, by where they mostly come from. Facts, lower case, no accents.

`WORD_NAMES` are names that are also Dutch words: alone they say nothing, so they need a cue.
"""

from __future__ import annotations

from . import listed

DUTCH = """
aad aaf aafje aagje aaltje aart abe abel ab ad adelheid adri adriaan adriana adrie aernout agatha agnes
albert alberta albertus alette alex alexander alexandra alexia alfons alfred alice alida alissa alwin amalia
amber amelie amy andre andrea andreas andries angela angelique anita anja ank anke ankie ann anna annabel
anne annechien annefleur anneke annelies annelot annemarie annemiek annemieke annet annette annie annika
anniek anouk anouschka anoushka ans anthonie antje anton antoinette antonia antoon antonius appie arend ari
ariane arie arjan arjen arlette arno arnold arnout aron arthur astrid aukje auke aurelie ava babette barbara
barend bart bartel bas bastiaan bea beatrijs beatrix benjamin benno benthe bep bernadette bernard bert berta
bertha bertus bertie berry beth betsy bettie betty bianca bibi birgit bjorn bob bonnie boudewijn boukje
bouke brechtje brechje brecht brenda brent brigitta brigitte britt bruno carel carla carlijn carlo carmen
carola carolien caroline casper caspar catharina cato cecile cees chantal charlotte chris christa christel
christiaan christian christien christina christine cindy claar claartje claire clara claudia coby coen
coenraad conny constant cor cora corine corinne corne cornelia cornelis corrie corry cynthia daan daisy dana
daniel danielle danny daphne dave david debbie debby deborah denise dennis desiree diana dick didi diederik
dieke dieuwertje dieuwke dimitri dina dinie dion dirk dirkje dolf dominique don donna dora dorien doris
dorothea douwe duco dylan eddy edgar edith edo edwin eef eefje eelco eelke egbert eline elisa elisabeth
elise elke ella ellemieke ellen elly elma els elsa elsbeth elselien elske elvira emiel emil emile emilia
emilie emma emmy eric erica erik erika erna ernst ernestine erwin esmee esther etienne eva evelien eveline
evert evi ewout ewoud fabian fabienne famke fanny febe feike felice felicia felix femke fem feline fenna
fenne ferdinand ferry filip finn flip floor floris floortje fokke foppe francien francine francis franciscus
francisca frank frankie frans franziska fred frederik frederike freek frenk frits froukje gaby geert geertje
geertruida geesje geke gerard gerardus gerben gerbrand gerda gerdien geraldine gerlinde germaine gerrie
gerrit gerry gert gertie gertjan gertruud gertrude giel gijs gijsbert gijsbertus gilles gina ginny gitta
gonda gosse grada greet greetje greta gretha grietje guido gusta gustaaf guusje guus hanna hannah hanneke
hannelore hannie hans hanny harald harm harold harriet harrie harry hedda hedwig heidi heleen helen helena
helma hendrik hendrika hendrikus henk henkjan hennie henny henri henriette henry herbert herman hermien
hester hetty hidde hilda hilde hille hilly hubert huib huub hugo ida ilona ilse imke ina ine ineke inez inge
ingeborg ingrid irene irma isa isabel isabella isabelle ivo ivonne jaap jacco jack jacob jacoba jacobus
jacques jacqueline jan jaimy jana jane janet janine janna janne janneke jannes jannie janny janske jantje
jantien janus jari jarno jasper jaco jannick jelle jelmer jenneke jennifer jenny jeroen jesper jesse jessica
jetske jeanet jeanette jeanine jeannette jim jimmy jip joan joanne jochem joep joey johan johanna johannes
john johnny jolanda jolanthe jolien jolijn joke jonas jonathan joop joost jop jopie jordi jordy joris jorien
jorinde jorn jorrit jos jose josefien josephine joshua josien jozef jozien joyce juan judith jules julia
julian julie juliette julius jurgen jurre jurriaan justin justus karel karen karin karlijn katinka karla
karlien karolien kaspar katja kathelijne katrien kay kaylee kees keesje kelly kelvin ken kevin kiki kim
kimberley kimberly kirsten klaas klaartje klaske koen koenraad koos krijn kris kristel kristin kyra lammert
lana lara lars laura laurens laurien leah lea leen leendert leentje lena lenie lenneke lennard lennart leny
leo leon leonie leontien leopold leroy lex lia lidewij lidia lidwien lien lies liesbeth lieke lieke lieselot
liesje lieve lieven lillian lilian lily linda lindsey lineke lisa lisanne lisette lisa liselotte lisbeth
livia liza lizzy lode lodewijk loes lois lonneke lore lorena loretta lotje lotte lotty lou louis louisa
louise louk lowie luc luca lucas lucia lucie lucien ludo luuk luna lydia maaike maarten maartje maarten
maartje machteld madelief madelon mandy manon manus marc marcel marcella marcia marco margot margo margreet
margriet marga margaretha maria marian marianne marielle marieke mariet marije marijke marijn marinka marina
marinus mario marion marit marius marja marjan marjo marjolein marjolijn marjon marleen marlies marloes
marlou marlous marnix marthe martha martien martijn martin martina martine mary maryse mathijs mathilde
mathilda matthias matthijs maud maureen maurice maurits max maxim maya megan meike meindert mela melanie
melissa melle menno merle mette mia michael michel michelle michiel mick miek mieke miep mieneke mike mila
milan milou mina minke mirella miriam mirjam mirre mirthe mischa mitchell moniek monique myrna myrthe nadia
nadine nancy nanda nanette nathalie nathan neeltje nel nelleke nellie nelly nick nico nicolaas nicole nicky
niek niels nienke nikki nina noa noah noor noortje noud noor norbert nynke odette odile okke olaf olga
olivia olivier onno oscar otto paddy pam pascal pascalle patricia patrick paul paula pauline peer peggy
perry peter petra philip philippe philomena pien pier piet pieter pieternel pietje pim pleun pleuni puck
quinten quinty rachel ralf ralph ramon raoul raymond rebecca regina reinder reinier reinoud reinout remco
remy rene renate renee renske ria rianne rianka richard rick riet rietje rik rika rinske rita rob robbert
robbie robert robin rody roderick roel roeland roelie roelof roelien rogier roland rolf ron ronald ronnie
roosje roosmarijn rosalie rosa rosanne rose rowan roy ruben rudi rudolf rudy ruud ruth ruurd ryan saar
saartje sabine sabrina sacha sam samantha samuel sandra sander sanna sanne sara sarah sascha saskia
sebastiaan sebastian sef selma serge sharon sheila siebe siebren siem sien sietske sietse simon simone sjaak
sjaan sjef sjoerd sjoukje sofia sofie sonja sophia sophie stan stef stefan stefanie steffie stella stephan
stephanie steven stijn sue susan susanna susanne suzan suzanne sven swaan sybren sylvia sylvie sytse syb
sybrand tamara tanja tara teddy teun teunis teuntje thea theo theodora theodoor thera theresa therese
thijmen thijs thirza thom thomas tibbe tiemen tijmen tijn til tim timo timon tina tineke tinus titia
tjalling tjeerd tjibbe tjitske toine tom tommy ton tonnie tonny tony toon toos toos tristan trijntje trudy
trui trudie truus tygo ulrike ursula uwe valerie vanessa vera veerle vera veronica veronique victor victoria
vincent viola vivian vivianne wanda wendy werner wesley wessel wicher wichert wiebe wiebren wieger wiesje
wieke wietske wietse wil wilbert wilco wilfred wilhelmina wilhelmus willeke willem willemien willemijn
willie willy wilma wim wimke winnie wopke wouter wytse wytske yannick yara ymke yfke yoeri yolanda york
yorick youp yvette yvo yvon yvonne zita zoe aiden alec alissia amira aron bente boaz cas cato charlie collin
dani dean dex diede djaylano djay duuk elin eloise ezra feline fenne finley finn gioia giovanni hailey hugo
isabelle isra ivar ize izzy jaden jax jayden jaylinn jens jaimie jill jinte joah joah jolie julot juna kian
kaya kyan kyano lev levi liam livia lizz loena lou lowen lucas lux madelief mason mats maud milou mirte
morris moos nathan nina noemi norah olivier otis owen puk quinn rayan rens rhys robin romy roos rosalie
senna senne sep shay silvan siebe sjors sofie storm stijn sverre tess tibor tobias ties tijn twan vajen
valerie veer vic vince viggo wies willem xavi yfke zara zoey aaltina abeltje adelina aleid aleida alko
alwina amarens anne-marie annechiena arjanne arnica baukje bauke bente berend berendina bernardus berthe
bouke brigit carlien catrien claas cobie corneel cornel danique daphna delia derk desley dieke dietmar
dineke djoeke doeke doetje dorette ebbe egge eilert elbert elbrich eleonora elias eltje emke engelbert enno
esma evelyn ewald eyob fedde feiko femmie fenno fieke fimme folkert freerk frouke garrelt gea gees geesje
geessien gerhard gerhardus gerwin gesina gezina ginette gonnie grietus haiko hanneloes hanno harmen harma
harmke hebe heinrich helmer hemmo hendrikje henrieke herma hetteke hielke hilbert hillechien hilligje hinke
hiske hylke ieke ietje ilja imme immetje inie itske iwe jaantje jakob jalou jannette jantina jelmar jeltje
jenske jikke jitse jitske joachim jochum jodie joeri jolande jolente jorne jorrick josephina josje joukje
julien jurrien kaitlin kasper katelijne kee klazien klazina koert koop kornelis kunegonda lambertus lammie
lammechien leander lemke leona leonard leonora lianne lidian lieselotte liliane lisbet lobke loesje lolke
lourens lubbert lubbertus lucinda lukas luit lutgard luuc lysanne madelinde maiko marcus marguerite
marielouise marin mariska marita markus marrit marten marya mathea mauk maximiliaan mechteld meinte meinou
menke merijn mette mettina michaela mient mijntje minne minou mirjana mirte moira monica morgan nadja nadieh
natascha neele nelis nelleke netty nicolette nieske nikita nynke oebele oeds okke onne otte ottilie otje
paulien paulus petronella pieta pietje pleun pleunie quintus raimond reinhard reinou reinskje reintje remko
rense reyer richt rieneke rikkert rikst rindert rixt robertus roderik roland romee romke romkje rosalinde
rozemijn ruerd rutger sabien sacha sake sanneke saskya sebas seppe sibylle siebold siegfried sietze sigrid
sikko silke silvester sippie siska sita sjaantje sjouke sjuul solveig stijntje stoffel swanet sybille sybolt
sytske taco tanneke teade teake tess tetje thaddeus theunis thirsa tialda tiede tieme tiemo tietje tijs
tilly timotheus titus tjaard tjalf tjarda tjark tjerk tjits tonja toos trees trijnie truida ubbo udo ulbe
urban ursula utz viktor vincenzo volkert wabe walter wander warner weia wendel wendelien wia wiard wibo
wiepke wieteke wigbold wijnand wilhelm willemina wiert willianne wim-jan winfried wobbe wolter wubbe wubbo
wyb ybele ymkje yme yteke zeger zwaantje zwanet
"""

WORD_NAMES = """
an anker aster beer ben bloem bo boet boy brand britt daan dee do dien duif eb eik engel faith fay fee fie
fiep fien fleur floor freya gerst goof grace guus han harm hazel hein hoop hope iris jade jasmijn jaap jet
job joost joy juul juno kick kik lars linde lief lieve lies lila lot lotus lou loek luna luus mark mars mees
mei merel mies mil mint mo mus nova noor olijf otter parel pip pien pluk puk quirijn ray rein ries river rob
robijn roos roosje rozemarijn ruby saar sam sem ster sterre stella sien sil sky sol storm summer sunny sus
teun ties toos trui valk vera viool vlinder wende wil wolf wout zwaan tijger til jules lieke loes nel bas
dop dolf mick pam bob max maxim faas rood teddy tony jos angel bella dawn desire dex dolly flo gem hero ivy
jan jay jolly joris kaat lente lex lily mien mac mandy marc nico peer peter pim rosa rose sal sarah ton toon
trix willy cor rik rick els noa isa ab appie henk ad ans elke eren ender hind kader made adem berk sultan
emir lei wen wei junior roman blessing comfort prince princess princes linden alp leen son sue tri ion lan
lin li thu hong thi kay wim wessel victor marjan tor mercy patience pearl precious justice gift sultan
princes
"""

# the list above is generous; these are not words anybody says in lower case and mean names after all
NEVER_WORDS = """
bram daan jaap joost lars luna lotte vera wim rob sam sem teun roel rudi jos noor saar britt lies mick lieke
loes pim joris quirijn sterre rozemarijn juul luus sien pien marc mandy nico rosa sarah trix toos tony guus
victor cor rik rick els noa isa henk ans roosje wessel wout dolf marjan kay jan peter
"""

MOROCCAN_AND_ARABIC = """
aaliyah abdel abdelaziz abdelhak abdelkader abdelkarim abdellah abderrahim abdessamad abdul abdulaziz
abdullah abdulrahman achmed achraf adam adil adnan ahlam ahmad ahmed aicha aida aisha aissa akram ali alia
alya amal aman amani amin amina amine amir amira amr anas anass anwar aouatif asma asmae assia aya ayman
ayoub aysha aziz aziza badr badia basel bassam bilal bilel bouchra brahim btissam chaimae chahid chakib
dalila dina dounia driss echraf elham elias elyas fadi fadoua fahd faisal fares farid farida faris farah
farouk fati fatima fatiha fatma fawzi fayza fouad ghada ghassan ghizlane habib habiba hafid hafida hafsa
hajar hakim hala halima hamid hamida hamza hanae hanan hanane haitham hasan hassan hasna hatim hayat hicham
hiba hind houda houria houssein hussein hussain ibrahim ibtissam idris ihab ihsan ikram ilham ilias ilyas
iman imad imane imran ismael ismail issam jaber jabir jalal jamal jamila jawad jihad jihane kamal karim
karima kaoutar kawtar kenza khadija khaled khalid laila lamia lamyae layla latifa leila leyla lina loubna
lubna maha mahdi mahmoud majid malak malek malika manal maroua marwa marwan maryam mariam mehdi meryem
mimoun mina moad mohamed mohammad mohammed mohand monir mounir mounia mourad moussa muhammad munir mustafa
mustapha nabil nabila nacer nadim nadir naima najat najib najim najoua nasser nasim nassim nawal nermin
nihal nisrine noah noor nora nordin nour noura noureddine omar osama ouafae oualid oumaima oussama othman
rabia rachid rachida radouan rafik raja rajae rami ramzi rana rania rashid rayan redouan redouane reem rida
riad rim saad sabah sabri sabrina said saida salah salim salima salma samir samira samia sana sanaa sara
selim shadi sihame silham siham sofian soufian soufiane soukaina souad soumaya suhaila tahar tarek tariq
taoufik wael wafa wafae walid wassim widad yahya yasin yasmin yasmina yasmine yassin yassine yassir younes
youness youssef yousra yusuf zahra zaid zainab zakaria zaki zakia zayd zeinab zineb ziad zohra zouhair
"""

TURKISH_KURDISH_PERSIAN = """
abdurrahman adem ahmet akin ali alp alper altan arda arzu asli asuman ata atilla ayhan ayla aylin aynur ayse
aysel aysegul ayten aytac baran baris batuhan bayram bekir belgin berat berfin berivan berk berkan besir
beyza birgul birol bora bulent burak burcu burhan busra canan caner cansu celal celik cem cemal cemil cengiz
cetin ceylan cihan cigdem damla deniz derya dilan dilara dilek dogan duygu ebru ebubekir ece eda efe ekrem
elif emel emin emine emir emrah emre ender enes engin erdal erdem erdogan eren ergun erhan erkan erol ersin
ertan esma esra eyup ezgi fadime faruk fatih fatos ferhat feride fevzi figen fikret filiz firat funda furkan
gamze gizem gokhan gonul gulay gulcan gulden gulizar gulsah gulsen gulsum gulten gunay hakan hakki halil
halime haluk hamdi hande hanife hasan hasret hatice hava haydar hayri hayriye hikmet huseyin hulya husniye
ibrahim idil ihsan ilayda ilhan ilkay ilker ilknur inci irfan irem ismet jale kaan kader kadir kadriye kamil
kemal kenan kerem kerim kezban koray kubra kursat kutay lale latife leman levent leyla mahir mehmet melek
melike melisa meltem meral merve mert mesut metin mevlut mine miray muhammet muhammed murat musa mustafa
muzaffer muge nalan nazan nazli nazim nazmiye necati necla necmi nehir nejat nergis neslihan nesrin nevin
nevzat nihat nilay nilgun nilufer nur nuran nuray nurcan nurdan nuri nuriye okan oktay omer onur orhan osman
oya ozan ozcan ozge ozgur ozlem pelin pinar ramazan recep refik remzi ruya ridvan sabriye sadik safiye sahin
salih sami sebnem seda sedat sefa sefer selahattin selcuk selda selin selma selman semih semra senem senay
serap serdar serhat serife serkan sevda sevgi sevil sevim sevinc seyda sibel sinan sinem songul suat sukran
suleyman sultan sumeyye suna tahsin tarkan tayfun tekin temel tolga tufan tugba tuncay turan turgay turgut
turkan tulay ufuk ugur umit umut umran utku vedat veli veysel volkan yagmur yakup yalcin yaren yasar yasemin
yavuz yeliz yigit yildiz yilmaz yonca yucel yuksel yunus yusuf zafer zehra zekeriya zeki zeliha zeynep
zubeyde zuhal rojin rojda sherzad dilovan aram azad hevin jiyan kawa nalin rezan sherko amirhossein arash
ardalan arezu babak bahar behnaz behrouz bijan dariush elaheh farhad fariba farshid fereshteh golnaz hamed
hooman hossein javad kamran kaveh kianoush laleh mahsa mahtab majid maryam masoud mehran mina mitra mohsen
mojtaba nasrin nazanin negar niloufar omid parisa parviz payam reza roya saeed sahar samaneh sepideh shahin
shahram shirin siavash soheil soraya yalda zahra ahmadshah farzana fawad jamshid mirwais najibullah nasir
rahim shabnam sohrab wahid zabiullah
"""

SURINAMESE_ANTILLEAN_AFRICAN = """
abena abenaa abiba adjoa adwoa afia afua akosua akua akwasi ama amara amma ananda andwele anil anita anjali
arti arun arvind ashna ashwin asha ashok aswin bernice bhagwandas bismark blessing boris charda charissa
cherel chander chandra chidi chiara chioma churandy clarence claudius clifton clyde comfort curtis damaris
daryl deepak delano dewi devi dinesh dilip dwight earl ebenezer edsel efua ekow eldridge elvis emeka
emmanuel ephraim ernesto esi esperanza etienne eugene evita ezinne faisel fardau favour felicity fiona
franklin geeta germaine gideon giovanni gladys glenn gloria godfried gracia guillermo hamish harish henna
hortence humphrey ifeoma indra indira iris iwan jair jairzinho jamila janice jason jayant jaya jean jerrel
jerry jeremy jermaine johnson joseph joycelyn juliana julius junior jurmen kamla kavita kenneth kenrick kofi
krishan kwabena kwadwo kwaku kwame kwasi lakshmi latoya laurencio leandro lesley lilly lloyd lorraine
lucille luciano luz lyanne malaika marciano marlon mavis mensah mercy merlin michelangelo mildred milton
mireille mohan muriel naomi natasha nadesh narain navin nesta ngozi nita nishant nirmala obed olu oluwaseun
orlando orville patience pearl percy prakash precious preeti prince princess priscilla priya queenie quincy
radj radha rajesh rajiv rakesh ramesh ravi raynard reginald rekha reshma rita rishi rita robby rodney rohan
roline romano romeo ronny roxanne ruthmila sabitrie sandhia sandra sanjay santosh satish savitri selwyn
shaila shakira shanti shanice sharda sharmila sharon shaniqua sherwin shurandy sidney simba sita soerin
soraya stanley stephano sunil suresh surinder sushma sylvana tamika tania terrence tjandra tyrone urmila
usha vanita vijay vikash vinod virginia vishal winston wilfried xiomara yaa yaw yolanthe yvette zaina abdi
abdirahman abdullahi abeba abrehet adey adonay almaz amanuel asmerom awet ayaan berhane bereket biniam dahir
daniel deqa eden ephrem fadumo faduma fatuma filimon filmon fikre freweini gebre genet ghebre habtom hawa
hayelom helen hodan ibado ifrah kibrom kidane khadra luul luwam mahad maryan mebrahtu mehari meron merhawi
mihret milena mulu mulugeta nahom natnael negasi rahel robel ruta sagal saba sahra selam semhar semere
senait simret solomon tesfay tesfaye tekle tsegay tsehay winta yared yodit yohannes yonas yonatan yosef
zekarias mamadou fatoumata aminata aissatou ousmane boubacar ibrahima moussa djibril fanta kadiatou mariama
alpha lamin ebrima bakary binta isatou nakato namugga nalubega ssali okello achieng wanjiku atieno brian
moses denis joan
"""

POLISH_EASTERN_SOUTHERN_ASIAN = """
adam agata agnieszka aleksander aleksandra alicja andrzej aneta anna artur barbara bartek bartosz beata
bogdan boguslaw bozena damian danuta dariusz dawid dominika dominik dorota edyta elzbieta emilia ewa ewelina
filip grazyna grzegorz halina hanna henryk irena iwona izabela jacek jadwiga jakub jan janusz jaroslaw jerzy
joanna jolanta jozef justyna kacper kamil kamila karol karolina katarzyna kasia kinga krystian krystyna
krzysztof lidia lukasz maciej magda magdalena maja malgorzata marcin marek mariusz marta mateusz michal
mieczyslaw milena miroslaw monika natalia norbert olga oliwia patryk paulina pawel piotr przemek przemyslaw
radek radoslaw rafal renata robert roman ryszard sebastian slawomir stanislaw stefania sylwia szymon tadeusz
teresa tomasz urszula wanda weronika wieslaw wiktor wiktoria witold wladyslaw wojciech wojtek zbigniew
zdzislaw zofia zuzanna aleksandar alexandru alina anastasia andrei andrej angel anton atanas bogdan boris
branko catalin claudiu corina cosmin costel dejan denitsa desislava dimitar dmitri dragan dragana dusan
elena emil florin gabriela gheorghe georgi goran hristo igor iliana ioana ion ionut iryna iva ivan ivana
ivanka ivo jelena jovan katerina kristina kyrylo liliana ljiljana lubov lyudmila maksym marija marijana
marin marko mihaela mihai milica milos mirela miroslav mladen nadezhda nedim nenad nikolai nikola nikolay
oksana oleg oleksandr olena petar plamen radu razvan sasha senad sergei serhii silviu slobodan snezana sorin
stanislav stefka stoyan svetlana tatiana tatjana tetyana todor vadim valentina valeriu vasil vasile velina
vesna viktor viktoriia vlad vladimir volodymyr yana yulia yuriy zdravko zlatan zoran alessandra alessandro
alejandra alejandro ana andrea angelo antonella antonio beatriz carlos caterina chiara cristina diego
domenico duarte eduardo elisabetta enrico enzo fabio fernanda fernando filipa francesca francesco francisco
gabriel giorgia giovanna giulia giuseppe gonzalo guilherme gustavo ignacio isabela javier jesus joao joaquim
jorge jose josefa juan juana juliana lorenzo lucia luigi luis manuel manuela marcelo marco mariana matteo
mateo miguel monica nuno paola paolo pablo patricia pedro pilar rafael raquel ricardo roberto rodrigo
rosario ruy salvatore santiago silvia sergio sofia stefano teresa tiago tomas valentina vicente aditya agus
andi ayu bambang budi dewi eka fitri gita hendra indah joko kadek ketut lestari made maya nyoman putri putu
rina rini sari siti slamet sri sukma susilo tri wati wayan wahyu yanti yudi yuni akira chen fang haruto
hoang hong huong jing keiko lan lei li lin ling linh mai mei ming minh naoko ngoc nguyen phuong qiang
satoshi thanh thi thu tran trang tuan wei wen xiao xin yan ying yuki yun zhang
"""

SURNAMES = """
bakker beek berg boer bos bosch bosman brouwer bruin buijs dekker dijk dijkstra evers gerritsen graaf groot
haan hendriks hermans heuvel hoek hoekstra hofman hoekman huisman huizinga jacobs jansen janssen jonker jong
koning koster kok kuiper kuijpers kramer leeuwen linden maas martens meer meijer meyer mol molenaar mulder
peeters peters pietersen postma prins ruiter sanders schipper scholten schouten smeets smit smits spaans
timmermans veen velde veenstra ven verbeek verhoeven vermeer vermeulen visser vliet vos vries wal willems
willemsen wit wolf wolters zijlstra zwart achterberg el-amrani bouzid yilmaz kaya demir celik sahin yildiz
ozturk aydin arslan dogan kilic aslan koc kurt ozdemir nowak kowalski wisniewski wojcik kowalczyk kaminski
singh ramdin ramdas soekhai jankie autar
"""


ALSO_WORDS = listed(WORD_NAMES) - listed(NEVER_WORDS)
FIRST_NAMES = (
    listed(
        DUTCH
        + MOROCCAN_AND_ARABIC
        + TURKISH_KURDISH_PERSIAN
        + SURINAMESE_ANTILLEAN_AFRICAN
        + POLISH_EASTERN_SOUTHERN_ASIAN
        + NEVER_WORDS
    )
    - ALSO_WORDS
)
COMMON_SURNAMES = listed(SURNAMES)
