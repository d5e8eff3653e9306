"""notice: a seizure or an incident, as it was found; corrected and confirmed, never overwritten.

Fields after the UNODC individual drug seizures questionnaire. Quantities are whole thousandths of
the unit they were counted in, and stay as they were given.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.exchange.body import (
    COUNT_LIMIT,
    Body,
    BodyFaultError,
    Country,
    Day,
    Line,
    Name,
    Place,
    Prose,
    Remark,
)
from wasl.core.exchange.commodities import (
    FACTORS_VERSION,
    Basis,
    Commodity,
    Form,
    Unit,
    kilograms,
)
from wasl.core.exchange.officers import DESK
from wasl.core.exchange.plain import remarked
from wasl.core.exchange.warning import WARNERS
from wasl.core.procedure import Cites, MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, PersonRole

TABLE = """\
procedure notice
O none: notify > preliminary; notify_confirmed > confirmed*
O preliminary: amend > same; confirm > confirmed*
O confirmed: amend > same | O preliminary confirmed: strike > struck*
R none [preliminary confirmed struck]: note > noted*
R noted [preliminary confirmed]: link > linked*
R linked: unlink > noted*
owed R struck/linked: unlink
"""


class NoticeType(StrEnum):
    """Goods were taken, or something happened."""

    SEIZURE = "SEIZURE"
    INCIDENT = "INCIDENT"


class IncidentType(StrEnum):
    """What happened; a rescue asks first for the help that was given."""

    CROSSING = "CROSSING"
    ATTACK = "ATTACK"
    SHOOTING = "SHOOTING"
    ACCIDENT = "ACCIDENT"
    RESCUE = "RESCUE"
    MINE = "MINE"
    OTHER_INCIDENT = "OTHER_INCIDENT"


class PlaceType(StrEnum):
    """The kind of place."""

    ROAD = "ROAD"
    POST = "POST"
    TRACK = "TRACK"
    PORT = "PORT"
    AIRPORT = "AIRPORT"
    SEA = "SEA"
    RESIDENCE = "RESIDENCE"
    OTHER_PLACE = "OTHER_PLACE"


class Transport(StrEnum):
    """By what it was carried."""

    FOOT = "FOOT"
    ANIMAL = "ANIMAL"
    CAR = "CAR"
    TRUCK = "TRUCK"
    MOTORCYCLE = "MOTORCYCLE"
    BOAT = "BOAT"
    AIR = "AIR"
    POST_PARCEL = "POST_PARCEL"


class Spot(Place):
    """A place, and the two divisions of its country in which it lies."""

    admin1: Name | None = None
    admin2: Name | None = None


class Goods(Body):
    """One kind of goods as it was counted; ``thousandths`` of the unit."""

    model_config = ConfigDict(extra="forbid")

    basis: Basis
    commodity: Commodity
    form: Form | None = None
    lab_reference: Line | None = None
    logo: Line | None = None
    name: Line | None = None
    packages: Annotated[int, Field(ge=1, le=10**9)] | None = None
    price_claimed: Line | None = None
    purity_permille: Annotated[int, Field(ge=0, le=1_000)] | None = None
    thousandths: Annotated[int, Field(ge=1, le=10**15)]
    unit: Unit


class Involved(Body):
    """How many persons of one role and nationality were there; nobody is named in a notice."""

    model_config = ConfigDict(extra="forbid")

    count: Annotated[int, Field(ge=1, le=100_000)]
    nationality: Country | None = None
    role: PersonRole


class Notified(Body):
    """When, where and by whom, then what was seized or what happened."""

    # A field nobody here knows would be kept, and `persons` would be one.
    model_config = ConfigDict(extra="forbid")

    agency: Line
    concealment: Prose | None = None
    concealment_place: Line | None = None
    date: Day
    departure: Place | None = None
    destination: Place | None = None
    destruction_reference: Line | None = None
    goods: Annotated[tuple[Goods, ...], Field(max_length=COUNT_LIMIT)] = ()
    help_given: Prose | None = None
    incident: IncidentType | None = None
    involved: Annotated[tuple[Involved, ...], Field(max_length=COUNT_LIMIT)] = ()
    number: Line
    place: Spot
    place_type: PlaceType | None = None
    precision_days: Annotated[int, Field(ge=0, le=366)] = 0
    sample_kept: bool | None = None
    text: Prose | None = None
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    transit: Annotated[tuple[Place, ...], Field(max_length=COUNT_LIMIT)] = ()
    transport: Transport | None = None
    vehicles: Annotated[tuple[Line, ...], Field(max_length=COUNT_LIMIT)] = ()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if bool(self.goods) == (self.incident is not None):
            raise BodyFaultError(BodyRule.BAD_BODY)
        if self.incident is IncidentType.RESCUE and self.help_given is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


def type_fits(code: str | None, body: Notified) -> bool:
    """Whether the code of the entry says what its body holds."""
    seized = NoticeType.SEIZURE if body.goods else NoticeType.INCIDENT
    return code == seized


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """Goods of a notice in millionths of a kilogram: derived by a table, and never stored."""

    commodity: Commodity
    kg_millionths: int
    factors: str = FACTORS_VERSION


def masses(body: Notified) -> tuple[Mass, ...]:
    """What can be told in kilograms of what was counted; what has no mass of its own is left out.

    The raw quantity and unit stay in the notice: this is a view, and names its table.
    """
    told = [(goods.commodity, kilograms(goods.thousandths, goods.unit)) for goods in body.goods]
    return tuple(
        Mass(commodity=commodity, kg_millionths=int(mass * 1_000_000))
        for commodity, mass in told
        if mass is not None
    )


NOTIFIED = MoveRule(
    signers=WARNERS,
    body=Notified,
    required=frozenset({Part.BODY, Part.CODE}),
    optional=frozenset({Part.ABOUT, Part.GRADING, Part.RETAIN_UNTIL}),
    codes=frozenset(NoticeType),
    fits=type_fits,
)
SHORT = remarked(WARNERS)

MOVES = {
    "notify": NOTIFIED,
    "notify_confirmed": NOTIFIED,
    "amend": NOTIFIED,
    "confirm": SHORT,
    "strike": replace(SHORT, required=frozenset({Part.BODY}), optional=frozenset()),
    "note": MoveRule(signers=DESK),
    "link": MoveRule(
        signers=DESK,
        body=Remark,
        required=frozenset({Part.ABOUT}),
        optional=frozenset({Part.BODY}),
        cites=Cites(),
    ),
    "unlink": remarked(DESK),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
