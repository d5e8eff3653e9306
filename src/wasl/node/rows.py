"""What a node keeps, one frozen value a row; times are integer microseconds UTC."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A service met in person: the key statement whose fingerprint was read aloud."""

    node: str
    keys_sha256: str
    met_us: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One arrangement with one partner: two logs, one per author."""

    own: str
    theirs: str
    partner: str
    arrangement_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """The head of one log: ours, or our copy of theirs.

    ``peaks`` is the compact range of ``size`` leaves. ``epoch_*`` is the last epoch said (ours)
    or confirmed (theirs). ``head`` is the last checkpoint note held, ``receipt`` the last one
    with both signatures, covering ``countersigned`` entries.
    """

    link: str
    author: str
    counterpart: str
    size: int
    peaks: bytes
    countersigned: int
    epoch_number: int
    epoch_random: str
    head: bytes
    receipt: bytes
    long_lived_us: int  # when a checkpoint of this log last got an ML-DSA line


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How much of one of our logs may have left this machine, and its root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry as it lies in a log; ``rule`` names why it is void, ``body_rule`` why its body is.

    Both are empty for an entry that stands. ``case`` is empty for facts.
    """

    link: str
    index: int
    leaf: bytes
    entry: bytes
    case: str
    kind: str
    move: str
    seen: int
    rule: str
    body_rule: str
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A body closed under the key its salt gives; destroying the salt ends both."""

    link: str
    index: int
    salt: bytes
    closed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """An attachment of one entry, closed under the salt of that entry's body.

    One of more than a part is whole where its row is, and lies in its parts: ``closed`` is empty.
    """

    sha256: str
    link: str
    index: int
    size: int
    media: str
    closed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """The review date an entry gives its body: a fold of the logs (node/folding.py)."""

    link: str
    index: int
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtreeRow:
    """The root of a complete subtree of a log, by the index of its last leaf: a fold too."""

    link: str
    index: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A stretch of an attachment, closed under the salt that ``tag`` stands for.

    Not under an index: an act has none while its attachments are brought, and 2 GiB are not
    written a second time when it gets one.
    """

    link: str
    tag: int
    sha256: str
    offset: int
    closed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRow:
    """A signed head of a log with every line it has got so far."""

    link: str
    size: int
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A signed note kept for ever: ``kind`` is keys, arrangement, recognition or minutes."""

    sha256: str
    kind: str
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrekeyRow:
    """A prekey of ours with its private half (96 bytes); ``link`` is our log with the partner."""

    id: bytes
    link: str
    private: bytes
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirPrekeyRow:
    """A prekey of a partner (1,216 bytes: ML-KEM-768, then X25519); ``link`` is their log."""

    id: bytes
    link: str
    public: bytes
    until_us: int
    index: int  # of the fact that announced it; -1 from the meeting, -2 from a hello


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """An act an officer wrote and signed, waiting for a second officer."""

    id: str
    link: str
    act: bytes
    salt: bytes
    body: bytes
    files: tuple[str, ...]
    statement: str
    note: bytes
    officer: str
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A released act without index or signature: the epoch is not confirmed yet."""

    number: int  # given by the store, in order
    link: str
    act: bytes
    salt: bytes
    body: bytes
    files: tuple[str, ...]
    statement: str
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRow:
    """A person of this service, the roles held and the public half of the device key."""

    id: str
    name: str
    roles: tuple[str, ...]
    key: bytes
    since_us: int
    until_us: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRow:
    """One line of the house log: a read, a judgement or an approval."""

    index: int
    line: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRow:
    """A refusal of bytes, theirs by us (``side`` ours) or ours by them (``side`` theirs)."""

    number: int
    link: str
    side: str
    rule: str
    detail: bytes
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRow:
    """Frames whose predecessors are missing, kept until the gap closes."""

    link: str
    first: int
    last: int
    frames: bytes
