"""The officer's own yes before anything is signed."""

import click

from wasl.cli.desk import Desk
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError


def agree(desk: Desk, question: str) -> None:
    """The officer's yes, in his own language or in English; anything else is a no."""
    yes = {_plain(word) for word in desk.speech.say("yes, y").split(",")} | {"yes"}
    answer: Json = click.prompt(
        desk.speech.say(question, yes=desk.speech.say("yes")),
        default="",
        show_default=False,
        prompt_suffix="",
    )
    if _plain(str(answer)) not in yes:
        raise RefusedError("not-agreed")


def _plain(word: str) -> str:
    return word.strip().casefold()
