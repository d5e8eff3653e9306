"""A list of entities: one form whatever file it came from, its snapshot, what a new one changes.

The form is lines in the order of their ids, so that the order of the rows of a file, its layout
and its format leave no trace in the snapshot.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from pydantic import Field, ValidationError

from wasl.core.canonical import dumps, loads
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import NEVER_LISTED, Kind, NameFlag, NameKind
from wasl.core.matching.entities.kinds import AnyEntity, Person
from wasl.core.matching.entities.reading import entity_id, read_entity, write_entity
from wasl.core.matching.entities.values import Day, Name, Slug, Value

FIRST_LINE = b"wasl-list/1"
HEAD_LIMIT_BYTES = 16_384
LIST_LIMIT_BYTES = 1_073_741_824
GREAT_CHANGE_PERCENT = 5

WEAK_FLAGS = frozenset({NameFlag.SINGLE_TOKEN})


class Head(Value):
    """What is known of a list as a whole."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    format: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    purposes: Annotated[tuple[Slug, ...], Field(max_length=32)]
    imported: Day
    snapshot: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as it is kept: its head, and its entities in the order of their ids."""

    head: Head
    entities: tuple[AnyEntity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many entities of each kind, names in each script, and names of which kind of doubt."""

    kinds: Mapping[str, int]
    scripts: Mapping[str, int]
    weak: int
    flagged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a list says otherwise than the one before: references, or ids where there is none."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    same: int

    @property
    def is_great(self) -> bool:
        """Whether more than one in twenty entities of the list before is other or gone."""
        moved = len(self.added) + len(self.removed) + len(self.changed)
        before = len(self.removed) + len(self.changed) + self.same
        return moved * 100 > before * GREAT_CHANGE_PERCENT


def may_be_listed(entity: AnyEntity) -> bool:
    """Whether an entity may stand in a list that people are looked up in."""
    return not (isinstance(entity, Person) and entity.role in NEVER_LISTED)


def ordered(entities: Iterable[AnyEntity]) -> tuple[AnyEntity, ...]:
    """Each entity once, in the order of their ids."""
    by_id = {entity_id(entity): entity for entity in entities}
    return tuple(by_id[identity] for identity in sorted(by_id))


def snapshot_of(entities: Iterable[AnyEntity]) -> str:
    """SHA-256, in hex, of the lines of the list: the same for the same entities."""
    lines = (write_entity(entity) for entity in ordered(entities))
    return _snapshot(lines)


def write_listing(listing: Listing) -> bytes:
    """The file of a list: its form, its head, then one entity a line."""
    head = listing.head.model_dump(mode="json", exclude_defaults=True)
    lines = [write_entity(entity) for entity in ordered(listing.entities)]
    return b"\n".join((FIRST_LINE, dumps(head), *lines, b""))


def read_listing(untrusted_file: bytes) -> Listing:
    """The list a file holds.

    Refuses ``bad-list`` for another form, for lines out of order and for a snapshot that is not
    that of the lines; ``too-large``, and what ``read_entity`` refuses.
    """
    if len(untrusted_file) > LIST_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": LIST_LIMIT_BYTES})
    first, *rest = untrusted_file.split(b"\n")
    if first != FIRST_LINE or len(rest) < 2 or rest[-1] != b"":
        raise RefusedError("bad-list", {"field": "lines"})
    head, lines = _read_head(rest[0]), rest[1:-1]
    if head.snapshot != _snapshot(lines):
        raise RefusedError("bad-list", {"field": "snapshot"})
    entities = tuple(read_entity(line) for line in lines)
    identities = [entity_id(entity) for entity in entities]
    if any(one >= other for one, other in pairwise(identities)):
        raise RefusedError("bad-list", {"field": "order"})
    if not all(map(may_be_listed, entities)):
        raise RefusedError("bad-list", {"field": "role"})
    return Listing(head=head, entities=entities)


def count(entities: Iterable[AnyEntity]) -> Counts:
    """What a list holds, in numbers; every kind and script that occurs."""
    kinds: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    weak = flagged = 0
    for entity in entities:
        kinds[Kind(entity.kind)] += 1
        for said in entity.names:
            scripts[said.value.script] += 1
            weak += is_weak(said.value)
            flagged += bool(set(said.value.flags) - WEAK_FLAGS)
    return Counts(
        kinds=dict(sorted(kinds.items())),
        scripts=dict(sorted(scripts.items())),
        weak=weak,
        flagged=flagged,
    )


def is_weak(name: Name) -> bool:
    """Whether a name alone says too little of who bears it: said to be so, or one word only."""
    return name.kind is NameKind.WEAK_ALIAS or NameFlag.SINGLE_TOKEN in name.flags


def changes(before: Iterable[AnyEntity], after: Iterable[AnyEntity]) -> Changes:
    """What the later list says otherwise."""
    old, new = _by_reference(before), _by_reference(after)
    both = old.keys() & new.keys()
    changed = tuple(sorted(key for key in both if old[key] != new[key]))
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=changed,
        same=len(both) - len(changed),
    )


def _by_reference(entities: Iterable[AnyEntity]) -> dict[str, frozenset[str]]:
    """The ids under each reference: two papers may have one number."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        identity = entity_id(entity)
        found.setdefault(entity.ref or identity, set()).add(identity)
    return {reference: frozenset(identities) for reference, identities in found.items()}


def _snapshot(lines: Iterable[bytes]) -> str:
    digest = hashlib.sha256(FIRST_LINE + b"\n")
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _read_head(untrusted_line: bytes) -> Head:
    loads(untrusted_line, HEAD_LIMIT_BYTES)
    try:
        return Head.model_validate_json(untrusted_line)
    except ValidationError as error:
        field = ".".join(str(step) for step in error.errors(include_url=False)[0]["loc"])
        raise RefusedError("bad-list", {"field": field}) from error
