"""Words an article is read by: of which language, what is a title, what heads an organization.

French, English and Arabic. All in small letters, accents as they are written.
"""

FUNCTION_WORDS = {
    "fr": frozenset(
        """
        le la les des du de et que qui dans pour avec une un sur par est au aux ce cette son sa ses
        a été l d en il elle plus ne pas
        """.split()
    ),
    "en": frozenset(
        """
        the of and to in that for with on by is was at from his her its an as has have been not
        which who it this
        """.split()
    ),
    "ar": frozenset(
        "في من على إلى عن مع أن التي الذي هذا هذه كما بعد قبل بين خلال وفي ومن".split()
    ),
}

# Capitalised at the head of a sentence or in the name of an office; never anybody's name.
NO_NAMES = frozenset(
    """
    affaires afrique after also an and april armée armées army as assemblée at août august avril
    avant brigade but by cela celui cependant ces cet cette commandement communiqué conseil
    constitution coopération culture dans de december deputy des dimanche direction division du
    défense département economy education elle elles en energy enseignement et europe face
    february finance finances for forces former friday from gendarmerie general gouvernement
    government great général haut he her his homeland il ils in interior intérieur it its janvier
    january jeudi journal juillet july jun june juin justice la le les lors lundi maghreb mai mais
    march mardi mars may mercredi minister ministre ministère ministry monday médias nation
    national nationale nations new non nos notre nous nov novembre november occident oct october
    octobre of on or orient où par parlement pour president presse premier première prime
    président que qui renseignement renseignements république sa sahara sahel samedi saturday
    sans santé sept septembre september ses sécurité service services she si son source sources
    souveraineté staff state sud sunday sur sénat thursday the their they this to tous tout trésor
    tuesday un une union unies unis united vendredi wednesday we with workers à écho économie est
    états état février décembre nord ouest dès déjà ainsi alors après aucun autre aux
    """.split()
)

# Before a name, longest first; what may stand between is told below.
TITLES = (
    "vice-premier ministre", "premier ministre", "prime minister", "deputy minister",
    "secretary general", "secrétaire général", "chef d’état-major", "chief of staff",
    "général de brigade", "général de division", "général de corps d’armée", "général d’armée",
    "brigadier general", "major general", "lieutenant general", "lieutenant-colonel",
    "foreign minister", "interior minister", "defence minister",
    "général", "general", "colonel", "commandant", "commander", "capitaine", "captain",
    "lieutenant", "maréchal", "marshal", "amiral", "admiral", "ministre", "minister",
    "président", "president", "ambassadeur", "ambassador", "gouverneur", "governor", "wali",
    "préfet", "député", "sénateur", "procureur", "juge", "judge", "directeur", "director",
    "patron", "chef", "homologue", "counterpart", "porte-parole", "spokesman", "spokesperson",
    "envoyé", "envoy", "émir", "emir", "cheikh", "sheikh", "imam", "dr", "mme", "mrs", "mr",
)  # fmt: skip

# Between a title and a name: an adjective, an office, how it is held.
BETWEEN = frozenset(
    """
    algérien algérienne libyen libyenne tunisien tunisienne marocain malien nigérien mauritanien
    tchadien égyptien français italien turc russe algerian libyan tunisian moroccan malian nigerien
    mauritanian chadian egyptian french italian turkish russian
    de du des d l la le les of the for par intérim acting délégué adjoint général
    intérieur interior défense defence affaires étrangères foreign affairs justice finances
    transports énergie état-major armée armées army renseignement militaire military intelligence
    """.split()
)

# What an officer of state is called by: the role of the person is OFFICIAL.
OF_THE_STATE = frozenset(TITLES) - {
    "patron", "chef", "émir", "emir", "cheikh", "sheikh", "imam", "dr", "mme", "mrs", "mr",
}  # fmt: skip

# Within a name, between its capitalised words.
PARTICLES = frozenset("ben bin ibn bint ould el al abu abou de la".split())

ORGANIZATION_HEADS = frozenset(
    """
    département department ministère ministry brigade régiment regiment bataillon battalion
    division direction directorate agence agency comité committee conseil council commission
    front parti party mouvement movement organisation organization société company compagnie
    banque bank institut institute université university gouvernement government croissant
    """.split()
)
# A government is one however it is written; the others only with a capital.
ALWAYS_HEADS = frozenset({"gouvernement", "government"})
LINKS = frozenset("du de des d la l le of the for".split())
QUALITIES = frozenset(
    """
    militaire nationale national générale général populaire islamique libyenne algérienne
    tunisienne supérieur suprême central centrale intérieure extérieure
    """.split()
)

ARABIC_TITLES = frozenset(
    """
    العميد اللواء الفريق المشير العقيد المقدم الرائد النقيب الملازم وزير الوزير رئيس الرئيس مدير
    المدير السفير سفير القائد قائد الشيخ الدكتور السيد السيدة النائب الوالي والي المتحدث
    """.split()
)
ARABIC_NOT_OF_THE_STATE = frozenset({"الشيخ", "الدكتور", "السيد", "السيدة"})
ARABIC_BETWEEN = frozenset(
    """
    الليبي الجزائري التونسي المغربي المصري الموريتاني المالي الليبية الجزائرية التونسية المغربية
    المصرية الموريتانية أول ركن المكلف بالإنابة الداخلية
    الدفاع الخارجية العدل المالية الوزراء الحكومة الأركان أركان الاستخبارات العسكرية المخابرات
    الجيش العام الدولة الجمهورية
    """.split()
)
# The word after one of these belongs to the name with it.
ARABIC_BOUND = frozenset("بن ابن عبد أبو أبي ولد آل".split())
ARABIC_PREFIXES = ("و", "ف", "ب", "ل", "ك")
