"""The command ``wasl``: its verbs, each loaded when it is asked for, and its exit codes.

0 done · 1 refused · 2 wrong usage · 70 a bug of ours · 75 try again later.
"""

import importlib
import sys
from collections.abc import Sequence

import click

from wasl.cli.desk import Desk
from wasl.core.errors import RefusedError, UnavailableError
from wasl.wiring import Settings, name_bug

REFUSED, USAGE, BUG, UNAVAILABLE = 1, 2, 70, 75

# Each verb and the module that holds it (``wasl.cli.verbs.<module>``), as ``verb_<name>``.
VERBS = {
    "arrangement": "arranging",
    "attest": "acting",
    "backup": "upkeep",
    "bundle": "carrying",
    "case": "reading",
    "derecognise": "recognising",
    "doctor": "upkeep",
    "explain": "reading",
    "export": "proving",
    "extract": "proving",
    "feedback": "acting",
    "init": "founding",
    "key": "keys",
    "log": "proving",
    "note": "acting",
    "officer": "people",
    "open": "reading",
    "partner": "people",
    "recall": "acting",
    "recognise": "recognising",
    "refuse": "acting",
    "release": "releasing",
    "reply": "acting",
    "report": "acting",
    "request": "acting",
    "restore": "upkeep",
    "serve": "serving",
    "sync": "carrying",
    "tray": "reading",
    "verify": "proving",
}


class Verbs(click.Group):
    """The verbs by name; importing one imports nothing of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the alphabet."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name, its module loaded now."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"wasl.cli.verbs.{VERBS[cmd_name]}")
        command: click.Command = getattr(module, f"verb_{cmd_name}")
        return command


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command; what went wrong is said in the officer's language."""
    settings = Settings()
    desk = Desk(settings)
    try:
        _command(desk).main(
            args=list(arguments), prog_name="wasl", standalone_mode=False, obj=desk
        )
    except click.exceptions.Abort:
        return USAGE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except RefusedError as refusal:
        click.echo(desk.speech.refusal(refusal.rule, refusal.detail), err=True)
        return REFUSED
    except UnavailableError as failure:
        click.echo(desk.speech.unavailable(failure.what, failure.detail), err=True)
        return UNAVAILABLE
    except BrokenPipeError:
        # The reader of our output left: nothing to say, and nobody to say it to.
        sys.stderr.close()
        return 0
    except Exception as error:
        reference = name_bug(error)
        click.echo(
            desk.speech.say("A fault of ours, reference {reference}.", reference=reference),
            err=True,
        )
        return BUG
    return 0


def _command(desk: Desk) -> click.Group:
    say = desk.speech.say

    @click.group(
        cls=Verbs,
        help=say("Two services exchange information under what they agreed, and can prove it."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 99},
    )
    @click.option("--home", type=click.Path(path_type=None), help=say("Where this node lives."))
    @click.option("--lang", type=str, help=say("Language: ar, fr or en."))
    @click.version_option(package_name="wasl", message="wasl %(version)s")
    @click.pass_obj
    def wasl(desk: Desk, home: str | None, lang: str | None) -> None:
        desk.settle(home, lang)

    return wasl
