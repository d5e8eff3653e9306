"""report: information given unasked."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from wasl.core.entry import NodeName
from wasl.core.exchange.body import Body, Hash, Persons, Places, Prose, Remark, Source
from wasl.core.exchange.officers import AUTHORS, DESK
from wasl.core.exchange.plain import refused
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure report
O none: release > released*
R none [released]: assess > assessed; refuse > refused*
R assessed: action > actioned*; file > filed*; set_aside > not_relevant*
R filed: action > actioned*
R actioned: file_use > same
"""


class Onward(Body):
    """What another service owns and this passes on: the items and the grant, by leaf hash.

    The proofs of both go with the report as attachments, and whoever is given it checks them.
    """

    grant: Hash
    items: Annotated[tuple[Hash, ...], Field(min_length=1, max_length=64)]
    owner: NodeName


class Release(Body):
    """What is told, from where, about whom; ``onward`` where it is another service's to tell."""

    onward: Onward | None = None
    persons: Persons = ()
    places: Places = ()
    source: Source | None = None
    text: Prose
    title: Prose


class Assessment(Body):
    """The assessor's note; an own grading stands in the entry, beside the originator's."""

    note: Prose | None = None


REMARKED = MoveRule(signers=DESK, body=Remark, optional=frozenset({Part.BODY, Part.GRADING}))

MOVES = {
    "release": MoveRule(
        signers=AUTHORS,
        body=Release,
        required=frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.ABOUT, Part.LIKELIHOOD}),
    ),
    "assess": MoveRule(
        signers=DESK,
        body=Assessment,
        optional=frozenset({Part.BODY, Part.GRADING, Part.LIKELIHOOD}),
    ),
    "refuse": refused(DESK),
    "action": REMARKED,
    "file": REMARKED,
    "set_aside": REMARKED,
    "file_use": REMARKED,
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
