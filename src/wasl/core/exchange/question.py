"""question: an overseer asks about one item, and is answered, shown its content, or referred on.

The originator is an overseer with a key and a log of its own; the recipient is the service, or
the other overseer. That content was opened is itself an entry.
"""

from dataclasses import replace

from wasl.core.entry import LinkId, NodeName, Size
from wasl.core.exchange.body import Body, Hash, Line, Persons, Places, Prose
from wasl.core.exchange.extract_case import ANSWERABLE, OVERSEERS
from wasl.core.exchange.guards import cites_one
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure question
O none: ask > asked
O asked [answered opened]: accept > satisfied* | O asked: close > unsatisfied*
R none [asked unsatisfied]: answer > answered* | R none answered [asked]: open_content > opened*
R none [asked]: refer > referred*
"""


class NamedItem(Body):
    """An item of a log the overseer has from an extract: its link, index and leaf."""

    index: Size
    leaf: Hash
    link: LinkId


class Asked(Body):
    """What is asked about the one entry cited, or about the item an extract cited shows."""

    item: NamedItem | None = None
    persons: Persons = ()
    question: Prose


class Answered(Body):
    """What the service says of it."""

    answer: Prose
    persons: Persons = ()


class ContentOpened(Body):
    """The content of the item, and the law under which the overseer is shown it."""

    law: Line
    persons: Persons = ()
    places: Places = ()
    text: Prose


class Referred(Body):
    """Which overseer can answer instead: that of the party whose item it is."""

    overseer: NodeName
    text: Prose | None = None


SHORT = remarked(OVERSEERS)

MOVES = {
    "ask": MoveRule(
        signers=OVERSEERS,
        body=Asked,
        required=frozenset({Part.ABOUT, Part.BODY}),
        optional=frozenset({Part.DUE, Part.RETAIN_UNTIL}),
    ),
    "accept": SHORT,
    "close": SHORT,
    "answer": MoveRule(
        signers=ANSWERABLE,
        body=Answered,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT, Part.RETAIN_UNTIL}),
    ),
    "open_content": MoveRule(
        signers=ANSWERABLE,
        body=ContentOpened,
        required=frozenset({Part.BODY, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.ABOUT}),
    ),
    "refer": MoveRule(signers=ANSWERABLE, body=Referred, required=frozenset({Part.BODY})),
}

PROCEDURE = replace(
    read_table(TABLE), moves=MOVES, guards={"ask": cites_one}, survivor=True, oversight=True
)
