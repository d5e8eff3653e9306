"""consent: leave for a use that the handling of an item forbids, asked of whose information it is.

Silence is never leave: a use needs a grant as seen, and lies before the grant's last day. What
was lawful when done stays lawful when the leave is revoked; the asker then owes a stop.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from wasl.core.exchange.body import COUNT_LIMIT, Body, Line, Persons, Prose, Refusal
from wasl.core.exchange.guards import written_within
from wasl.core.exchange.officers import AUTHORS, REPLIERS
from wasl.core.exchange.plain import REFUSALS, remarked
from wasl.core.procedure import Cites, Move, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import EntryRule

TABLE = """\
procedure consent
O none: ask > asked | O asked: withdraw > withdrawn*; lapse > lapsed*
O asked [granted]: use > used*
O asked [granted denied revoked]: close > closed* | O used [granted]: use > same
O used [revoked]: stop > stopped* | O used: close > closed*
R none [asked]: grant > granted*; deny > denied* | R granted: revoke > revoked*
owed O used/revoked: stop
"""


class UseAsked(StrEnum):
    """For what leave is asked: ``JUDICIAL`` lifts H1, ``ONWARD`` lifts H2."""

    JUDICIAL = "JUDICIAL"
    ONWARD = "ONWARD"
    OTHER_PURPOSE = "OTHER_PURPOSE"
    PUBLISH = "PUBLISH"


Recipients = Annotated[tuple[Line, ...], Field(min_length=1, max_length=COUNT_LIMIT)]
"""The services, courts or papers it goes to; for another purpose, the office that would use it."""


class Asked(Body):
    """The exact text that would be passed, to whom, and why."""

    persons: Persons = ()
    reason: Prose
    recipients: Recipients
    text: Prose


class Granted(Body):
    """What is allowed, to whom it may go, and on which conditions; never more than was asked."""

    conditions: Prose | None = None
    persons: Persons = ()
    recipients: Recipients
    scope: Prose


class Used(Body):
    """To whom it went."""

    recipients: Recipients
    text: Prose | None = None


def grant_within_ask(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Leave is given for the use asked, and for no item but those asked about.

    Another use is ``move-not-allowed``, another item ``bad-reference``.
    """
    asked = other_as_seen[0]
    if move.code != asked.code:
        return EntryRule.MOVE_NOT_ALLOWED
    return None if set(move.about) <= set(asked.about) else EntryRule.BAD_REFERENCE


def use_within_grant(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A use is written no later than its grant allows, and is of no item but those granted.

    Refuses ``bad-date`` and ``bad-reference``. The table has asked for a grant not revoked as
    seen; the asker's own clock claims the hour.
    """
    granted = other_as_seen[-1]
    if late := written_within(move, granted.offer_until):
        return late
    return None if set(move.about) <= set(granted.about) else EntryRule.BAD_REFERENCE


SHORT = remarked(AUTHORS)

MOVES = {
    "ask": MoveRule(
        signers=AUTHORS,
        body=Asked,
        required=frozenset({Part.ABOUT, Part.BODY, Part.CODE, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.DUE}),
        cites=Cites(whose=Whose.THEIRS, items=True),
        codes=frozenset(UseAsked),
    ),
    "withdraw": SHORT,
    "lapse": SHORT,
    "use": MoveRule(
        signers=AUTHORS,
        body=Used,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT}),
        cites=Cites(whose=Whose.THEIRS, items=True),
    ),
    "close": SHORT,
    "stop": SHORT,
    "grant": MoveRule(
        signers=REPLIERS,
        body=Granted,
        # The grant travels with each item it cites, and the next holder compares the two.
        required=frozenset({Part.ABOUT, Part.BODY, Part.CODE, Part.OFFER_UNTIL}),
        optional=frozenset({Part.RETAIN_UNTIL}),
        cites=Cites(whose=Whose.OWN, items=True),
        codes=frozenset(UseAsked),
    ),
    # Silence means no, so a no need not say why.
    "deny": MoveRule(
        signers=REPLIERS,
        body=Refusal,
        optional=frozenset({Part.BODY, Part.CODE}),
        codes=REFUSALS,
    ),
    "revoke": remarked(REPLIERS),
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"grant": grant_within_ask, "use": use_within_grant},
)
