"""Facts: what is carried, read and destroyed. They cite entries, belong to no case, move no half.

What is released or received is read from checkpoints and counter-signatures, not written.
"""

from typing import Annotated

from pydantic import Field

from wasl.core.entry import CaseReference
from wasl.core.exchange.body import Body, Hash, Line, Prose
from wasl.core.exchange.officers import (
    DESTROYERS,
    DESTROYERS_OR_NODE,
    NODE_ALONE,
    ON_DUTY,
    READER,
    REVIEWER,
)
from wasl.core.procedure import NODE, Cites, MoveRule, Part, Whose
from wasl.core.terms import BodyRule, DestroyGround, EntryRule, OfficerRole

Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", max_length=2_048)]
Time = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|[+-][0-9:]{5})$")]


class Opened(Body):
    """For which agreed purpose an item was opened."""

    purpose: Line


class Destroyed(Body):
    """Why, in words, where the code does not say it."""

    text: Prose | None = None


class KeptOn(Body):
    """Why an item is kept beyond its review date, or not destroyed yet."""

    reason: Prose


class Anchored(Body):
    """SHA-256 of a salt and the head of the author's house log; the salt stays with the author."""

    sha256: Hash


class Prekey(Body):
    """One key to seal to: X25519 and ML-KEM-768 public halves, and its last day."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    mlkem768: Base64
    until: Time
    x25519: Base64


class Prekeys(Body):
    """The keys a node announces, in one fact."""

    prekeys: Annotated[tuple[Prekey, ...], Field(min_length=1, max_length=100)]


class Forwarded(Body):
    """To whom an item went and, where it went by a node, under which case there."""

    case: CaseReference | None = None
    recipient: Line


ROLES = frozenset(OfficerRole) - NODE

FACTS = {
    "reject": MoveRule(
        signers=NODE_ALONE,
        required=frozenset({Part.ABOUT, Part.CODE}),
        cites=Cites(whose=Whose.THEIRS),
        codes=frozenset(EntryRule) | frozenset(BodyRule),
    ),
    "deliver": MoveRule(
        signers=ON_DUTY,
        required=frozenset({Part.ABOUT, Part.CODE}),
        cites=Cites(whose=Whose.THEIRS),
        codes=ROLES,
    ),
    "open": MoveRule(
        signers=READER,
        body=Opened,
        required=frozenset({Part.ABOUT, Part.CODE}),
        optional=frozenset({Part.BODY}),
        cites=Cites(whose=Whose.THEIRS, items=True),
        codes=ROLES,
    ),
    "destroy": MoveRule(
        signers=DESTROYERS_OR_NODE,
        body=Destroyed,
        required=frozenset({Part.ABOUT, Part.CODE}),
        optional=frozenset({Part.BODY}),
        cites=Cites(items=True),
        codes=frozenset(DestroyGround),
        # What a challenge ended in was said by two officers in its own case.
        node_codes=frozenset(DestroyGround) - {DestroyGround.ORDER},
    ),
    "renew": MoveRule(
        signers=DESTROYERS,
        body=KeptOn,
        required=frozenset({Part.ABOUT, Part.BODY, Part.RETAIN_UNTIL}),
        cites=Cites(items=True),
    ),
    "hold": MoveRule(
        signers=DESTROYERS,
        body=KeptOn,
        required=frozenset({Part.ABOUT, Part.BODY}),
        # The item, and the question of the request it is held for.
        cites=Cites(items=True),
    ),
    "forward": MoveRule(
        signers=REVIEWER,
        body=Forwarded,
        required=frozenset({Part.ABOUT, Part.BODY}),
        # The items, and the grant they went under.
        cites=Cites(whose=Whose.THEIRS, items=True),
    ),
    "review_flash": MoveRule(
        signers=REVIEWER,
        required=frozenset({Part.ABOUT}),
        cites=Cites(whose=Whose.OWN),
    ),
    "anchor": MoveRule(signers=NODE_ALONE, body=Anchored, required=frozenset({Part.BODY})),
    "prekey": MoveRule(signers=NODE_ALONE, body=Prekeys, required=frozenset({Part.BODY})),
}
"""The rule of each fact; a move may stand in for its name, so the same checks read both."""
