"""What is seized: substances and other goods by code, and mass where it can be told.

An own list, made for this border; officers also type the name as written. A raw quantity is never
replaced: kilograms are a view, and name the table they were computed by.
"""

from enum import StrEnum
from fractions import Fraction

COMMODITIES_VERSION = "goods/1"
"""The list of `Commodity`, as an arrangement names it."""

FACTORS_VERSION = "kg/1"


class Commodity(StrEnum):
    """One kind of goods. CAPTAGON means tablets sold as captagon; persons are never goods."""

    CANNABIS_RESIN = "CANNABIS_RESIN"
    CANNABIS_HERB = "CANNABIS_HERB"
    CANNABIS_PLANT = "CANNABIS_PLANT"
    CANNABIS_OIL = "CANNABIS_OIL"
    COCAINE = "COCAINE"
    CRACK = "CRACK"
    HEROIN = "HEROIN"
    OPIUM = "OPIUM"
    MORPHINE = "MORPHINE"
    AMPHETAMINE = "AMPHETAMINE"
    METHAMPHETAMINE = "METHAMPHETAMINE"
    CAPTAGON = "CAPTAGON"
    MDMA = "MDMA"
    PREGABALIN = "PREGABALIN"
    TRAMADOL = "TRAMADOL"
    TAPENTADOL = "TAPENTADOL"
    CLONAZEPAM = "CLONAZEPAM"
    DIAZEPAM = "DIAZEPAM"
    ALPRAZOLAM = "ALPRAZOLAM"
    BUPRENORPHINE = "BUPRENORPHINE"
    TRIHEXYPHENIDYL = "TRIHEXYPHENIDYL"
    CODEINE = "CODEINE"
    FENTANYL = "FENTANYL"
    KETAMINE = "KETAMINE"
    KHAT = "KHAT"
    SYNTH_CANNABINOID = "SYNTH_CANNABINOID"
    LSD = "LSD"
    PSY_UNSPEC = "PSY_UNSPEC"
    PRECURSOR_EPHEDRINE = "PRECURSOR_EPHEDRINE"
    PRECURSOR_ACETIC = "PRECURSOR_ACETIC"
    PRECURSOR_P2P = "PRECURSOR_P2P"
    PRECURSOR_PERMANGANATE = "PRECURSOR_PERMANGANATE"
    FUEL = "FUEL"
    TOBACCO = "TOBACCO"
    GOLD = "GOLD"
    FOOD_SUBSIDISED = "FOOD_SUBSIDISED"
    LIVESTOCK = "LIVESTOCK"
    MEDICINE = "MEDICINE"
    VEHICLE = "VEHICLE"
    FIREARM = "FIREARM"
    AMMUNITION = "AMMUNITION"
    EXPLOSIVE = "EXPLOSIVE"
    CASH = "CASH"
    COPPER = "COPPER"
    FIREWORKS = "FIREWORKS"
    GOLDWASHING_GEAR = "GOLDWASHING_GEAR"
    ARTEFACT = "ARTEFACT"
    WILDLIFE = "WILDLIFE"
    OTHER_GOODS = "OTHER_GOODS"
    UNKNOWN_GOODS = "UNKNOWN_GOODS"


class CommodityGroup(StrEnum):
    """A flow of goods, as risk is judged and plans are made; there is none of persons."""

    CANNABIS = "drugs.cannabis"
    COCAINE = "drugs.cocaine"
    OPIOID = "drugs.opioid"
    PSYCHOTROPIC = "drugs.psychotropic"
    PRECURSOR = "drugs.precursor"
    FUEL = "fuel"
    TOBACCO = "tobacco"
    MEDICINE = "medicine"
    FOOD_SUBSIDISED = "food.subsidised"
    LIVESTOCK = "livestock"
    ARMS = "arms"
    EXPLOSIVES = "explosives"
    VEHICLE_PARTS = "vehicle_parts"
    GOLD = "gold"
    CULTURAL = "cultural"
    OTHER = "other_goods"


