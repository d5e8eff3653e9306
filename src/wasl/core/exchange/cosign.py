"""cosign: a text both parties sign over its bytes; the parent of every text that is agreed.

A text is named by the hash of its statement. A signature is irrevocable until the day it
offered and only lapses after it, so that the two can never be held to different texts.
"""

from dataclasses import replace

from wasl.core.exchange.body import Body, Prose
from wasl.core.exchange.guards import (
    conclude_names_signed,
    lapse_after_offer,
    sign_names_latest,
)
from wasl.core.exchange.officers import COSIGNERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, MoveRule, Part, Whose
from wasl.core.table import read_table

TABLE = """\
procedure cosign
O none: propose > proposed | O proposed: redraft > same; withdraw > withdrawn*
O proposed [signed]: conclude > concluded*
R none [proposed]: study > studying | R none studying countered [proposed]: counter > countered
R none studying countered signed [proposed]: sign > signed*
R none studying countered [proposed withdrawn]: decline > declined*
R signed [proposed withdrawn]: lapse > lapsed*
"""


class Draft(Body):
    """The prose of a version, whose hashes stand in its statement, and words beside it."""

    note: Prose | None = None
    text: Prose


class Counter(Body):
    """What the other side would have instead."""

    text: Prose


DRAFTS = frozenset({"propose", "redraft"})
"""The moves that bring a version, unless a kind has more of them."""

SHORT = remarked(COSIGNERS)
VERSION = MoveRule(
    signers=COSIGNERS,
    body=Draft,
    required=frozenset({Part.STATEMENT}),
    optional=frozenset({Part.ABOUT, Part.BODY, Part.OFFER_UNTIL}),
)

MOVES = {
    "propose": VERSION,
    "redraft": VERSION,
    "withdraw": SHORT,
    "conclude": MoveRule(signers=COSIGNERS, required=frozenset({Part.STATEMENT}), roots=True),
    "study": MoveRule(signers=COSIGNERS),
    "counter": MoveRule(
        signers=COSIGNERS,
        body=Counter,
        required=frozenset({Part.ABOUT, Part.BODY}),
        optional=frozenset({Part.STATEMENT}),
        cites=Cites(whose=Whose.THEIRS, moves=DRAFTS),
    ),
    "sign": MoveRule(
        signers=COSIGNERS,
        required=frozenset({Part.OFFER_UNTIL, Part.STATEMENT}),
        roots=True,
    ),
    "decline": SHORT,
    "lapse": SHORT,
}


def moves_of(kind: str, versions: frozenset[str] = DRAFTS) -> dict[str, MoveRule]:
    """The moves of a kind of text: what is countered is a version of that kind."""
    counter = MOVES["counter"]
    cites = replace(counter.cites, kinds=frozenset({kind}), moves=versions)
    return {**MOVES, "counter": replace(counter, cites=cites)}


PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={
        "sign": sign_names_latest,
        "conclude": conclude_names_signed,
        "lapse": lapse_after_offer,
    },
)
