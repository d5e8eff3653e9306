"""warning: an imminent threat from a person, a thing or a happening, told by the duty officer.

Modelled on the purpose of an orange notice; no colour of another organisation is issued here.
"""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from wasl.core.exchange.body import COUNT_LIMIT, Body, Day, Line, Persons, Places, Prose
from wasl.core.exchange.officers import DESK, REPLIERS
from wasl.core.exchange.plain import refused, remarked
from wasl.core.procedure import MoveRule, Part, Signers
from wasl.core.table import read_table
from wasl.core.terms import OfficerRole

TABLE = """\
procedure warning
O none: issue > issued | O issued: update > same; end > ended*; lapse > lapsed*
R none [issued ended lapsed]: acknowledge > acknowledged*
R acknowledged [issued ended lapsed]: acknowledge_update > same
R acknowledged: report_measures > measured*
R none [issued]: decline > declined*
"""

WARNERS = Signers(
    drafts=frozenset({OfficerRole.DUTY}), releases=frozenset({OfficerRole.DUTY}), flash=True
)
"""The duty officer alone under FLASH, else two of the desk."""


class InterpolNotice(Body):
    """A notice of INTERPOL as cited, never issued: its colour and number, and the day checked."""

    checked: Day
    number: Line
    tag: Annotated[str, Field(pattern=r"^interpol:notice=[a-z]{3,16}$")]


InterpolNotices = Annotated[tuple[InterpolNotice, ...], Field(max_length=COUNT_LIMIT)]


class Warned(Body):
    """What threatens, where, and what may be done against it."""

    advice: Prose | None = None
    interpol: InterpolNotices = ()
    persons: Persons = ()
    places: Places = ()
    threat: Prose


class Measures(Body):
    """What was done."""

    text: Prose


SHORT = remarked(WARNERS)
WARNED = MoveRule(
    signers=WARNERS,
    body=Warned,
    required=frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL}),
    optional=frozenset({Part.ABOUT, Part.LIKELIHOOD}),
)

MOVES = {
    "issue": WARNED,
    "update": WARNED,
    "end": SHORT,
    "lapse": SHORT,
    "acknowledge": MoveRule(signers=DESK),
    "acknowledge_update": MoveRule(signers=DESK),
    "report_measures": MoveRule(signers=REPLIERS, body=Measures, required=frozenset({Part.BODY})),
    "decline": refused(DESK),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