def _codes(named: str) -> frozenset[Commodity]:
    return frozenset(map(Commodity, named.split()))


_NAMED = {
    CommodityGroup.CANNABIS: _codes("CANNABIS_RESIN CANNABIS_HERB CANNABIS_PLANT CANNABIS_OIL"),
    CommodityGroup.COCAINE: _codes("COCAINE CRACK"),
    CommodityGroup.OPIOID: _codes(
        "HEROIN OPIUM MORPHINE TRAMADOL TAPENTADOL BUPRENORPHINE CODEINE FENTANYL"
    ),
    CommodityGroup.PSYCHOTROPIC: _codes(
        "AMPHETAMINE METHAMPHETAMINE CAPTAGON MDMA PREGABALIN CLONAZEPAM DIAZEPAM ALPRAZOLAM "
        "TRIHEXYPHENIDYL KETAMINE KHAT SYNTH_CANNABINOID LSD PSY_UNSPEC"
    ),
    CommodityGroup.PRECURSOR: _codes(
        "PRECURSOR_EPHEDRINE PRECURSOR_ACETIC PRECURSOR_P2P PRECURSOR_PERMANGANATE"
    ),
    CommodityGroup.FUEL: _codes("FUEL"),
    CommodityGroup.TOBACCO: _codes("TOBACCO"),
    CommodityGroup.MEDICINE: _codes("MEDICINE"),
    CommodityGroup.FOOD_SUBSIDISED: _codes("FOOD_SUBSIDISED"),
    CommodityGroup.LIVESTOCK: _codes("LIVESTOCK"),
    CommodityGroup.ARMS: _codes("FIREARM AMMUNITION"),
    CommodityGroup.EXPLOSIVES: _codes("EXPLOSIVE"),
    CommodityGroup.VEHICLE_PARTS: _codes("VEHICLE"),
    CommodityGroup.GOLD: _codes("GOLD GOLDWASHING_GEAR"),
    CommodityGroup.CULTURAL: _codes("ARTEFACT"),
}
GROUPS = {
    **_NAMED,
    CommodityGroup.OTHER: frozenset(Commodity) - frozenset().union(*_NAMED.values()),
}
"""The codes of each group: every code in one of them, what is named nowhere in the last."""


def group_of(commodity: Commodity) -> CommodityGroup:
    """The group a code belongs to."""
    return next(group for group, codes in GROUPS.items() if commodity in codes)


class Unit(StrEnum):
    """What a quantity counts, as it was counted."""

    KG = "KG"
    G = "G"
    L = "L"
    ML = "ML"
    TABLET = "TABLET"
    PLANT = "PLANT"
    SEED = "SEED"
    PIECE = "PIECE"


class Form(StrEnum):
    """The form goods were found in."""

    RESIN = "RESIN"
    HERB = "HERB"
    POWDER = "POWDER"
    TABLET = "TABLET"
    CAPSULE = "CAPSULE"
    LIQUID = "LIQUID"
    PLANT = "PLANT"
    SEED = "SEED"
    OTHER_FORM = "OTHER_FORM"


class Basis(StrEnum):
    """How a quantity was found: with its wrapping, without, or by eye."""

    GROSS = "GROSS"
    NET = "NET"
    ESTIMATED = "ESTIMATED"


_KILOGRAMS = {Unit.KG: Fraction(1), Unit.G: Fraction(1, 1_000)}


def kilograms(thousandths: int, unit: Unit) -> Fraction | None:
    """A quantity in kilograms by the table ``FACTORS_VERSION``; None where mass is not told.

    ``thousandths`` of the unit. A tablet or a plant has no mass of its own: none is guessed.
    """
    factor = _KILOGRAMS.get(unit)
    return None if factor is None else Fraction(thousandths, 1_000) * factor
