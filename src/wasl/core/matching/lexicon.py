"""Given names and common surnames that are written in many ways, one a line. Hand-made.

A spelling may belong to two lines (Salem is سالم, but careless hands write it for سليم). Two
spellings that share a line are one name however far apart they sound; two that are both known and
share none are two names however near: distance alone cannot tell Mahmoud from Mohamed.
"""

# One name a line: its Arabic spellings, then its Latin ones, in small letters without marks.
VERSION = "1"
LINES = """
محمد محمّد | mohamed mohammed muhammad mohammad mohamad muhamad muhammed mohamud mouhamed
  mouhammad muhamed mahamed mahammed mehmet mohd mohammod muhammet
محمود | mahmoud mahmud mahmood mahmut mahmmoud mehmoud mehmood
احمد | ahmed ahmad ahmet akhmed ahmedo ehmed achmed achmad
حميد | hamid hameed hamide
حامد | hamed hamid haamid
حماد حمّاد | hammad hamad hamed
حمد | hamad hamd
حمدي حمدى | hamdi hamdy
حمود | hammoud hamoud hamud hammud hamoudi
حمودي | hammoudi hamoudi hamudi
حمزة حمزه | hamza hamzah hamzeh hamze
امحمد | mhamed mhammed
مصطفى مصطفي | mustafa mostafa moustafa moustapha mustapha mostapha mostefa mustafah
مختار | mukhtar mokhtar moukhtar muktar muchtar
محي محيي | mohieddine mohi muhyi mahi mehdi
مهدي مهدى | mehdi mahdi mahdy
سليم | salim saleem selim slim salem
سالم | salem salim saalem
سلام | salam sallam salaam
سلمان | salman selman salmaan
سليمان | suleiman suleyman sulaiman sulayman slimane slimen souleymane soleiman soliman suliman
  sulaymaan sleiman
صالح | saleh salih salah salah salleh saleeh
صلاح | salah saleh sallah salaah
سعيد | said saeed saied saiid sayeed
سعد | saad sad saed sa'ad
سعود | saoud saud seoud
سعيدة | saida saeeda
سعدي | saadi sadi saady
سعاد | souad suad soad
حسن | hassan hasan hassen hasen hacen hacene
حسين | hussein hussain husain husayn husein hossein hosein houssein houcine hocine hussien
  houssain huseyn hosain hucein
حسني | hosni hasni husni hassni
محسن | mohsen muhsin mohcen mohsin mouhcine mohcine
حسان | hassan hassane hassaan
حسام | hossam husam hussam houssam houssem hosam
عمار | ammar amar aammar
عامر | amer amir aamer ameur
عمر | omar umar omer oumar umer amar
عمرو | amr amro amru amrou
امير | amir ameer emir
امين | amin amine ameen
امينة | amina aminah
امان | aman
ايمن | ayman aymen aiman aimen
ايمان | iman eman imane
ايوب | ayoub ayub ayyub ayyoub ayoob ayob
يعقوب | yaqub yacoub yakoub yaqoub yakub yaaqoub
يوسف | youssef yusuf yousef youcef yusef yousuf yousif yousaf yusif youssouf yousouf josef joseph
  youssif
يونس | younes younis yunus yunis younous younus
يونس يوناس | yunas
يحيى يحيي | yahya yahia yehia yehya yihya
ياسين | yassin yasin yacine yassine yaseen
ياسر | yasser yasir yaser yassir
يسري | yousri yosri yusri
اسماعيل | ismail ismael smail ismaeel esmail ismaiel ismayil esmaeil smain
اسحاق اسحق | ishaq ishak isaac ishac eshaq es'haq
ابراهيم | ibrahim brahim ebrahim ibraheem abrahim brahem ibrahima
براهيمي | brahimi
ادريس | idris driss idriss edris dris idrees
ادم | adam adem aadam
الياس | elias ilyas ilias lyes elyas elyes
عيسى عيسي | issa isa aissa eissa essa
موسى موسي | moussa musa mousa moosa mossa
هارون | haroun harun haroon aroun
داود داوود | daoud dawood dawud daud daoood dawod davood
زكريا زكرياء | zakaria zakariya zakariyya zakarya zakariyah
جبريل | jibril djibril gibril jebril
جابر | jaber djaber jabir gaber
جبار | jabbar djabbar jabar gabbar
جمال | jamal djamel djamal gamal jamel jemal
جميل | jamil djamil jameel gamil
جميلة | jamila djamila
كمال | kamal kemal kamel
كامل | kamel kamil kaamil
كريم | karim kareem krim
كريمة | karima kareema
كرم | karam
مكرم | makram mokram
رشيد | rachid rashid rasheed rachide rashed
راشد | rached rashed rashid raashid
رشاد | rachad rashad rechad
رضا | reda ridha rida rezza reza redha
رياض | riadh riyad riad riyadh ryad
رمضان | ramadan ramdane ramadhan ramazan ramzan ramdan
رمزي | ramzi ramzy
رامي | rami ramy
فتحي فتحى | fathi fathy fethi
فتيحة | fatiha fathia
فتحية | fathia fathiya fatheya
فتاح | fattah fatah fettah
فاتح | fateh fatih
فاطمة | fatima fatma fatimah fatema fatimata fatoumata fetma
فضل | fadl fadel fazl fadhl fadhel
فاضل | fadel fadhel fadil fazil
فضيل | fodil foudil fudail
فهد | fahd fahad
فؤاد فواد | fouad fuad foad
فوزي | fawzi faouzi fauzi fawzy fouzi
فيصل | faisal faysal faycal feisal faical fayssal faissal
فريد | farid fareed ferid
فاروق | farouk faruk farouq faruq farooq farook
فارس | fares faris fariss
فراس | firas feras
خالد | khaled khalid khalled chaled haled
خليل | khalil khaleel halil chalil
خليفة | khalifa khelifa khalifah khalifeh khlifa
خير | kheir khair khayr
خضر اخضر | lakhdar khider khodr khidr akhdar
خميس | khamis khemis khamees
خديجة | khadija khadidja khadijah
نور | nour noor nur
نورية | nouria nuria
ناصر | nasser nasir naser nacer nassir
نصر | nasr naser
نصير | nasir naseer nassir nacir
ناصري | nasri naceri nasiri
نبيل | nabil nabeel
نجيب | najib naguib nadjib najeeb nejib
نجم | najm nadjm
نعيم | naim naeem
نعمان | numan noaman noman nouman
نادر | nader nadir
نذير نظير | nadir nazir nadhir nazeer
منصور | mansour mansur mansoor
منير | mounir munir monir muneer
منار | manar
مراد | mourad murad morad mrad
مروان | marwan marouane merouane marwane
مرزوق | marzouk marzuq merzouk marzouq
مبارك | mubarak mobarak moubarak mubarek embarek mbarek
مولود | mouloud mawloud mouldi milud
ميلاد | milad
مسعود | massoud masoud messaoud masud mesoud massud masood
سعدون | saadoun sadoun
معمر | muammar mouammar moammar maamar mammar muamar
معاذ | muadh moaz mouadh muath moadh
مازن | mazen mazin
ماجد | majed majid maged
مجيد | majid madjid majeed meguid magid
ملك | malik melik
مالك | malek malik maalik
عبيد | obeid ubaid ubayd obaid
عبيدة | obeida ubaydah obaida ubayda ubaidah
عابد | abed abid
عباس | abbas abas abbes
عثمان | othman osman uthman othmane ousmane otman usman athman
عدنان | adnan adnane adnen
عادل | adel adil
عاطف | atef atif
عارف | aref arif
عاشور | achour ashour
عزيز | aziz azeez
عزت | ezzat izzat
عزة | azza
عز عزالدين | ezz izz azz azzedine azeddine ezzedine izzeddin
عصام | issam essam isam
عطية | attia atiya atia ateya attiyah
عقبة | okba oqba uqba
علاء | alaa ala
علي على | ali aly
عالي | aali
علوي | alaoui alawi allawi
عماد | imad imed emad
عمران | imran omran amrane
عمارة | amara ammara
عمور | amour ammour
عوض | awad aouadh
عياش | ayyash ayache ayyach
غالب | ghaleb ghalib
غازي | ghazi
غني | ghani
قاسم | kassem qasim qasem kacem kasem qassem gasim gassem kasim
قاسمي | gasmi kacemi qasimi kassimi
قادر | kader qader qadir kadir
قدور | kaddour qaddour gaddour
قدوس | kaddous quddus
كاظم | kazem kadhim kadhem kazim
لطيف | latif lateef
لطفي | lotfi loutfi lutfi
طارق | tarek tariq tarik tareq tareck
طالب | taleb talib
طاهر | taher tahar tahir
طه | taha tahaa
طلال | talal
طيب | tayeb tayyib taieb tayyeb tayib tayyab
ظاهر | zaher dhaher
زاهر | zaher zahir
زهير | zouheir zuhair zohair zoheir zuhayr
زهرة زهراء | zahra zohra zehra
زيد | zayd zaid zeid zayed
زايد | zayed zaied
زياد | ziad ziyad zied
زيدان | zidane zaydan zeidan zidan zaidan
زين | zine zain zein zayn
زينب | zineb zaynab zainab zeinab
زبير | zubair zubayr zoubir zubeir zubeyr
شريف | cherif sharif chrif shareef charif
شريفة | cherifa sharifa
شاكر | shaker chaker shakir
شكري | shukri chokri choukri shokri shoukri
شعبان | shaaban chaabane shaban chaban sha'ban
شفيق | shafiq chafik shafik chafiq
شوقي | shawki chawki shawqi
شادي | shadi chadi
هاشم | hashem hachem hashim hichem
هشام | hisham hicham hichem hesham
هاني | hani hany
هلال | hilal helal
هيثم | haitham haytham haythem
وليد | walid waleed oualid
ولي | wali
واثق | wathiq
وسام | wissam wisam ouissem
وسيم | wassim waseem
وحيد | wahid waheed ouahid
واحد | wahid wahed
وهاب | wahab wahhab ouahab
باسم | bassem basim basem
بسام | bassam
بشير | bashir bachir basheer
بشار | bashar bachar
بدر | badr bader
بدري | badri
بكر | bakr baker
بكري | bakri
بلال | bilal bilel belal billal
بلقاسم | belkacem belgacem belkassem belqasim
بوعلام | boualem boualam
بوزيد | bouzid
بومدين | boumediene boumedienne
ثابت | thabet sabet tabet
جعفر | jaafar djaafar gaafar jafar jaffar
جلال | jalal djalal galal djellal jelal
جلول | djelloul jalloul jelloul
جواد | jawad djaouad javad gawad jaouad
جهاد | jihad djihad gihad
حاتم | hatem hatim
حارث | harith hareth haris
حازم | hazem hazim
حافظ | hafez hafedh hafiz
حكيم | hakim hakeem
حبيب | habib habeeb
حبيبة | habiba
حق | haq haqq hak
حقاني | haqqani haqani hakkani
حليم | halim haleem
حليمة | halima
حنان | hanan hanane
حيدر | haydar haider haidar
حي | hay hai
خلف | khalaf khelaf
دليلة | dalila
ربيع | rabie rabia rabi
رابح | rabah rabeh
رجب | rajab ragab redjeb
رحيم | rahim raheem
رزاق | razak razzaq razzak razaq
رقية | rokia ruqayya
رؤوف رءوف | raouf rauf raoof
سامي | sami samy
سامر | samer
سمير | samir sameer
سميرة | samira
سراج | siraj serraj seraj saraj
سفيان | sofiane sufyan soufiane sofian
سلوى | salwa saloua
سنوسي | senoussi sanusi
سهيل | souheil suhail
سيد | said sayed sayyed syed sayyid saiyid
سيف | saif seif sayf
صادق | sadek sadiq sadok
صديق | seddik siddiq sediq seddiq
صابر | saber sabir
صبري | sabri sabry
صبور | sabour sabur
صدام | saddam
صفاء | safaa
ضياء | diaa dhia ziya
طرابلسي | trabelsi tarabulsi
تكريتي | tikriti takriti
جزائري | jazairi djazairi jazaeri
تونسي | tounsi tunsi tunisi
ليبي | libi leeby
مصري | masri misri
عراقي | iraqi
سوري | souri suri
يمني | yamani yemeni
مغربي | maghribi maghrebi
مريم | mariam maryam meriem miriam mariem
مريمة | maryama
نعيمة | naima
نوال | nawal nawel
ليلى | leila layla laila
سارة | sara sarah
هدى | houda huda hoda
حياة | hayat hayet
وردة | warda ouarda
وفاء | wafa wafaa ouafa
يمينة | yamina
"""
