"""Codes, markings and bodies as an officer reads them: plain lines, nothing said by colour."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from wasl.cli.desk import Desk
from wasl.cli.labels import LABELS
from wasl.cli.words import aligned
from wasl.core.canonical import Json
from wasl.core.terms import Language
from wasl.locale.speech import Speech

WIDTH = 78
NOTHING = "–"
# What comes first is read first; the rest follows in the order of the alphabet.
ORDER = ("title", "question", "answer", "missing", "reason", "text")

FILE_DIGITS = 16


def shown(speech: Speech, fact: str) -> str:
    """A name or text from outside, as it may stand in a line of this language."""
    return speech.say("{fact}", fact=fact)


def told_kind(speech: Speech, kind: str) -> str:
    """What a kind of case is called."""
    return speech.term(kind)


def told_move(speech: Speech, kind: str, move: str) -> str:
    """What a move of a kind is called; ``note`` alone is also a kind."""
    return speech.term("move.note" if move == "note" else f"{kind}.{move}")


def told_word(speech: Speech, kind: str, word: str) -> str:
    """What a state or code is called in a kind of case."""
    return speech.term(f"{kind}.{word}")


def told_codes(speech: Speech, codes: Iterable[str]) -> str:
    """Codes by what they mean, one after the other; a dash for none."""
    return speech.say("; ").join(speech.term(code) for code in codes) or NOTHING


def told_grading(speech: Speech, grading: Mapping[str, str] | None) -> str:
    """A grading in words, with its scale; never converted."""
    if not grading:
        return NOTHING
    scale = grading["scale"]
    return speech.say("; ").join(
        (
            speech.term(f"{scale}.source.{grading['source']}"),
            speech.term(f"{scale}.information.{grading['information']}"),
            speech.term(scale),
        )
    )


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
