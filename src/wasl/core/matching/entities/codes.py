"""The codes of the entity model, each list closed at this version.

The roles of a person are those of ``core.terms``, and two that exist at home only.
"""

from enum import StrEnum

from wasl.core.errors import RefusedError
from wasl.core.terms import PersonRole


class Kind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    IDENTITY_PAPER = "identity_paper"
    PHONE = "phone"
    PLACE = "place"
    SEIZURE = "seizure"
    SUBSTANCE = "substance"
    FIREARM = "firearm"
    BORDER_CROSSING = "border_crossing"


class HomeRole(StrEnum):
    """What a person is to us before an officer has said more; these never travel."""

    LISTED = "LISTED"
    MENTIONED = "MENTIONED"


Role = PersonRole | HomeRole

NEVER_LISTED = frozenset({PersonRole.VICTIM, PersonRole.WITNESS, PersonRole.BYSTANDER})
"""Whoever suffered, saw or stood by is never looked for (procedures.md §4.7)."""


def role_of(code: str) -> Role | None:
    """The role a code names; None where it names none."""
    if code in set(HomeRole):
        return HomeRole(code)
    return PersonRole(code) if code in set(PersonRole) else None


def travelling_role(role: Role) -> PersonRole:
    """The role as an item may carry it; refuses ``role-missing`` for one that stays at home."""
    if isinstance(role, HomeRole):
        raise RefusedError("role-missing", {"role": role.value})
    return role


class NameKind(StrEnum):
    """What a name is to its bearer."""

    PRIMARY = "primary"
    ORIGINAL = "original"
    ALIAS = "alias"
    WEAK_ALIAS = "weak_alias"
    FORMER = "former"
    KUNYA = "kunya"
    NICKNAME = "nickname"
    MAIDEN = "maiden"


class NameFlag(StrEnum):
    """What a reader should know of how a name is written before trusting it."""

    INVISIBLE = "invisible"
    BIDI_OVERRIDE = "bidi_override"
    PRESENTATION_FORM = "presentation_form"
    MIXED_SCRIPT = "mixed_script"
    LOOK_ALIKE = "look_alike"
    DAMAGED = "damaged"
    SINGLE_TOKEN = "single_token"  # noqa: S105  (a token of a name)


class NamePart(StrEnum):
    """What a piece of a name is."""

    GIVEN = "given"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    FAMILY = "family"


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    RANGE = "range"


class Calendar(StrEnum):
    """The calendar a date was written in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class Sex(StrEnum):
    """As a paper says it (ICAO 9303)."""

    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = "X"


class Category(StrEnum):
    """What an organization is."""

    SERVICE = "service"
    COMPANY = "company"
    ARMED_GROUP = "armed_group"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public_body"


class PaperType(StrEnum):
    """What an identity paper is."""

    PASSPORT = "passport"
    ID_CARD = "id_card"
    RESIDENCE = "residence"
    BIRTH_ACT = "birth_act"
    DRIVING = "driving"
    OTHER = "other"


class PaperState(StrEnum):
    """What is known of an identity paper itself."""

    VALID = "valid"
    LOST = "lost"
    STOLEN = "stolen"
    FORGED = "forged"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Which way a border was crossed, seen from the post."""

    IN = "in"
    OUT = "out"
