"""One attachment where it lies: in one row, or in parts under the salt of its item.

Bytes become part of an attachment in one place, whether an officer brings them or a partner.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wasl.core.entry import FileReference
from wasl.core.errors import RefusedError
from wasl.node.ports import Look, Turn
from wasl.node.rows import FileRow, PartRow
from wasl.seal.body import close_file, open_file
from wasl.seal.frames import Part
from wasl.seal.parts import (
    FILE_LIMIT_BYTES,
    PART_BYTES,
    check_list,
    check_part,
    check_whole,
    part_count,
)

PARTS_MEDIA = "application/vnd.wasl.parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An attachment as its entry, or the draft of one, names it; ``parts`` is empty for one."""

    sha256: str
    size: int
    media: str
    parts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the attachments of one act lie, and the salt they lie under."""

    link: str
    index: int
    salt: bytes

    @property
    def tag(self) -> int:
        """What stands for the salt where its parts lie: 48 of its 256 bits."""
        return int.from_bytes(self.salt[:6])


def check_size(size: int) -> None:
    """An attachment of more than 2 GiB is refused ``too-large`` before its first byte."""
    if size > FILE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FILE_LIMIT_BYTES})


def split(content: bytes) -> list[bytes]:
    """The parts of an attachment that is held whole."""
    return [content[at : at + PART_BYTES] for at in range(0, max(len(content), 1), PART_BYTES)]


def named_in(reference: Mapping[str, Any]) -> Named:
    """The attachment one item of the ``files`` of an act names."""
    return Named(
        sha256=reference["sha256"],
        size=reference["size"],
        media=reference["media"],
        parts=reference.get("parts") or "",
    )


def named_of(reference: FileReference) -> Named:
    return named_in(dict(reference))


def put_part(turn: Turn, place: Place, named: Named, part: Part) -> bool:
    """Whether the attachment is whole now."""
    name = part.sha256.hex()
    if name == named.parts:
        check_list(part.content, size=named.size, digest=part.sha256)
        turn.put_file(_row(place, replace(named, sha256=name, media=PARTS_MEDIA), part.content))
        return False
    if not named.parts:
        check_whole(
            part.content, size=named.size, offset=part.offset, digest=bytes.fromhex(named.sha256)
        )
        turn.put_file(_row(place, named, part.content))
        return True
    listed = turn.file_at(named.parts, place.link, place.index)
    here = turn.part_offsets(place.link, place.tag, named.sha256)
    if listed is None or part.offset in here:
        return False
    hashes = open_file(place.salt, bytes.fromhex(named.parts), listed.closed)
    check_part(hashes, part.content, size=named.size, offset=part.offset)
    turn.put_part(
        PartRow(
            link=place.link,
            tag=place.tag,
            sha256=named.sha256,
            offset=part.offset,
            closed=close_file(place.salt, part.sha256, part.content, offset_bytes=part.offset),
        )
    )
    if len(here) + 1 < part_count(named.size):
        return False
    turn.put_file(replace(_row(place, named, b""), closed=b"", size=named.size))  # whole
    return True


def parts_here(look: Look, place: Place, named: Named) -> int:
    """How many parts of an attachment are here."""
    if not named.parts:
        return int(look.file_at(named.sha256, place.link, place.index) is not None)
    return len(look.part_offsets(place.link, place.tag, named.sha256))


def _row(place: Place, named: Named, content: bytes) -> FileRow:
    return FileRow(
        sha256=named.sha256,
        link=place.link,
        index=place.index,
        size=len(content),
        media=named.media,
        closed=close_file(place.salt, bytes.fromhex(named.sha256), content),
    )


def part_of(name: str, offset: int, content: bytes) -> Part:
    return Part(sha256=bytes.fromhex(name), offset=offset, content=content)
