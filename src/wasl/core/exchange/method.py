"""method: how something is done or hidden, without a word about anybody."""

from dataclasses import replace

from wasl.core.exchange.body import Body, Prose, Remark
from wasl.core.exchange.commodities import Commodity
from wasl.core.exchange.officers import AUTHORS, DESK
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure method
O none: share > shared* | O shared: update > same; supersede > superseded*
R none [shared superseded]: note > noted* | R noted: report_seen > seen_here*
"""


class Shared(Body):
    """What is done and how it can be noticed; it has no place for a person."""

    goods: tuple[Commodity, ...] = ()
    signs: Prose | None = None
    text: Prose
    title: Prose


class SeenHere(Body):
    """Where and how it was met here."""

    text: Prose


SHARED = MoveRule(
    signers=AUTHORS,
    body=Shared,
    required=frozenset({Part.BODY, Part.GRADING}),
    optional=frozenset({Part.ABOUT, Part.RETAIN_UNTIL}),
)

MOVES = {
    "share": SHARED,
    "update": SHARED,
    "supersede": MoveRule(
        signers=AUTHORS, body=Remark, optional=frozenset({Part.ABOUT, Part.BODY})
    ),
    "note": MoveRule(signers=DESK),
    "report_seen": MoveRule(
        signers=DESK,
        body=SeenHere,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.GRADING}),
    ),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
