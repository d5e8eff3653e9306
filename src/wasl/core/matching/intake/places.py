"""A small gazetteer of the region, our own: countries, capitals, first-level units and crossings.

One row a place: kind, country, then its names in French, English and Arabic, several by ``/``. No
coordinates: it finds places in a text, it does not put them on a map.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class PlaceKind(StrEnum):
    """What a place is."""

    COUNTRY = "country"
    CAPITAL = "capital"
    UNIT = "unit"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A place of the gazetteer: its kind, its country and all its names."""

    kind: PlaceKind
    country: str
    names: tuple[str, ...]


COUNTRIES = """\
DZ|Algérie|Algeria|الجزائر
LY|Libye|Libya|ليبيا
TN|Tunisie|Tunisia|تونس
MA|Maroc|Morocco|المغرب
MR|Mauritanie|Mauritania|موريتانيا
EH|Sahara occidental|Western Sahara|الصحراء الغربية
ML|Mali|Mali|مالي
NE|Niger|Niger|النيجر
TD|Tchad|Chad|تشاد
SD|Soudan|Sudan|السودان
EG|Égypte/Egypte|Egypt|مصر
BF|Burkina Faso|Burkina Faso|بوركينا فاسو
NG|Nigeria/Nigéria|Nigeria|نيجيريا
SN|Sénégal|Senegal|السنغال
FR|France|France|فرنسا
IT|Italie|Italy|إيطاليا
ES|Espagne|Spain|إسبانيا
MT|Malte|Malta|مالطا
TR|Turquie|Türkiye/Turkey|تركيا
RU|Russie|Russia|روسيا
SY|Syrie|Syria|سوريا
"""

CAPITALS = """\
DZ|Alger|Algiers|الجزائر العاصمة
LY|Tripoli|Tripoli|طرابلس
TN|Tunis|Tunis|تونس العاصمة
MA|Rabat|Rabat|الرباط
MR|Nouakchott|Nouakchott|نواكشوط
ML|Bamako|Bamako|باماكو
NE|Niamey|Niamey|نيامي
TD|N’Djamena/N'Djamena/Ndjamena|N’Djamena/N'Djamena|نجامينا/انجمينا
SD|Khartoum|Khartoum|الخرطوم
EG|Le Caire|Cairo|القاهرة
BF|Ouagadougou|Ouagadougou|واغادوغو
NG|Abuja|Abuja|أبوجا
SN|Dakar|Dakar|داكار
FR|Paris|Paris|باريس
IT|Rome|Rome|روما
ES|Madrid|Madrid|مدريد
MT|La Valette|Valletta|فاليتا
TR|Ankara|Ankara|أنقرة
RU|Moscou|Moscow|موسكو
SY|Damas|Damascus|دمشق
"""

