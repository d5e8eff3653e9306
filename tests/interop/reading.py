"""The invented lists, read."""

from pathlib import Path

from wasl.core.matching.entities.codes import HomeRole, Role
from wasl.core.matching.entities.kinds import AnyEntity, Person
from wasl.core.matching.entities.listing import new_listing
from wasl.interop.formats import read_list
from wasl.interop.rows import Reading, Source

FILES = Path(__file__).parent / "files"
FILE_OF = {
    "un-sc-xml": "un.xml",
    "ofac-csv": "sdn.csv",
    "ftm-json": "ftm.json",
    "csv": "watch.csv",
}


def content_of(format_name: str) -> bytes:
    """The invented list of a format."""
    return (FILES / FILE_OF[format_name]).read_bytes()


def read(
    format_name: str, content: bytes | str | None = None, role: Role = HomeRole.LISTED
) -> Reading:
    """A list read, the invented one unless given."""
    held = content.encode() if isinstance(content, str) else content
    beside = (FILES / "alt.csv").read_bytes() if held is None else None
    if held is None:
        held = content_of(format_name)
    return read_list(format_name, Source(content=held, role=role, beside=beside))


def faults(reading: Reading) -> list[tuple[int, str]]:
    """Line and reason of every fault."""
    return [(fault.line, fault.fault.value) for fault in reading.faults]


def first_person(reading: Reading) -> Person:
    """The first person of a list."""
    return next(entity for entity in reading.entities if isinstance(entity, Person))


def named(reading: Reading, text: str) -> AnyEntity:
    """The entity that bears a name."""
    return next(
        entity
        for entity in reading.entities
        if any(said.value.text == text for said in entity.names)
    )


def names(entity: AnyEntity) -> list[tuple[str, str]]:
    """Kind and text of every name."""
    return [(said.value.kind.value, said.value.text) for said in entity.names]


def notes(entity: AnyEntity) -> dict[str | None, str]:
    """The notes by their labels."""
    return {said.value.label: said.value.text for said in entity.notes}


def snapshot(reading: Reading) -> str:
    """The snapshot of what was read, as a list."""
    return new_listing("x", "csv", (), "2026-02-01", reading.entities).head.snapshot
