"""hit: a subject of the other side's alert was found; its issuer says whether it is the one.

The originator is who found, the recipient is the issuer of the alert. No match of a machine comes
this far: a person has judged the identity, and says so under a pseudonym. After the nine fields of
a hit form of the SIRENE practice.
"""

from dataclasses import replace
from enum import StrEnum

from wasl.core.entry import Pseudonym
from wasl.core.exchange.body import Body, Line, Persons, Places, Prose, Remark
from wasl.core.exchange.guards import cites_one, due_lies_ahead
from wasl.core.exchange.officers import AUTHORS, DESK, REPLIERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, MoveRule, Part, Whose
from wasl.core.table import read_table

TABLE = """\
procedure hit
O none: report > reported
O reported: hold_provisionally > held; withdraw > withdrawn*; give_up > unanswered*
O reported held [confirmed]: act > acted*; decline > declined*
O reported [not_ours withdrawn]: clear > cleared*
O held: release > released* | O acted [not_ours withdrawn]: reverse > reversed*
O unanswered [confirmed not_ours withdrawn]: reopen > reported
R none [reported held unanswered]: take_up > checking
R none checking [reported held unanswered]: confirm > confirmed*
R none checking [reported held unanswered released]: not_ours > not_ours*
R confirmed: correct_identity > not_ours*
R none checking confirmed [reported held unanswered acted]: withdraw_alert > withdrawn*
R checking [withdrawn released]: drop > dropped*
owed O acted/not_ours acted/withdrawn: reverse
"""


class ActionTaken(StrEnum):
    """What was done once the issuer had confirmed."""

    ARRESTED = "ARRESTED"
    ENTRY_REFUSED = "ENTRY_REFUSED"
    PROTECTED = "PROTECTED"
    WHEREABOUTS_TOLD = "WHEREABOUTS_TOLD"
    SEARCHED = "SEARCHED"
    INTERVIEWED = "INTERVIEWED"
    OBJECT_SEIZED = "OBJECT_SEIZED"
    PRESENCE_REPORTED = "PRESENCE_REPORTED"
    NOTHING_FURTHER = "NOTHING_FURTHER"


class Found(Body):
    """The nine fields; the first two and a person's judgement are needed to send.

    ``judged_by`` is the pseudonym of the officer who compared and decided; ``judgement`` says on
    what.
    """

    accompanying: Persons = ()
    bearer: Prose | None = None
    carried: Prose | None = None
    check: Prose
    circumstances: Prose | None = None
    further: Prose | None = None
    judged_by: Pseudonym
    judgement: Prose
    located: Prose
    persons: Persons = ()
    places: Places = ()
    route: Prose | None = None
    vehicle: Prose | None = None


class HeldProvisionally(Body):
    """The legal basis, under the law of the place, of holding until the answer."""

    law: Line
    reason: Prose


class Acted(Body):
    """What was done."""

    text: Prose | None = None


class Reversed(Body):
    """How what was done to the wrong one was undone."""

    text: Prose


SHORT = remarked(DESK)
ANSWERED = MoveRule(signers=REPLIERS, body=Remark, optional=frozenset({Part.BODY, Part.GRADING}))

MOVES = {
    "report": MoveRule(
        # A hit on an alert for arrest is told by the duty officer alone (procedures.md §2).
        signers=replace(REPLIERS, flash=True),
        body=Found,
        required=frozenset({Part.ABOUT, Part.BODY, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.GRADING}),
        cites=Cites(
            whose=Whose.THEIRS,
            kinds=frozenset({"alert"}),
            moves=frozenset({"issue"}),
            states=frozenset({"issued", "hidden"}),
            items=True,
            in_term=True,
        ),
        flash_on=frozenset({"ARREST"}),
    ),
    "hold_provisionally": MoveRule(
        signers=REPLIERS, body=HeldProvisionally, required=frozenset({Part.BODY, Part.DUE})
    ),
    "withdraw": SHORT,
    "give_up": SHORT,
    "act": MoveRule(
        signers=REPLIERS,
        body=Acted,
        required=frozenset({Part.CODE}),
        optional=frozenset({Part.BODY}),
        codes=frozenset(ActionTaken),
    ),
    "decline": SHORT,
    "clear": SHORT,
    "release": SHORT,
    "reverse": MoveRule(signers=REPLIERS, body=Reversed, required=frozenset({Part.BODY})),
    "reopen": SHORT,
    "take_up": SHORT,
    "confirm": ANSWERED,
    "not_ours": ANSWERED,
    "correct_identity": ANSWERED,
    "withdraw_alert": MoveRule(
        signers=AUTHORS, body=Remark, optional=frozenset({Part.ABOUT, Part.BODY})
    ),
    "drop": SHORT,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"hold_provisionally": due_lies_ahead, "report": cites_one},
)
