"""What lies in a store in memory."""

from dataclasses import dataclass, field, fields

from wasl.node.rows import (
    BodyRow,
    CheckpointRow,
    DraftRow,
    EntryRow,
    FileRow,
    HouseRow,
    LinkRow,
    LogRow,
    OfficerRow,
    OwnPrekeyRow,
    PartnerRow,
    PartRow,
    PoolRow,
    RefusalRow,
    StatementRow,
    TheirPrekeyRow,
    WaitingRow,
)

Place = tuple[str, int]


@dataclass(slots=True)
class Disk:
    """What is durable; keys as in the tables of ``store/schema.py``, and the indexes."""

    settings: dict[str, bytes] = field(default_factory=dict)
    partners: dict[str, PartnerRow] = field(default_factory=dict)
    links: dict[str, LinkRow] = field(default_factory=dict)
    logs: dict[str, LogRow] = field(default_factory=dict)
    entries: dict[Place, EntryRow] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    by_leaf: dict[bytes, tuple[Place, ...]] = field(default_factory=dict)
    by_case: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    by_kind: dict[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)
    citing: dict[bytes, tuple[Place, ...]] = field(default_factory=dict)
    awake: dict[str, bool] = field(default_factory=dict)
    reviews: dict[tuple[int, Place], bool] = field(default_factory=dict)
    subtrees: dict[Place, bytes] = field(default_factory=dict)
    bodies: dict[Place, BodyRow] = field(default_factory=dict)
    files: dict[tuple[str, str, int], FileRow] = field(default_factory=dict)
    parts: dict[tuple[str, int, str, int], PartRow] = field(default_factory=dict)
    checkpoints: dict[Place, CheckpointRow] = field(default_factory=dict)
    statements: dict[str, StatementRow] = field(default_factory=dict)
    own_prekeys: dict[bytes, OwnPrekeyRow] = field(default_factory=dict)
    their_prekeys: dict[bytes, TheirPrekeyRow] = field(default_factory=dict)
    drafts: dict[str, DraftRow] = field(default_factory=dict)
    waiting: dict[int, WaitingRow] = field(default_factory=dict)
    officers: dict[str, OfficerRow] = field(default_factory=dict)
    house: dict[int, HouseRow] = field(default_factory=dict)
    refusals: dict[int, RefusalRow] = field(default_factory=dict)
    pools: dict[Place, PoolRow] = field(default_factory=dict)

    def copy(self) -> "Disk":
        """Other tables with the same rows; the rows never change."""
        return Disk(**{each.name: dict(getattr(self, each.name)) for each in fields(self)})
