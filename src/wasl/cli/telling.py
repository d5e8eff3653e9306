"""Codes, markings and bodies as an officer reads them: plain lines, nothing said by colour."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import click

from wasl.cli.desk import Desk
from wasl.cli.words import aligned
from wasl.core.canonical import Json
from wasl.core.terms import Language
from wasl.locale.codes import ORDER, shown, told_codes
from wasl.locale.labels import LABELS
from wasl.locale.speech import Speech

WIDTH = 78
FILE_DIGITS = 16


def tell_rows(desk: Desk, rows: Sequence[tuple[str, str]], indent: int = 2) -> None:
    """Labels and what stands beside them; a long value goes on under its own beginning."""
    if not rows:
        return
    column = max(len(label) for label, _value in rows)
    room = max(WIDTH - indent - column - 2, 24)
    for label, value in rows:
        pieces = textwrap.wrap(value, room, break_long_words=False) or [""]
        lines = [(label.ljust(column), pieces[0]), *((" " * column, more) for more in pieces[1:])]
        for line in aligned(lines):
            click.echo(" " * indent + line)


def marking_rows(desk: Desk, marking: Json) -> list[tuple[str, str]]:
    """Dossier, purpose, permitted use and conditions of an act or item, those there are."""
    speech = desk.speech
    rows = []
    if marking.get("dossier"):
        rows.append((speech.say("Dossier"), speech.term(marking["dossier"])))
    if marking.get("purpose"):
        rows.append((speech.say("Purpose"), shown(speech, marking["purpose"])))
    if marking.get("handling"):
        rows.append((speech.say("Permitted use"), told_codes(speech, marking["handling"])))
    if marking.get("caveats"):
        rows.append((speech.say("Conditions"), told_codes(speech, marking["caveats"])))
    return rows


def tell_body(desk: Desk, body: Json) -> None:
    """Every part of a body under its name, texts in each of their languages."""
    first = [name for name in ORDER if name in body]
    for name in (*first, *sorted(set(body) - set(first))):
        click.echo("")
        click.echo(_label(desk.speech, name))
        for line in _part(desk.speech, body[name]):
            click.echo(f"  {line}" if line else "")


def _label(speech: Speech, name: str) -> str:
    """A part by its name; one that this version does not know as it stands."""
    return speech.say(LABELS[name]) if name in LABELS else shown(speech, name[:64])


def _part(speech: Speech, value: Json) -> Iterator[str]:
    if isinstance(value, dict) and value and set(value) <= set(Language):
        yield from _prose(speech, value)
    elif isinstance(value, list):
        for each in value:
            yield _in_a_line(speech, each)
    else:
        yield _in_a_line(speech, value)


def _prose(speech: Speech, value: Mapping[str, str]) -> Iterator[str]:
    """The reader's own language first; each under its name where there are several."""
    ordered = sorted(value, key=lambda language: (language != speech.language, language))
    for language in ordered:
        if len(value) > 1:
            yield f"[{speech.term(language)}]"
        for paragraph in shown(speech, value[language]).split("\n"):
            yield from textwrap.wrap(paragraph, WIDTH - 2, break_long_words=False) or [""]


def _in_a_line(speech: Speech, value: object) -> str:
    """A person, a place, a source or a value of a part unknown here, on one line."""
    if not isinstance(value, dict):
        return shown(speech, str(value))
    pieces = []
    if "role" in value:
        pieces.append(speech.term(str(value["role"])))
    for name, held in value.items():
        if name == "role":
            continue
        said = held.get("written", held) if isinstance(held, dict) else held
        if isinstance(said, dict):
            said = " / ".join(str(words) for words in said.values())
        label = f"{speech.say(LABELS[name])} " if name in {"born", "nationality"} else ""
        pieces.append(label + shown(speech, str(said)))
    return ", ".join(pieces)


def told_progress(desk: Desk, file: Json) -> str:
    """How far one attachment is."""
    name = file["sha256"][:FILE_DIGITS]
    if file["held"]:
        return desk.speech.say("{file}: held back by the quota (wasl attachments take)", file=name)
    return desk.speech.say(
        "{file}: {here} of {of} parts here", file=name, here=file["here"], of=file["of"]
    )
