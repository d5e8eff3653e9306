"""revise: the owner of an item says what is to be read in its place, or how it is marked now.

What an entry names of its own, handling, caveats, audience, grading and review date, is what the
item has from then on; the body holds the words. The last revision folded wins.
"""

from dataclasses import replace
from enum import StrEnum

from wasl.core.exchange.body import Body, Persons, Places, Prose
from wasl.core.exchange.officers import AUTHORS, AUTHORS_OR_NODE, DESK, REPLIERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, Effect, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import Standing

TABLE = """\
procedure revise
O none: revise > revised | O revised [applied cannot_apply]: settle > settled*
O revised: lapse > lapsed*
R none [revised lapsed]: apply > applied*; cannot_apply > cannot_apply*
R cannot_apply: apply > applied*
"""


class ReviseKind(StrEnum):
    """What is revised: words, grading, handling (stricter or lower), or who may have it."""

    CORRECT = "CORRECT"
    UPDATE = "UPDATE"
    REGRADE = "REGRADE"
    RAISE = "RAISE"
    LOWER = "LOWER"
    AUDIENCE = "AUDIENCE"


class Revised(Body):
    """What changes and why, and the words before and after; who and where, as it is from now."""

    new: Prose | None = None
    old: Prose | None = None
    persons: Persons = ()
    places: Places = ()
    text: Prose


class NotApplied(Body):
    """Where the item went, such as a court or an onward holder, so that it cannot be applied."""

    went_to: Prose


def has_text(code: str | None, body: Revised) -> bool:
    """Whether a correction has the words before and after, and an update the words after."""
    if code == ReviseKind.CORRECT:
        return body.old is not None and body.new is not None
    return code != ReviseKind.UPDATE or body.new is not None


SHORT = remarked(AUTHORS)

MOVES = {
    "revise": MoveRule(
        signers=AUTHORS_OR_NODE,
        body=Revised,
        required=frozenset({Part.ABOUT, Part.BODY, Part.CODE}),
        optional=frozenset({Part.DUE, Part.GRADING, Part.LIKELIHOOD, Part.RETAIN_UNTIL}),
        cites=Cites(whose=Whose.OWN, items=True),
        codes=frozenset(ReviseKind),
        # Custodian, head and m roots withdrew a recognition: see docs/decisions.
        node_codes=frozenset({ReviseKind.AUDIENCE}),
        lowers=frozenset({ReviseKind.LOWER}),
        fits=has_text,
    ),
    "settle": SHORT,
    "lapse": SHORT,
    "apply": remarked(DESK),
    "cannot_apply": MoveRule(signers=REPLIERS, body=NotApplied, required=frozenset({Part.BODY})),
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    # A lapse ends the waiting for an answer; it makes nothing right again that was wrong.
    effects=(Effect(standing=Standing.CORRECTED, o=frozenset({"revised", "settled", "lapsed"})),),
    survivor=True,
)
