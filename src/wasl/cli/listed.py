"""What a list holds and what an import gave, as an officer reads it."""

from collections.abc import Iterable, Sequence
from itertools import islice

import click

from wasl.cli.desk import Desk
from wasl.cli.telling import tell_rows
from wasl.core.canonical import Json
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.kinds import AnyEntity, Person
from wasl.core.matching.entities.listing import Changes, Listing, count
from wasl.core.matching.entities.values import When
from wasl.interop.rows import Fault, Reading, RowFault
from wasl.locale.speech import Speech, _

SHOWN_FAULTS = 20
SHOWN_CHANGES = 20

KINDS = {
    "person": _("Persons"),
    "organization": _("Organizations"),
    "vehicle": _("Vehicles"),
    "vessel": _("Vessels"),
    "identity_paper": _("Identity papers"),
    "phone": _("Phones"),
    "place": _("Places"),
    "seizure": _("Seizures"),
    "substance": _("Substances"),
    "firearm": _("Firearms"),
    "border_crossing": _("Border crossings"),
}
SCRIPTS = {
    "Arab": _("Names in Arabic script"),
    "Latn": _("Names in Latin script"),
    "Cyrl": _("Names in Cyrillic script"),
    "Tfng": _("Names in Tifinagh script"),
    "Zyyy": _("Names without letters of a known script"),
}
HOME_ROLES = {HomeRole.LISTED: _("listed"), HomeRole.MENTIONED: _("mentioned")}
FAULTS = {
    Fault.EMPTY_NAME: _("there is no name"),
    Fault.NAME_TOO_LONG: _("the name is longer than 256 characters"),
    Fault.TOO_MANY_TOKENS: _("the name has more than 16 words"),
    Fault.TOO_MANY_MARKS: _("more than three marks stand on one letter"),
    Fault.NOT_UTF_8: _("the name is not in UTF-8"),
    Fault.BAD_COLUMNS: _("the row has too many or too few columns"),
    Fault.BAD_JSON: _("the line is not an entity in JSON"),
    Fault.BAD_ID: _("the number of the entry is missing or cannot be used"),
    Fault.BAD_KIND: _("the kind is not known"),
    Fault.BAD_ROLE: _("the role is not known"),
    Fault.NEVER_LISTED: _("victims, witnesses and bystanders are never listed"),
    Fault.UNKNOWN_SCHEMA: _("the schema is not one that is read here"),
    Fault.ORPHAN: _("the other name belongs to no entry of the list"),
    Fault.TWICE: _("the entry stands in the file twice"),
    Fault.BAD_DATE: _("the date cannot be read; it is kept as a note"),
    Fault.BAD_NUMBER: _("the number cannot be read; it is kept as a note"),
    Fault.BAD_VALUE: _("the value cannot be read; it is kept as a note"),
    Fault.TOO_MANY_NOTES: _("the entry has more notes than one may hold; the rest is lost"),
}

_UNSEEN = "\u00ad\u0640\u061c\ufeff\ufffd"


def visible(text: str) -> str:
    """A name whose letters that show nothing, or turn others, stand as their numbers."""
    return "".join(
        letter if letter.isprintable() and letter not in _UNSEEN else f"\\u{ord(letter):04x}"
        for letter in text
    )


def report(listing: Listing, reading: Reading, changes: Changes | None) -> Json:
    """Everything an import has to say, for another program."""
    told: dict[str, Json] = {
        **summary(listing),
        "faults": [_fault(fault) for fault in reading.faults],
        "refused": sum(fault.row for fault in reading.faults),
        "left_out": sum(not fault.row for fault in reading.faults),
        "roles_given": reading.roles_given,
        "unknown_fields": dict(reading.unknown),
    }
    if changes is not None:
        told["changes"] = {
            "added": list(changes.added),
            "changed": list(changes.changed),
            "removed": list(changes.removed),
            "same": changes.same,
            "great": changes.is_great,
        }
    return told


def summary(listing: Listing) -> dict[str, Json]:
    """What a list is and holds, in numbers."""
    counts = count(listing.entities)
    return {
        "list": listing.head.name,
        "format": listing.head.format,
        "imported": listing.head.imported,
        "purposes": list(listing.head.purposes),
        "snapshot": listing.head.snapshot,
        "entities": len(listing.entities),
        "kinds": dict(counts.kinds),
        "names": dict(counts.scripts),
        "weak": counts.weak,
        "flagged": counts.flagged,
    }


def _fault(fault: RowFault) -> Json:
    told: dict[str, Json] = {"line": fault.line, "fault": fault.fault.value, "row": fault.row}
    return told | {name: said for name in ("what", "file") if (said := getattr(fault, name))}