UNITS = """\
DZ|Adrar|Adrar|أدرار
DZ|Chlef|Chlef|الشلف
DZ|Laghouat|Laghouat|الأغواط
DZ|Oum El Bouaghi|Oum El Bouaghi|أم البواقي
DZ|Batna|Batna|باتنة
DZ|Béjaïa/Bejaia|Béjaïa/Bejaia|بجاية
DZ|Biskra|Biskra|بسكرة
DZ|Béchar/Bechar|Béchar/Bechar|بشار
DZ|Blida|Blida|البليدة
DZ|Bouira|Bouira|البويرة
DZ|Tamanrasset|Tamanrasset|تمنراست
DZ|Tébessa/Tebessa|Tébessa/Tebessa|تبسة
DZ|Tlemcen|Tlemcen|تلمسان
DZ|Tiaret|Tiaret|تيارت
DZ|Tizi Ouzou/Tizi-Ouzou|Tizi Ouzou|تيزي وزو
DZ|Djelfa|Djelfa|الجلفة
DZ|Jijel|Jijel|جيجل
DZ|Sétif/Setif|Sétif/Setif|سطيف
DZ|Saïda|Saïda|سعيدة
DZ|Skikda|Skikda|سكيكدة
DZ|Sidi Bel Abbès|Sidi Bel Abbes|سيدي بلعباس
DZ|Annaba|Annaba|عنابة
DZ|Guelma|Guelma|قالمة
DZ|Constantine|Constantine|قسنطينة
DZ|Médéa/Medea|Médéa/Medea|المدية
DZ|Mostaganem|Mostaganem|مستغانم
DZ|M’Sila/M'Sila|M’Sila/M'Sila|المسيلة
DZ|Mascara|Mascara|معسكر
DZ|Ouargla|Ouargla|ورقلة
DZ|Oran|Oran|وهران
DZ|El Bayadh|El Bayadh|البيض
DZ|Illizi|Illizi|إليزي
DZ|Bordj Bou Arréridj|Bordj Bou Arreridj|برج بوعريريج
DZ|Boumerdès/Boumerdes|Boumerdes|بومرداس
DZ|El Tarf|El Tarf|الطارف
DZ|Tindouf|Tindouf|تندوف
DZ|Tissemsilt|Tissemsilt|تيسمسيلت
DZ|El Oued|El Oued|الوادي
DZ|Khenchela|Khenchela|خنشلة
DZ|Souk Ahras|Souk Ahras|سوق أهراس
DZ|Tipaza|Tipaza|تيبازة
DZ|Mila|Mila|ميلة
DZ|Aïn Defla|Ain Defla|عين الدفلى
DZ|Naâma|Naama|النعامة
DZ|Aïn Témouchent|Ain Temouchent|عين تموشنت
DZ|Ghardaïa|Ghardaia|غرداية
DZ|Relizane|Relizane|غليزان
DZ|Timimoun|Timimoun|تيميمون
DZ|Bordj Badji Mokhtar|Bordj Badji Mokhtar|برج باجي مختار
DZ|Ouled Djellal|Ouled Djellal|أولاد جلال
DZ|Béni Abbès|Beni Abbes|بني عباس
DZ|In Salah/Aïn Salah|In Salah|عين صالح
DZ|In Guezzam/Aïn Guezzam|In Guezzam|عين قزام
DZ|Touggourt|Touggourt|تقرت/توقرت
DZ|Djanet|Djanet|جانت
DZ|El M’Ghair/El M'Ghair|El M’Ghair/El M'Ghair|المغير
DZ|El Meniaa/El Menia|El Meniaa|المنيعة
LY|Benghazi|Benghazi|بنغازي
LY|Misrata/Misurata|Misrata|مصراتة
LY|Zaouïa/Zawiya|Zawiya/Zawia|الزاوية
LY|Zouara/Zuwara|Zuwara|زوارة
LY|Derna|Derna|درنة
LY|Syrte|Sirte|سرت
LY|Sebha|Sabha/Sebha|سبها
LY|Mourzouq|Murzuq|مرزق
LY|Oubari/Ubari|Ubari|أوباري
LY|Ghat|Ghat|غات
LY|Ghadamès/Ghadames|Ghadames|غدامس
LY|Nalout|Nalut|نالوت
LY|Koufra|Kufra|الكفرة
LY|Tobrouk|Tobruk|طبرق
LY|Ajdabiya|Ajdabiya|أجدابيا
LY|Al-Bayda/El Beïda|Al Bayda|البيضاء
LY|Joufra|Jufra|الجفرة
LY|Zliten|Zliten|زليتن
LY|Gharyan|Gharyan|غريان
LY|Tarhouna|Tarhuna|ترهونة
LY|Sabratha|Sabratha|صبراتة
LY|Cyrénaïque|Cyrenaica|برقة
LY|Fezzan|Fezzan|فزان
LY|Tripolitaine|Tripolitania|إقليم طرابلس
TN|Sfax|Sfax|صفاقس
TN|Sousse|Sousse|سوسة
TN|Kairouan|Kairouan|القيروان
TN|Kasserine|Kasserine|القصرين
TN|Gafsa|Gafsa|قفصة
TN|Gabès|Gabes|قابس
TN|Médenine|Medenine|مدنين
TN|Tataouine|Tataouine|تطاوين
TN|Tozeur|Tozeur|توزر
TN|Kébili|Kebili|قبلي
TN|Sidi Bouzid|Sidi Bouzid|سيدي بوزيد
TN|Bizerte|Bizerte|بنزرت
TN|Béja|Beja|باجة
TN|Jendouba|Jendouba|جندوبة
TN|Le Kef|Kef|الكاف
TN|Siliana|Siliana|سليانة
TN|Nabeul|Nabeul|نابل
TN|Zaghouan|Zaghouan|زغوان
TN|Ben Arous|Ben Arous|بن عروس
TN|Ariana|Ariana|أريانة
TN|Manouba|Manouba|منوبة
TN|Monastir|Monastir|المنستير
TN|Mahdia|Mahdia|المهدية
NE|Agadez|Agadez|أغاديز
NE|Diffa|Diffa|ديفا
NE|Dosso|Dosso|دوسو
NE|Maradi|Maradi|مارادي
NE|Tahoua|Tahoua|تاوة
NE|Tillabéri|Tillaberi|تيلابيري
NE|Zinder|Zinder|زيندر
ML|Gao|Gao|غاو
ML|Kidal|Kidal|كيدال
ML|Tombouctou|Timbuktu|تمبكتو
ML|Ménaka|Menaka|ميناكا
ML|Taoudénit|Taoudenit|تاودني
ML|Mopti|Mopti|موبتي
ML|Ségou|Segou|سيغو
ML|Kayes|Kayes|كايس
ML|Sikasso|Sikasso|سيكاسو
MR|Nouadhibou|Nouadhibou|نواذيبو
MR|Tiris Zemmour|Tiris Zemmour|تيرس زمور
MR|Hodh Ech Chargui|Hodh Ech Chargui|الحوض الشرقي
MA|Oujda|Oujda|وجدة
MA|Tanger|Tangier|طنجة
MA|Casablanca|Casablanca|الدار البيضاء
TD|Tibesti|Tibesti|تيبستي
TD|Ennedi|Ennedi|إنيدي
SD|Darfour|Darfur|دارفور
EG|Marsa Matrouh|Matruh|مطروح
"""

