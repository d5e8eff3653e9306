"""Attachments: named by hash in an entry, asked for in a cursor, kept part by part.

What is here and what is missing lies in the store alone, so a killed node goes on where it was.
Sending and reading is ``sent_files``; how much a partner may bring is ``quota``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from wasl.core import canonical
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.node import quota
from wasl.node.attachment import (
    Named,
    Place,
    named_in,
    named_of,
    part_of,
    parts_here,
    put_part,
    split,
)
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow
from wasl.node.subjects import forget_subject
from wasl.seal.frames import Part
from wasl.seal.greeting import RANGES_LIMIT, WANTS_LIMIT
from wasl.seal.parts import (
    FILE_LIMIT_BYTES,
    PART_BYTES,
    list_parts,
    missing_stretches,
    part_count,
)

DROPPED_AT_ONCE = 16  # parts of a destroyed attachment in one turn; the rest in later ones


# ------------------------------------------------------------------------------ of our own acts


def keep_pending(
    turn: Turn,
    link: str,
    salt: bytes,
    references: Sequence[Mapping[str, Any]],
    contents: Sequence[bytes],
) -> None:
    """The attachments of a draft that came with it, closed under the salt its body will have."""
    given = {sha256(content).hexdigest(): content for content in contents}
    place = pending_place(link, salt)
    for named in map(named_in, references):
        content = given.get(named.sha256)
        if content is None:
            continue  # brought afterwards, part by part
        parts = split(content)
        if named.parts:
            put_part(turn, place, named, part_of(named.parts, 0, list_parts(parts)))
        for number, part in enumerate(parts):
            put_part(turn, place, named, part_of(named.sha256, number * PART_BYTES, part))


def bring(
    turn: Turn, place: Place, references: Sequence[Mapping[str, Any]], part: Part
) -> tuple[int, int]:
    """One part of an attachment of a draft, or the list of its parts; how many of how many came.

    Refuses ``no-such-file`` for one that the draft does not name, and ``wrong-commitment``.
    """
    name = part.sha256.hex()
    for named in map(named_in, references):
        if name in {named.sha256, named.parts}:
            put_part(turn, place, named, part)
            return parts_here(turn, place, named), part_count(named.size)
    raise RefusedError("no-such-file", {"file": name[:16]})


def check_brought(
    look: Look, link: str, salt: bytes, references: Sequence[Mapping[str, Any]]
) -> None:
    """Every attachment of a draft is here whole; else ``no-such-file``."""
    index = pending_place(link, salt).index
    for named in map(named_in, references):
        if look.file_at(named.sha256, link, index) is None:
            raise RefusedError("no-such-file", {"file": named.sha256[:16]})


def settle(turn: Turn, link: str, salt: bytes, index: int) -> None:
    """The attachments of an act that got its place belong to its entry."""
    pending = pending_place(link, salt).index
    for row in turn.files_of(link, pending):
        turn.put_file(replace(row, index=index))
    turn.destroy_body(link, pending)


def unsettle(turn: Turn, link: str, salt: bytes, index: int) -> None:
    """The attachments of an entry that loses its place are those of an act without one again."""
    for row in turn.files_of(link, index):
        turn.put_file(replace(row, index=pending_place(link, salt).index))
    forget(turn, link, index)


def drop_pending(turn: Turn, link: str, salt: bytes) -> None:
    """The attachments of an act that will not be written are gone."""
    place = pending_place(link, salt)
    turn.destroy_body(link, place.index)
    _drop_parts(turn, place)


def pending_place(link: str, salt: bytes) -> Place:
    """Where the attachments of an act lie that has no index yet: below every index."""
    return Place(link=link, index=-1 - int.from_bytes(salt[:6]), salt=salt)


# ------------------------------------------------------------------------------ what is missing


def want(node: Node, turn: Turn, link: LinkRow, entry: Entry) -> list[RefusedError]:
    """The attachments an entry of theirs, or a healed one of ours, names are asked for.

    What is refused before its first byte, by size or by quota, is held back and told.
    """
    refused: list[RefusedError] = []
    if not turn.has_body(entry.link, entry.index):
        return refused  # erased since: there is no salt to keep them under
    for named in map(named_of, entry.files or ()):
        objection = _form_objection(named)
        if objection is None and entry.link == link.theirs:
            objection = quota.objection(node, turn, link.own, named.size)
        if objection is None:
            _ask_for(node, turn, link, entry, named)
        else:
            held = _places(turn, _held_key(entry.link))
            _keep_places(turn, _held_key(entry.link), [*held, (named.sha256, entry.index)])
            told: dict[str, str | int] = dict(objection.detail)
            told |= {"index": entry.index, "sha256": named.sha256}
            refused.append(RefusedError(objection.rule, told))
    return refused


def _ask_for(node: Node, turn: Turn, link: LinkRow, entry: Entry, named: Named) -> None:
    wanted = _places(turn, _key(entry.link))
    place = (named.sha256, entry.index)
    if place not in wanted:
        _keep_places(turn, _key(entry.link), [*wanted, place])
        if entry.link == link.theirs:
            quota.spend(node, turn, link.own, named.size)


def _form_objection(named: Named) -> RefusedError | None:
    """Larger than the limit, or than one part without a list of its parts."""
    if named.size > FILE_LIMIT_BYTES:
        return RefusedError("too-large", {"limit": FILE_LIMIT_BYTES})
    listed = bool(named.parts) and named.parts != named.sha256
    if listed == (part_count(named.size) > 1):
        return None
    return RefusedError("too-large", {"limit": PART_BYTES})


def take_held(node: Node, turn: Turn, link: LinkRow, index: int) -> int:
    """What was held back of an entry of theirs by the quota is asked for after all; how many.

    It is counted as spent today, like anything else. What is too large stays held back.
    """
    row = turn.entry(link.theirs, index)
    if row is None:
        return 0
    entry, taken = read_entry(row.entry), 0
    for name, _ in [place for place in held_back(turn, link.theirs) if place[1] == index]:
        named = next(each for each in map(named_of, entry.files or ()) if each.sha256 == name)
        if _form_objection(named) is None:
            _forget(turn, _held_key(link.theirs), index, name)
            _ask_for(node, turn, link, entry, named)
            taken += 1
    return taken


def hold_back(turn: Turn, link: str, index: int) -> None:
    """Nothing more of an item that is taken back is asked for, but on an officer's word."""
    missing = [*wanted_places(turn, link), *held_back(turn, link)]
    forget(turn, link, index)
    kept = [*held_back(turn, link), *(place for place in missing if place[1] == index)]
    _keep_places(turn, _held_key(link), kept)


