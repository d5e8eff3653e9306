"""recall: the originator takes its information back, and the holder says what became of it.

The ground, the items and the deadline of an order, and one outcome for each item, are codes and
stand in the entries, where they outlive the bodies. Never a remote delete.
"""

from dataclasses import replace

from wasl.core.exchange.body import Body, Hash, Line, Prose
from wasl.core.exchange.guards import covers_order
from wasl.core.exchange.officers import (
    DESK,
    DESK_OR_NODE,
    DESTROYERS,
    DESTROYERS_OR_NODE,
    RECALL_ORDER,
    RECALLERS,
)
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, Effect, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import KeepGround, RecallGround, RecallOutcome, Standing

TABLE = """\
procedure recall
O none: order > ordered | O ordered escalated: lift > lifted*
O ordered escalated [attested part_kept]: settle > settled* | O ordered: escalate > escalated
O escalated: close_silent > unattested*
R none [ordered escalated unattested]: quarantine > quarantined | R quarantined: relay > relayed
R quarantined relayed part_kept: attest > attested*
R quarantined relayed: attest_kept > part_kept*
R quarantined relayed [lifted]: restore > restored*
"""

GONE = frozenset(
    {
        RecallOutcome.DESTROYED,
        RecallOutcome.DESTROYED_UNOPENED,
        RecallOutcome.RETURNED,
        RecallOutcome.NEVER_HELD,
    }
)
KEPT = frozenset(f"{RecallOutcome.KEPT}:{ground}" for ground in KeepGround)
"""An outcome that keeps an item names its ground: ``KEPT:COURT_HOLD``."""


class Order(Body):
    """Why, in words; only where saying it harms nobody."""

    text: Prose | None = None


class Relayed(Body):
    """To which onward holders a recall was opened."""

    holders: tuple[Line, ...]


class Use(Body):
    """Where an item was used before the recall was seen."""

    item: Hash
    where: Prose


class RelayOutcome(Body):
    """What an onward holder said of the copies it had: the state of the recall there."""

    holder: Line
    state: Line


class Attestation(Body):
    """Words beside the outcomes; uses name what was already used, and where."""

    relays: tuple[RelayOutcome, ...] = ()
    text: Prose | None = None
    uses: tuple[Use, ...] = ()


ATTESTED = MoveRule(
    signers=DESTROYERS,
    body=Attestation,
    required=frozenset({Part.ABOUT, Part.OUTCOMES}),
    optional=frozenset({Part.BODY}),
)
SHORT = remarked(RECALLERS)

MOVES = {
    "order": MoveRule(
        signers=RECALL_ORDER,
        body=Order,
        required=frozenset({Part.ABOUT, Part.CODE, Part.DUE}),
        optional=frozenset({Part.BODY}),
        cites=Cites(whose=Whose.OWN, items=True),
        codes=frozenset(RecallGround),
        # Custodian, head and m roots have said it already: see docs/decisions.
        node_codes=frozenset({RecallGround.DERECOGNITION}),
    ),
    "lift": SHORT,
    "settle": SHORT,
    "escalate": SHORT,
    "close_silent": SHORT,
    "quarantine": MoveRule(signers=DESK_OR_NODE),
    "relay": MoveRule(
        signers=DESTROYERS, body=Relayed, optional=frozenset({Part.ABOUT, Part.BODY})
    ),
    "attest": replace(
        ATTESTED,
        signers=DESTROYERS_OR_NODE,
        codes=GONE,
        node_codes=frozenset({RecallOutcome.DESTROYED_UNOPENED}),
    ),
    "attest_kept": replace(ATTESTED, codes=GONE | KEPT | {RecallOutcome.ALREADY_USED}),
    "restore": MoveRule(signers=DESK),
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"attest": covers_order, "attest_kept": covers_order},
    effects=(
        Effect(standing=Standing.RECALLED, r=frozenset({"quarantined", "relayed", "attested"})),
        Effect(standing=Standing.KEPT, r=frozenset({"part_kept"})),
    ),
    survivor=True,
)
