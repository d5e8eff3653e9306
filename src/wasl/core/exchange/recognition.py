"""recognition: a party's own signed word that a service is its counterpart, and its withdrawal."""

from dataclasses import replace

from wasl.core.exchange.body import Remark
from wasl.core.exchange.officers import CUSTODY
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure recognition
O none: recognise > recognised* | O recognised: suspend > suspended
O suspended: restore > recognised*
O recognised suspended: withdraw > withdrawn*
R none [recognised suspended withdrawn]: note > noted*
"""

STATED = MoveRule(
    signers=CUSTODY,
    body=Remark,
    required=frozenset({Part.STATEMENT}),
    optional=frozenset({Part.BODY}),
    roots=True,
)

MOVES = {
    "recognise": STATED,
    "suspend": remarked(CUSTODY),
    "restore": STATED,
    "withdraw": STATED,
    "note": MoveRule(signers=CUSTODY),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES, survivor=True, marked=False)