def held_back(look: Look, link: str) -> list[tuple[str, int]]:
    """The attachments of a log that are not asked for: hash, and the index of the entry."""
    return _places(look, _held_key(link))


def wanted_places(look: Look, link: str) -> list[tuple[str, int]]:
    """The attachments of a log that are asked for, the oldest first: hash, index of the entry."""
    return _places(look, _key(link))


def wanted_files(look: Look, link: str) -> list[str]:
    """The SHA-256 of attachments of a log that have not come yet, the oldest first."""
    return [name for name, _ in wanted_places(look, link)]


def asked_of(look: Look, link: str) -> tuple[list[str], list[tuple[str, int, int]]]:
    """What a cursor asks for: hashes and, of those that come in parts, the stretches missing.

    Of an attachment whose list of parts is not here the list is asked for.
    """
    names: dict[str, None] = {}
    stretches: list[tuple[str, int, int]] = []
    for name, index in _places(look, _key(link)):
        if len(names) == WANTS_LIMIT or len(stretches) == RANGES_LIMIT:
            break
        found = _waiting(look, link, index, name)
        if name in names or found is None:
            continue
        _, place, named = found
        if named.parts and look.file_at(named.parts, link, index) is None:
            names[named.parts] = None
            continue
        names[name] = None
        if named.parts:
            missing = missing_stretches(
                named.size, look.part_offsets(link, place.tag, named.sha256)
            )
            room = RANGES_LIMIT - len(stretches)
            stretches += [(name, *stretch) for stretch in missing[:room]]
    return list(names), stretches


def is_awaited(look: Look, link: str, name: str) -> bool:
    """Whether an entry of this log waits for this attachment, or for this list of parts."""
    return any(awaiting(look, link, name))


def awaiting(look: Look, link: str, name: str) -> Iterator[tuple[Entry, Place, Named]]:
    """The entries that wait for these bytes and still have a body to keep them under."""
    for wanted, index in _places(look, _key(link)):
        found = _waiting(look, link, index, wanted)
        if found is not None and name in {wanted, found[2].parts}:
            yield found


def _waiting(look: Look, link: str, index: int, name: str) -> tuple[Entry, Place, Named] | None:
    row, body = look.entry(link, index), look.body(link, index)
    if row is None or body is None:
        return None
    entry = read_entry(row.entry)
    place = Place(link=link, index=index, salt=body.salt)
    named = next((each for each in map(named_of, entry.files or ()) if each.sha256 == name), None)
    return (entry, place, named) if named is not None else None


# ---------------------------------------------------------------------------------- what comes


def take_part(turn: Turn, link: LinkRow, part: Part) -> None:
    """One part of an attachment, or the list of its parts, kept beside every entry it is of.

    What nobody waits for is dropped, and so is a part that is here, or whose list is not. Refuses
    ``wrong-commitment`` for bytes that are not those the entry, or the list, names there.
    """
    name = part.sha256.hex()
    for log in (link.theirs, link.own):
        for entry, place, named in list(awaiting(turn, log, name)):
            if put_part(turn, place, named, part):
                forget(turn, entry.link, entry.index, named.sha256)
            elif name == named.sha256:
                here = {_far_name(named.sha256, entry.index): parts_here(turn, place, named)}
                _keep_far(turn, log, {**_far(turn, log), **here})