CROSSINGS = """\
DZ|Debdeb|Debdeb|الدبداب
DZ|Tin Alkoum/Tin Al Koum|Tin Alkoum|تين الكوم
DZ|Taleb Larbi|Taleb Larbi|الطالب العربي
DZ|Bouchebka|Bouchebka|بوشبكة
DZ|Oum Teboul|Oum Teboul|أم الطبول
DZ|Akid Lotfi|Akid Lotfi|العقيد لطفي
DZ|Tinzaouatine|Tin Zaouatine|تين زاوتين
DZ|Timiaouine|Timiaouine|تيمياوين
LY|Ras Jedir/Ras Ajdir|Ras Ajdir/Ras Jedir|رأس جدير/رأس اجدير
LY|Wazen|Wazin|وازن
LY|Isseyen/Essayen|Isseyen|إيسين
LY|Toummo/Toumo|Tummo|التوم
LY|Amsaad/Musaid|Musaid|امساعد
TN|Dehiba|Dehiba|الذهيبة
TN|Hazoua|Hazoua|حزوة
NE|Assamaka|Assamaka|أساماكا
ML|In Khalil|In Khalil|الخليل
MR|Hassi 75|Hassi 75|حاسي 75
EH|Guerguerat|Guerguerat|الكركرات
EG|Salloum|Salloum|السلوم
"""

_TABLES = {
    PlaceKind.COUNTRY: COUNTRIES,
    PlaceKind.CAPITAL: CAPITALS,
    PlaceKind.UNIT: UNITS,
    PlaceKind.CROSSING: CROSSINGS,
}


def known_places() -> Iterator[KnownPlace]:
    """Every place of the gazetteer."""
    for kind, table in _TABLES.items():
        for row in table.splitlines():
            country, *languages = row.split("|")
            names = dict.fromkeys(name for names in languages for name in names.split("/"))
            yield KnownPlace(kind=kind, country=country, names=tuple(names))


@cache
def places_by_name() -> Mapping[str, KnownPlace]:
    """Each place by each of its names in small letters; of two of one name the first stands."""
    found: dict[str, KnownPlace] = {}
    for place in known_places():
        for name in place.names:
            found.setdefault(place_key(name), place)
    return found


def place_key(name: str) -> str:
    """A name as it is looked for: small letters, one apostrophe, hyphens as spaces."""
    return name.replace("-", " ").replace("'", "’").casefold()


@cache
def longest_name() -> int:
    """How many words the longest name has."""
    return max(len(name.split()) for name in places_by_name())
