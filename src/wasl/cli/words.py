"""How verbs are told about: help, options and wrong usage in the language of the officer.

A verb is a ``click`` command of class ``Verb`` (``VerbGroup`` where it has moves). Its help and
the help and metavar of its options are English literals in ``_("…")``, so that the catalogues
hold them; they are translated when they are shown. No brace may stand in them.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

import click

from wasl.core.errors import RefusedError
from wasl.locale.speech import Speech, _

# ``click`` says these by itself; here they are for the catalogues.
SAID_BY_CLICK = (
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("TEXT"),
    _("INTEGER"),
    _("FILE"),
    _("FOLDER"),
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help=_("Answer as JSON, for another program.")
)
officer_option = click.option(
    "--officer", required=True, metavar=_("OFFICER"), help=_("Who acts: the id of an officer.")
)
device_option = click.option(
    "--device",
    metavar=_("FILE"),
    help=_("The officer's device key, where it does not lie in its usual place."),
)


def gathered(
    verb: Callable[[Any, Mapping[str, Any]], None],
) -> Callable[..., None]:
    """The callback of a verb with many options: it is given the desk, and every option by name."""

    @wraps(verb)
    @click.pass_context
    def callback(ctx: click.Context, /, **options: object) -> None:
        verb(ctx.obj, options)

    return callback


class Typed(click.ParamType[str]):
    """A line an officer types: NFC, and nothing in it that hides or turns other letters."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuses ``wrong-encoding`` for bytes that are no text, and ``unsafe-text``."""
        if any(unicodedata.category(letter) == "Cs" for letter in value):
            raise RefusedError("wrong-encoding", {"option": param.name or "" if param else ""})
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in value):
            raise RefusedError("unsafe-text", {"option": param.name or "" if param else ""})
        return unicodedata.normalize("NFC", value)


TYPED = Typed()


def speech_of(ctx: click.Context) -> Speech:
    """The voice of the command that is running."""
    found: Speech = ctx.find_root().obj.speech
    return found


class Verb(click.Command):
    """A command that tells about itself in the officer's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The one line of how it is written."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        _write_text(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, one an entry."""
        _write_options(self, ctx, formatter)


class VerbGroup(click.Group):
    """A verb with moves, which tells about itself in the officer's language."""

    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its moves, in the order of a case."""
        return list(self.commands)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The one line of how it is written."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        _write_text(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, then its moves."""
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its moves, each in one line."""
        say = speech_of(ctx).say
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, first_sentence(say(command.help or "")))
            for name, command in found
            if command is not None and not command.hidden
        ]
        if rows:
            with formatter.section(say("Moves")):
                formatter.write_dl(rows)


def first_sentence(text: str) -> str:
    """What stands before the first full stop or semicolon of a help."""
    ends = [text.find(end) for end in (". ", "; ", "؛ ", "\n") if end in text]
    # A French semicolon has a space before it that does not break.
    return text[: min(ends)].rstrip() if ends else text.rstrip(".")


def usage_fault(error: click.ClickException, speech: Speech) -> str:
    """Two lines: what is wrong with how the command was written, and where to look."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return f"{_fault(error, speech)}\n{_remedy(error, speech)}"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as lines whose columns stand under each other; the last column is not padded."""
    if not rows:
        return
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell))
            for cell, width in zip(row[:-1], widths, strict=False)
        ]
        yield "  ".join((*cells, row[-1])).rstrip()


def _width(text: str) -> int:
    """How many places a text takes on a terminal: marks above a letter and isolates take none."""
    return sum(0 if unicodedata.category(letter) in {"Mn", "Cf"} else 1 for letter in text)


def _fault(error: click.ClickException, speech: Speech) -> str:
    match error:
        case click.exceptions.NoSuchOption():
            return speech.say("There is no option {option} here.", option=error.option_name)
        case click.exceptions.NoSuchCommand():
            return speech.say("There is no verb {verb}.", verb=error.command_name)
        case click.exceptions.BadOptionUsage():
            return speech.say("The option {option} needs a value.", option=error.option_name)
        case click.exceptions.MissingParameter():
            return speech.say("{parameter} is missing.", parameter=_named(error.param, speech))
        case click.exceptions.BadParameter(param=click.Parameter(type=click.Choice() as choice)):
            return speech.say(
                "{parameter} is one of {choices}.",
                parameter=_named(error.param, speech),
                choices=", ".join(map(str, choice.choices)),
            )
        case click.exceptions.BadParameter():
            return speech.say(
                "{parameter} does not take this value.", parameter=_named(error.param, speech)
            )
        case _:
            return speech.say("The command has words it does not take, or lacks some.")


def _remedy(error: click.ClickException, speech: Speech) -> str:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    command = f"{ctx.command_path if ctx else 'wasl'} --help"
    return speech.say("See {command}.", command=command)


def _named(param: click.Parameter | None, speech: Speech) -> str:
    """An option by its long name, an argument by its place in the usage line."""
    if param is None:
        return speech.say("A word of the command")
    if isinstance(param, click.Argument):
        return _argument(param, speech)
    return max(param.opts, key=len)


def _argument(param: click.Argument, speech: Speech) -> str:
    return speech.say(param.metavar or (param.name or "").upper())


def _write_usage(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    speech = speech_of(ctx)
    pieces = [speech.say("[OPTIONS]")]
    for param in command.get_params(ctx):
        if isinstance(param, click.Argument):
            name = _argument(param, speech)
            name = name if param.required else f"[{name}]"
            pieces.append(f"{name}..." if param.nargs == -1 else name)
    if isinstance(command, click.Group):
        pieces.append(speech.say("MOVE …") if ctx.parent else speech.say("VERB …"))
    formatter.write_usage(ctx.command_path, " ".join(pieces), f"{speech.say('Usage:')} ")


def _write_text(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(speech_of(ctx).say(command.help))


def _write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    speech = speech_of(ctx)
    rows = [
        (_option(param, ctx, speech), _option_help(param, speech))
        for param in command.get_params(ctx)
        if isinstance(param, click.Option) and not param.hidden
    ]
    with formatter.section(speech.say("Options")):
        formatter.write_dl(rows)


def _option(param: click.Option, ctx: click.Context, speech: Speech) -> str:
    names = ", ".join((*param.opts, *param.secondary_opts))
    if param.is_flag or param.count:
        return names
    shown = param.make_metavar(ctx)
    listed = isinstance(param.type, click.Choice) and param.metavar is None
    return f"{names} {shown if listed else speech.say(shown)}"


def _option_help(param: click.Option, speech: Speech) -> str:
    told = speech.say(param.help or "")
    if param.required:
        told = f"{told} [{speech.say('required')}]"
    elif param.multiple:
        told = f"{told} [{speech.say('may be repeated')}]"
    return told
