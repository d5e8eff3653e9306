"""arrangement: the co-signed text that rules what the two may exchange.

In force while O is concluded and R signed; each lifts only its own suspension. A newer version
is a new case; what survives the end is said in the text.
"""

from dataclasses import replace

from wasl.core.exchange import cosign
from wasl.core.exchange.officers import ARRANGERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Part
from wasl.core.table import read_table

TABLE = """\
procedure arrangement : cosign
O concluded: suspend > suspended; supersede > superseded* | O suspended: resume > concluded*
O concluded suspended: end > ended*
R signed [concluded suspended]: suspend > suspended | R suspended: resume > signed*
R signed suspended [concluded suspended ended superseded]: end > ended*
"""

IN_FORCE = ("concluded", "signed")
"""The one joint state in which the text rules."""

TEXTS = cosign.moves_of("arrangement")
SHORT = remarked(ARRANGERS)

MOVES = {
    **{name: replace(rule, signers=ARRANGERS) for name, rule in TEXTS.items()},
    "suspend": SHORT,
    "resume": SHORT,
    "supersede": replace(SHORT, optional=frozenset({Part.ABOUT, Part.BODY, Part.STATEMENT})),
    "end": replace(SHORT, optional=frozenset({Part.BODY, Part.DUE})),
}

PROCEDURE = replace(
    read_table(TABLE, {"cosign": cosign.PROCEDURE}),
    moves=MOVES,
    guards=cosign.PROCEDURE.guards,
    survivor=True,
    marked=False,
)
