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
from wasl.core.matching.entities.reading import identified, read_identified
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
    """A list as it is kept: its head, its entities by their ids and in that order, their lines."""

    head: Head
    by_id: Mapping[str, AnyEntity]
    lines: tuple[bytes, ...]

    @property
    def entities(self) -> tuple[AnyEntity, ...]:
        """The entities, in the order of their ids."""
        return tuple(self.by_id.values())


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


def new_listing(
    name: str,
    format_name: str,
    purposes: tuple[str, ...],
    imported: str,
    entities: Iterable[AnyEntity],
) -> Listing:
    """The list of these entities, each once; ``imported`` is a day."""
    written = {identity: (line, entity) for entity, identity, line in map(_written, entities)}
    held = dict(sorted(written.items()))
    lines = tuple(line for line, _entity in held.values())
    head = Head(
        name=name,
        format=format_name,
        purposes=purposes,
        imported=imported,
        snapshot=_snapshot(lines),
    )
    by_id = {identity: entity for identity, (_line, entity) in held.items()}
    return Listing(head=head, by_id=by_id, lines=lines)


def _written(entity: AnyEntity) -> tuple[AnyEntity, str, bytes]:
    return (entity, *identified(entity))


def write_listing(listing: Listing) -> bytes:
    """The file of a list: its form, its head, then one entity a line."""
    head = listing.head.model_dump(mode="json", exclude_defaults=True)
    return b"\n".join((FIRST_LINE, dumps(head), *listing.lines, b""))


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
    read = [read_identified(line) for line in lines]
    if any(one[0] >= other[0] for one, other in pairwise(read)):
        raise RefusedError("bad-list", {"field": "order"})
    if not all(may_be_listed(entity) for _identity, entity in read):
        raise RefusedError("bad-list", {"field": "role"})
    return Listing(head=head, by_id=dict(read), lines=tuple(lines))


def read_head(untrusted_beginning: bytes) -> Head:
    """The head of the list whose file begins so; refuses ``bad-list``."""
    first, *rest = untrusted_beginning.split(b"\n", 2)
    if first != FIRST_LINE or len(rest) < 2:
        raise RefusedError("bad-list", {"field": "lines"})
    return _read_head(rest[0])


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


def changes(before: Listing, after: Listing) -> Changes:
    """What the later list says otherwise."""
    old, new = _by_reference(before.by_id), _by_reference(after.by_id)
    both = old.keys() & new.keys()
    changed = tuple(sorted(key for key in both if old[key] != new[key]))
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=changed,
        same=len(both) - len(changed),
    )


def _by_reference(entities: Mapping[str, AnyEntity]) -> dict[str, frozenset[str]]:
    """The ids under each reference: two papers may have one number."""
    found: dict[str, set[str]] = {}
    for identity, entity in entities.items():
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
