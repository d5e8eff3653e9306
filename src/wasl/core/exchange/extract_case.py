"""extract: an overseer demands the entries of a log, without a body, and checks what it is given.

The originator is an overseer with a key and a log of its own; the recipient is the service, or
the other overseer. A hole is visible in one log alone, a cut-off end only against the partner's
counter-signatures, an exchange outside the tool never.
"""

from dataclasses import replace
from typing import Annotated, Self

from pydantic import Field, model_validator

from wasl.core.entry import LinkId, Size
from wasl.core.exchange.body import (
    COUNT_LIMIT,
    Body,
    BodyFaultError,
    Day,
    Hash,
    Prose,
)
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import NODE, MoveRule, Part, Signers
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, OfficerRole

TABLE = """\
procedure extract
O none: demand > demanded | O demanded [produced]: verify > verified*; find_gap > gap_found*
O demanded: close > not_produced*
R none [demanded not_produced]: produce > produced*
"""

OVERSEERS = Signers(
    drafts=frozenset({OfficerRole.OVERSEER}), releases=frozenset({OfficerRole.OVERSEER}), solo=True
)
"""An overseer acts alone under one key: no second officer, and no administrator, can mute it."""

ANSWERABLE = Signers(
    drafts=frozenset({OfficerRole.DPO, OfficerRole.OVERSEER}),
    releases=frozenset({OfficerRole.HEAD, OfficerRole.OVERSEER}),
)
"""Who answers an overseer: the data-protection officer speaks (LED art. 34), the head stands for
it; where the other overseer is asked, two of its officers."""

ANSWERABLE_OR_NODE = replace(
    ANSWERABLE, drafts=ANSWERABLE.drafts | NODE, releases=ANSWERABLE.releases | NODE
)
"""The same where the node hands over what no administrator may suppress."""


class Demanded(Body):
    """Which log, from where to where: by its sizes or by days; without an end, up to the last."""

    from_day: Day | None = None
    from_size: Size | None = None
    link: LinkId
    text: Prose | None = None
    to_day: Day | None = None
    to_size: Size | None = None

    @model_validator(mode="after")
    def _by_sizes_or_by_days(self) -> Self:
        if (self.from_size is None) == (self.from_day is None):
            raise BodyFaultError(BodyRule.BAD_BODY)
        if self.from_size is None and self.to_size is not None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        if self.from_day is None and self.to_day is not None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self

    @model_validator(mode="after")
    def _does_not_end_before_it_begins(self) -> Self:
        if self.from_size is not None and self.to_size is not None:
            ends_first = self.to_size <= self.from_size
        else:
            ends_first = bool(self.from_day and self.to_day and self.to_day < self.from_day)
        if ends_first:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Counts(Body):
    """How many lines of each kind the file has (docs/spec/extract.md)."""

    checkpoints: Size
    entries: Size
    erasures: Size
    refusals: Size
    statements: Size


class Produced(Body):
    """Which file was handed over: its hash, the stretch of the log it shows, and its counts."""

    counts: Counts
    from_size: Size
    sha256: Hash
    text: Prose | None = None
    to_size: Size

    @model_validator(mode="after")
    def _no_more_than_its_stretch(self) -> Self:
        if self.counts.entries > self.to_size - self.from_size:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Gap(Body):
    """The first and the last index that are missing."""

    from_index: Size
    to_index: Size

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_index < self.from_index:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class GapFound(Body):
    """Between which indexes something is missing."""

    gaps: Annotated[tuple[Gap, ...], Field(min_length=1, max_length=COUNT_LIMIT)]
    text: Prose | None = None


SHORT = remarked(OVERSEERS)

MOVES = {
    "demand": MoveRule(
        signers=OVERSEERS,
        body=Demanded,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT, Part.DUE}),
    ),
    "verify": SHORT,
    "find_gap": MoveRule(signers=OVERSEERS, body=GapFound, required=frozenset({Part.BODY})),
    "close": SHORT,
    "produce": MoveRule(
        signers=ANSWERABLE_OR_NODE, body=Produced, required=frozenset({Part.BODY})
    ),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES, survivor=True, oversight=True)