def tell_report(desk: Desk, told: Json, file: str) -> None:
    """The same in words: counts and changes on the output, faults beside it."""
    desk.say("List {list} from {file}.", list=told["list"], file=file)
    rows = _count_rows(desk.speech, told)
    rows += [
        (desk.speech.say("Rows refused"), str(told["refused"])),
        (desk.speech.say("Values left out, kept as notes"), str(told["left_out"])),
        (desk.speech.say("Persons given their role here"), str(told["roles_given"])),
    ]
    if told["unknown_fields"]:
        fields = ", ".join(f"{name} ({n})" for name, n in told["unknown_fields"].items())
        rows.append((desk.speech.say("Unknown fields, kept as notes"), fields))
    tell_rows(desk, rows)
    if "changes" in told:
        _tell_changes(desk, told["changes"])


def tell_summary(desk: Desk, told: Json) -> None:
    """A list in numbers."""
    desk.say("List {list}, imported on {day}.", list=told["list"], day=told["imported"])
    tell_rows(desk, _count_rows(desk.speech, told))


def _count_rows(speech: Speech, told: Json) -> list[tuple[str, str]]:
    rows = [
        (speech.say("Format"), told["format"]),
        (speech.say("Purposes"), ", ".join(told["purposes"])),
        (speech.say("Entities"), str(told["entities"])),
    ]
    rows += [(f"  {speech.say(KINDS[kind])}", str(n)) for kind, n in told["kinds"].items()]
    for script, n in told["names"].items():
        known = SCRIPTS.get(script)
        label = speech.say(known) if known else speech.say("Names in script {code}", code=script)
        rows.append((label, str(n)))
    return [
        *rows,
        (speech.say("Weak names"), str(told["weak"])),
        (speech.say("Names oddly written"), str(told["flagged"])),
        (speech.say("Snapshot"), told["snapshot"]),
    ]


def _tell_changes(desk: Desk, told: Json) -> None:
    desk.say("It takes the place of the list of this name:")
    parts = (
        (desk.speech.say("New"), told["added"]),
        (desk.speech.say("Changed"), told["changed"]),
        (desk.speech.say("Gone"), told["removed"]),
    )
    rows = [(label, _shortened(references)) for label, references in parts]
    tell_rows(desk, [*rows, (desk.speech.say("As before"), str(told["same"]))])
    if told["great"]:
        warn(
            desk.speech.say(
                "More than one entry in twenty is other than before: look at it again."
            )
        )


def _shortened(references: Sequence[str]) -> str:
    shown = ", ".join(references[:SHOWN_CHANGES])
    more = ", …" if len(references) > SHOWN_CHANGES else ""
    return f"{len(references)}: {shown}{more}" if references else "0"


def tell_faults(desk: Desk, faults: Iterable[RowFault], file: str) -> None:
    """The first faults with their lines, then how many there are."""
    found = sorted(faults, key=lambda fault: (fault.file, fault.line))
    for fault in found[:SHOWN_FAULTS]:
        place = f"{fault.file or file}:{fault.line}"
        what = f" ({visible(fault.what)})" if fault.what else ""
        why = desk.speech.say(FAULTS[fault.fault])
        warn(desk.speech.say("{place}: {why}", place=place, why=f"{why}{what}"))
    if len(found) > SHOWN_FAULTS:
        more = len(found) - SHOWN_FAULTS
        warn(desk.speech.count("{n} more fault.", "{n} more faults.", more))


def warn(told: str) -> None:
    """One line beside the output."""
    click.echo(told, err=True)


def tell_entities(desk: Desk, entities: Iterable[AnyEntity], limit: int) -> None:
    """The first entities, each with its names, role, dates of birth and reference."""
    for entity in islice(entities, limit):
        names = "; ".join(visible(said.value.text) for said in entity.names)
        rows = [
            (desk.speech.say("Names"), names),
            (desk.speech.say("Role"), _role(desk.speech, entity)),
            (desk.speech.say("Born"), _births(entity)),
            (desk.speech.say("Reference"), entity.ref or ""),
        ]
        desk.say("{kind}:", kind=desk.speech.say(KINDS[entity.kind]))
        tell_rows(desk, [(label, value) for label, value in rows if value])


def _role(speech: Speech, entity: AnyEntity) -> str:
    if not isinstance(entity, Person):
        return ""
    if isinstance(entity.role, HomeRole):
        return speech.say(HOME_ROLES[entity.role])
    return speech.term(entity.role.value)


def _births(entity: AnyEntity) -> str:
    if not isinstance(entity, Person):
        return ""
    return "; ".join(_date(said.value) for said in entity.birth)


def _date(when: When) -> str:
    return f"{when.value} – {when.to}" if when.to else when.value
