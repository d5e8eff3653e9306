"""Rows a contract can put into a store; all that differs between two is what the caller says."""

import hashlib
from dataclasses import replace

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

OURS = "11" * 16
THEIRS = "22" * 16
CASE = "ABCDEFGHIJKLMN"


def leaf(link: str, index: int) -> bytes:
    """The leaf of the sample entry of a link at an index."""
    return hashlib.sha256(f"{link} {index}".encode()).digest()


def entry(link: str, index: int, *, case: str = CASE, kind: str = "report") -> EntryRow:
    """An entry that stands."""
    return EntryRow(
        link=link,
        index=index,
        leaf=leaf(link, index),
        entry=f'{{"index":{index}}}'.encode(),
        case=case,
        kind=kind,
        move="send",
        seen=index,
        rule="",
        body_rule="",
        at_us=1_795_564_800_000_000 + index,
    )


def body(link: str, index: int, closed: bytes = b"closed") -> BodyRow:
    """A body and its salt."""
    salt = hashlib.sha256(f"salt {link} {index}".encode()).digest()
    return BodyRow(link=link, index=index, salt=salt, closed=closed)


def part(link: str, tag: int, sha256: str, offset: int) -> PartRow:
    """A part of an attachment."""
    closed = f"closed {sha256} {offset}".encode()
    return PartRow(link=link, tag=tag, sha256=sha256, offset=offset, closed=closed)


def file(sha256: str, link: str, index: int) -> FileRow:
    """An attachment of one entry."""
    closed = f"{sha256} {link} {index}".encode()
    return FileRow(sha256=sha256, link=link, index=index, size=7, media="image/png", closed=closed)


def log(link: str, size: int = 0, peaks: bytes = b"") -> LogRow:
    """The head of a log."""
    return LogRow(
        link=link,
        author="liaison.dz.example",
        counterpart="liaison.ly.example",
        size=size,
        peaks=peaks,
        countersigned=0,
        epoch_number=1,
        epoch_random="9f3a6c1e22b04d57",
        head=b"head",
        receipt=b"",
        long_lived_us=0,
    )


def link_row(own: str = OURS) -> LinkRow:
    """A link with one partner."""
    return LinkRow(own=own, theirs=THEIRS, partner="liaison.ly.example", arrangement_id="aa" * 16)


def partner(node: str, url: str = "https://liaison.ly.example") -> PartnerRow:
    """A service met in person."""
    return PartnerRow(node=node, keys_sha256="bb" * 32, met_us=5, url=url)


def checkpoint(link: str, size: int, note: bytes = b"note") -> CheckpointRow:
    """A signed head."""
    return CheckpointRow(link=link, size=size, note=note)


def statement(sha256: str) -> StatementRow:
    """A signed note."""
    return StatementRow(sha256=sha256, kind="keys", note=b"note")


def own_prekey(number: int, *, link: str = OURS, until_us: int = 100) -> OwnPrekeyRow:
    """A prekey of ours."""
    prekey = number.to_bytes(8, "big")
    return OwnPrekeyRow(id=prekey, link=link, private=b"p" * 96, until_us=until_us)


def their_prekey(number: int, *, link: str = THEIRS, until_us: int = 100) -> TheirPrekeyRow:
    """A prekey of a partner."""
    prekey = number.to_bytes(8, "big")
    return TheirPrekeyRow(id=prekey, link=link, public=b"q" * 1216, until_us=until_us, index=-1)


def draft(name: str, *, at_us: int = 5) -> DraftRow:
    """An act that waits for a second officer."""
    return DraftRow(
        id=name,
        link=OURS,
        act=b"{}",
        salt=b"s" * 32,
        body=b"body",
        files=("cc" * 32, "dd" * 32),
        statement="",
        note=b"",
        officer="o1",
        at_us=at_us,
    )


def waiting(act: bytes, *, link: str = OURS) -> WaitingRow:
    """A released act; the store gives the number."""
    return WaitingRow(
        number=0,
        link=link,
        act=act,
        salt=b"s" * 32,
        body=b"body",
        files=("cc" * 32,),
        statement="",
        at_us=5,
    )


def officer(name: str, *, until_us: int | None = None) -> OfficerRow:
    """A person of this service."""
    return OfficerRow(
        id=name,
        name="Amel Example",
        roles=("drafter", "releaser"),
        key=b"k" * 32,
        since_us=1,
        until_us=until_us,
    )


def house(index: int) -> HouseRow:
    """A line of the house log."""
    return HouseRow(index=index, line=f"line {index}".encode(), leaf=leaf("house", index))


def refusal(rule: str) -> RefusalRow:
    """A refusal of bytes; the store gives the number."""
    return RefusalRow(number=0, link=OURS, side="theirs", rule=rule, detail=b"{}", at_us=5)


def pool(first: int, *, link: str = THEIRS) -> PoolRow:
    """Frames that wait for their predecessors."""
    return PoolRow(link=link, first=first, last=first + 2, frames=b"frames")


def numbered(row: WaitingRow, number: int) -> WaitingRow:
    """The same act with the number a store gave."""
    return replace(row, number=number)
