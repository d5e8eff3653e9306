"""Who or what an alert looks for, as far as two alerts can be told to look for the same.

One alert per issuer per subject (docs/spec/procedures.md, alert). Only what is written alike
counts as the same: spelling across scripts is for a person (``wasl names compare``).
"""

from dataclasses import dataclass

from wasl.core.exchange.alert import Identification
from wasl.core.matching.cleaning import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Words that name a person or a thing, in one spelling, and the year and day of a birth."""

    named: str
    year: str = ""
    day: str = ""


def subject_of(identification: Identification) -> Subject | None:
    """The subject of an alert; None for one that is described and neither named nor numbered."""
    person, thing = identification.person, identification.thing
    if thing is not None and thing.number is not None:
        plain = "".join(letter for letter in thing.number.casefold() if letter.isalnum())
        return Subject(named=f"{thing.kind.value} {plain}") if plain else None
    if person is None or person.name is None:
        return None
    words = clean(person.name.written).words
    born = person.born or ""
    return Subject(named=" ".join(sorted(words)), year=born[:4], day=born[5:]) if words else None


def may_be_same(one: Subject, other: Subject) -> bool:
    """Whether two subjects are named alike and no date of birth tells them apart."""
    return one.named == other.named and all(
        not (here and there) or here == there
        for here, there in ((one.year, other.year), (one.day, other.day))
    )
