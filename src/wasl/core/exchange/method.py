"""method: how something is done or hidden, without a word about anybody."""

from dataclasses import replace
from typing import Annotated

from pydantic import ConfigDict, Field

from wasl.core.exchange.body import COUNT_LIMIT, Body, Prose, Remark
from wasl.core.exchange.commodities import Commodity
from wasl.core.exchange.officers import AUTHORS, DESK
from wasl.core.exchange.warning import InterpolNotices
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure method
O none: share > shared* | O shared: update > same; supersede > superseded*
R none [shared superseded]: note > noted* | R noted: report_seen > seen_here*
"""


class Shared(Body):
    """What is done and how it can be noticed; it has no place for a person, not even unread."""

    # A field nobody here knows would be kept, and `persons` would be one.
    model_config = ConfigDict(extra="forbid")

    goods: Annotated[tuple[Commodity, ...], Field(max_length=COUNT_LIMIT)] = ()
    interpol: InterpolNotices = ()
    signs: Prose | None = None
    text: Prose
    title: Prose


class SeenHere(Body):
    """Where and how it was met here; no more about anybody than in `Shared`."""

    model_config = ConfigDict(extra="forbid")

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
