"""An arrangement clause by clause, as a person reads it before anybody signs."""

import shutil

import click

from wasl.cli.desk import Desk
from wasl.core.arrangement import Arrangement
from wasl.forms.clauses import dossier, ends, parties, rules

WIDEST = 99


def tell_clauses(desk: Desk, text: Arrangement) -> None:
    """Every clause, none left out, in the order an officer asks for them."""
    speech = desk.speech
    for name, value in (*parties(speech, text), *rules(speech, text), *ends(speech, text)):
        _say_line(name, value, "")
    for terms in text.dossiers:
        click.echo("")
        desk.say("Dossier: {dossier}", dossier=speech.term(terms.code))
        for name, value in dossier(speech, text, terms):
            _say_line(name, value, "  ")


def _say_line(name: str, value: str, indent: str) -> None:
    """One clause, going on under itself where the terminal ends."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    click.echo(click.wrap_text(f"{name}: {value}", width, indent, f"{indent}    "))