def on_the_way(look: Look, row: EntryRow) -> list[dict[str, Any]]:
    """Of every attachment of an entry that is not here whole: how far it is.

    Nothing of the item is read for this, not even its salt: it is told without an audit line.
    """
    place = row.index
    held = {name for name, index in held_back(look, row.link) if index == place}
    missing = {name for name, index in wanted_places(look, row.link) if index == place} | held
    if not missing:
        return []
    far = _far(look, row.link)
    return [
        {
            "held": named.sha256 in held,
            "here": far.get(_far_name(named.sha256, place), 0),
            "of": part_count(named.size),
            "sha256": named.sha256,
        }
        for named in map(named_of, read_entry(row.entry).files or ())
        if named.sha256 in missing
    ]


def progress(look: Look, row: EntryRow) -> list[dict[str, Any]]:
    """Of every attachment of an entry: how many of its parts are here, and if it is held back."""
    body = look.body(row.link, row.index)
    held = held_back(look, row.link) if b'"files":' in row.entry else []
    told = []
    for named in map(named_of, read_entry(row.entry).files or ()):
        place = Place(link=row.link, index=row.index, salt=body.salt) if body else None
        told.append(
            {
                "held": (named.sha256, row.index) in held,
                "here": parts_here(look, place, named) if place else 0,
                "of": part_count(named.size),
                "sha256": named.sha256,
            }
        )
    return told


# ------------------------------------------------------------------------------ what is no more


def forget(turn: Turn, link: str, index: int, name: str = "") -> None:
    """An attachment (or all of an entry) is neither asked for nor held back any more."""
    for key in (_key(link), _held_key(link)):
        _forget(turn, key, index, name)
    far, ends = _far(turn, link), f"/{index}"
    left = {
        each: here
        for each, here in far.items()
        if not each.endswith(ends) or not each.startswith(name)
    }
    if left != far:
        _keep_far(turn, link, left)


def _far(look: Look, link: str) -> dict[str, int]:
    return dict(canonical.loads(look.setting(f"far/{link}") or b"{}"))


def _keep_far(turn: Turn, link: str, far: Mapping[str, int]) -> None:
    turn.put_setting(f"far/{link}", canonical.dumps(dict(far)))


def _far_name(name: str, index: int) -> str:
    return f"{name}/{index}"


def _forget(turn: Turn, key: str, index: int, name: str) -> None:
    places = _places(turn, key)
    left = [each for each in places if each[1] != index or (name and each[0] != name)]
    if left != places:
        _keep_places(turn, key, left)


def destroy(node: Node, turn: Turn, row: EntryRow) -> None:
    """Salt, body and attachments of one item are gone, from the disk and from memory."""
    body = turn.body(row.link, row.index)
    turn.destroy_body(row.link, row.index)
    if body is not None:
        _drop_parts(turn, Place(link=row.link, index=row.index, salt=body.salt))
    forget(turn, row.link, row.index)
    if (row.kind, row.move) == ("alert", "issue"):
        own = next((link.own for link in turn.links() if row.link in {link.own, link.theirs}), "")
        forget_subject(turn, (own, row.case))
    node.fresh.forget()
    node.untidy = True


def _drop_parts(turn: Turn, place: Place) -> None:
    """With the salt they open no more; where they are many, their bytes go in later turns.

    An erasure must find room on a full disk, and a page that is wiped is written first.
    """
    if turn.drop_parts(place.link, place.tag, DROPPED_AT_ONCE) == DROPPED_AT_ONCE:
        _keep_places(turn, _LEFT, [*_places(turn, _LEFT), (place.link, place.tag)])


def sweep(node: Node, turn: Turn) -> None:
    """Some more of the parts that open no more are gone."""
    left = _places(turn, _LEFT)
    if left:
        link, tag = left[0]
        if turn.drop_parts(link, tag, DROPPED_AT_ONCE) < DROPPED_AT_ONCE:
            _keep_places(turn, _LEFT, left[1:])
        node.untidy = True


_LEFT = "parts-left"


def _places(look: Look, key: str) -> list[tuple[str, int]]:
    return [(name, index) for name, index in canonical.loads(look.setting(key) or b"[]")]


def _keep_places(turn: Turn, key: str, places: Sequence[tuple[str, int]]) -> None:
    turn.put_setting(key, canonical.dumps([list(place) for place in places]))


def _key(link: str) -> str:
    return f"wants/{link}"


def _held_key(link: str) -> str:
    return f"held/{link}"
