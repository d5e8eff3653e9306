"""One import: a file read, its list kept in the workspace, and everything told about it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wasl.cli.desk import Desk, read_file
from wasl.cli.listed import report, tell_faults, tell_report, warn
from wasl.cli.texts import shown_name
from wasl.cli.workspace import Workspace
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import HomeRole, role_of
from wasl.core.matching.entities.listing import Changes, Listing, changes, new_listing
from wasl.interop.formats import SANCTIONS, read_list, read_list_strictly
from wasl.interop.rows import FILE_LIMIT_BYTES, Source
from wasl.node.clock import SystemClock

Given = Mapping[str, Any]

SCREENING = "sanctions_screening"


def import_list(desk: Desk, workspace: Workspace, name: str, given: Given) -> bool:
    """The list is kept and told; whether some of the file was not taken.

    Refuses ``unreadable-file``, what the format refuses, and ``unsafe-mode``.
    """
    purposes = _purposes(desk, given)
    file = shown_name(given["file"])
    source = Source(
        content=read_file(given["file"], FILE_LIMIT_BYTES),
        role=role_of(given["role"] or "") or HomeRole.LISTED,
        beside=_beside(desk, given),
    )
    reader = read_list_strictly if given["strict"] else read_list
    reading = reader(given["format_name"], source)
    if workspace.open():
        warn(
            desk.speech.say(
                "Scratch workspace {folder} made: for public lists and tests, nothing in it is "
                "encrypted.",
                folder=str(workspace.folder),
            )
        )
    today = SystemClock().now().date().isoformat()
    listing = new_listing(name, given["format_name"], purposes, today, reading.entities)
    changed = _changes(desk, workspace, listing)
    workspace.keep(listing)
    told = report(listing, reading, changed)
    desk.show(told, given["as_json"], lambda value: tell_report(desk, value, file))
    tell_faults(desk, reading.faults, file)
    return bool(reading.faults)


def _purposes(desk: Desk, given: Given) -> tuple[str, ...]:
    """What the list may be looked up for."""
    asked = tuple(sorted(set(given["purposes"])))
    if not asked and given["format_name"] not in SANCTIONS:
        warn(
            desk.speech.say(
                "No purpose given: the list may be looked up for {code}.", code=SCREENING
            )
        )
    return asked or (SCREENING,)


def _beside(desk: Desk, given: Given) -> bytes | None:
    """The file of other names: the one asked for, else the one beside ``sdn.csv``."""
    if given["format_name"] != "ofac-csv":
        return None
    path = given["alt"] or _found_beside(Path(given["file"]))
    if path is None:
        warn(
            desk.speech.say(
                "There is no file of other names beside it (alt.csv); name it by --alt."
            )
        )
        return None
    warn(desk.speech.say("With the other names of {file}.", file=shown_name(str(path))))
    return read_file(str(path), FILE_LIMIT_BYTES)


def _found_beside(file: Path) -> Path | None:
    wanted = {file.name.casefold().replace("sdn", "alt"), "alt.csv"} - {file.name.casefold()}
    try:
        beside = sorted(path for path in file.parent.iterdir() if path.name.casefold() in wanted)
    except OSError:
        return None
    return beside[0] if beside else None


def _changes(desk: Desk, workspace: Workspace, listing: Listing) -> Changes | None:
    """What the list says otherwise than the one it replaces; None where there is none.

    A list that cannot be read any more is replaced too: nothing else would bring it back.
    """
    if not workspace.holds(listing.head.name):
        return None
    try:
        before = workspace.read(listing.head.name)
    except RefusedError as refusal:
        if refusal.rule == "unsafe-mode":
            raise
        warn(desk.speech.say("The list of this name was damaged and is replaced whole."))
        return None
    return changes(before, listing)
