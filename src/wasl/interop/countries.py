"""Countries as lists write them, in English, French or Arabic, and their codes of ISO 3166-1."""

import re
import unicodedata
from functools import cache

from babel import Locale

LANGUAGES = ("en", "fr", "ar")
# Names that the United Nations, papers and officers write, and CLDR does not.
OTHERWISE = {
    "AE": "UAE; U.A.E.",
    "BO": "Bolivia (Plurinational State of)",
    "BA": "Bosnia and Herzegovina; Bosnia-Herzegovina",
    "BN": "Brunei Darussalam",
    "CD": "Democratic Republic of the Congo; Congo, Democratic Republic of the; DRC",
    "CF": "Central African Rep.",
    "CG": "Congo; Republic of the Congo; Congo, Republic of the",
    "CI": "Cote d'Ivoire; Ivory Coast",
    "CN": "People's Republic of China",
    "CZ": "Czech Republic",
    "EH": "Sahara occidental; Western Sahara",
    "FM": "Micronesia (Federated States of)",
    "GB": "United Kingdom of Great Britain and Northern Ireland; UK; Great Britain; England",
    "HK": "Hong Kong; China, Hong Kong Special Administrative Region; Hong Kong SAR",
    "IR": "Iran (Islamic Republic of); Islamic Republic of Iran",
    "KP": "Democratic People's Republic of Korea; DPRK; Korea, North",
    "KR": "Republic of Korea; Korea, South; ROK",
    "LA": "Lao People's Democratic Republic",
    "LY": "Libyan Arab Jamahiriya; State of Libya; Libye; ليبيا",
    "MD": "Republic of Moldova",
    "MK": "North Macedonia; Macedonia",
    "MM": "Myanmar; Burma",
    "MO": "Macao; Macau; China, Macao Special Administrative Region",
    "PS": "State of Palestine; Palestine; Palestinian; Palestinian Territory; West Bank; Gaza",
    "RU": "Russian Federation",
    "SA": "Kingdom of Saudi Arabia; KSA",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TR": "Turkiye; Turkey",
    "TW": "Taiwan; Taiwan, Province of China",
    "TZ": "United Republic of Tanzania",
    "US": "United States of America; USA; U.S.A.; U.S.",
    "VA": "Holy See",
    "VE": "Venezuela (Bolivarian Republic of)",
    "VN": "Viet Nam",
    "YE": "Republic of Yemen",
}


def country_code(text: str) -> str | None:
    """The code of the country a text names; None where it names none this house knows."""
    return _names().get(_folded(text))


def _folded(text: str) -> str:
    """The text without accents, case, articles and punctuation."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return re.sub(r"^(?:the|la|le|les|l) ", "", " ".join(re.findall(r"\w+", plain)))


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "UN", "EZ", "ZZ"}:
                found[_folded(name)] = code
                found[code.casefold()] = code
    for code, names in OTHERWISE.items():
        found.update((_folded(name), code) for name in names.split(";"))
    return found
