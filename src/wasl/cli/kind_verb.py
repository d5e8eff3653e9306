"""The verb of a kind of case: its first move without a name, and every other by its table."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import Verb, VerbGroup, gathered, speech_of
from wasl.locale.senses import SENSES
from wasl.locale.speech import _

Given = Mapping[str, Any]
Callback = Callable[[Desk, Given], None]
Options = Callable[[], list[click.Parameter]]

HELP_OPTIONS = frozenset({"-h", "--help"})


class DefaultGroup(VerbGroup):
    """A group that takes a word it does not know as the beginning of its usual command.

    ``usual`` is that command; ``alone`` what runs when no word follows (None: help is shown).
    """

    def __init__(self, name: str, *, told: str, usual: str, alone: str | None = None) -> None:
        super().__init__(name=name, help=told)
        self.usual = usual
        self.alone = alone
        self.no_args_is_help = alone is None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The usual command is put before words that name none; alone, the one that lists."""
        asks_for_help = bool(args) and args[0] in HELP_OPTIONS
        if self.alone is not None and all(a.startswith("-") for a in args) and not asks_for_help:
            args = [self.alone, *args]
        elif args and not asks_for_help and self.get_command(ctx, args[0]) is None:
            args = [self.usual, *args]
        return super().parse_args(ctx, args)


class LateVerb(Verb):
    """A verb whose options are worked out when it is asked for, and not before."""

    def __init__(self, name: str, *, told: str, opens: Options, callback: Callback) -> None:
        super().__init__(name=name, help=told, callback=gathered(callback))
        self._opens = opens

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options, worked out once."""
        self.params = self.params or self._opens()
        return super().get_params(ctx)


class KindVerb(DefaultGroup):
    """A kind of case as a verb; its moves are read from the table when they are asked for.

    ``opens`` gives the options of the first move; the others take a case. ``own`` are moves with
    a command of their own, and commands that are no moves; ``name`` is the verb where the kind is
    called otherwise.
    """

    def __init__(  # noqa: PLR0913  # each is a part of the one verb
        self,
        kind: str,
        *,
        told: str,
        first: str,
        opens: Options,
        callback: Callback,
        own: Mapping[str, click.Command] | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(name or kind, told=told, usual=first)
        self.kind = kind
        self.opens = opens
        self.callback_of_first = callback
        self.own = own or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The moves a person may write, in the order of the table; then what stands beside."""
        from wasl.core.case import PROCEDURES
        from wasl.core.procedure import NODE

        moves = PROCEDURES[self.kind].moves
        written = [move for move, rule in moves.items() if rule.signers.drafts - NODE]
        return [*written, *(name for name in self.own if name not in moves)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a move."""
        if cmd_name not in self.list_commands(ctx):
            return None
        if cmd_name in self.own:
            return self.own[cmd_name]
        if cmd_name == self.usual:
            return Verb(
                name=cmd_name,
                params=self.opens(),
                callback=gathered(self.callback_of_first),
                help=self.help,
            )
        return move_command(self.kind, cmd_name)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Where the options of the first move are told."""
        with formatter.section(speech_of(ctx).say("Without a move")):
            formatter.write_text(f"{ctx.command_path} {self.usual} --help")


def move_command(kind: str, move: str) -> click.Command:
    """The command of a move in a case that exists."""
    from wasl.cli.options import acting_options, body_options, marking_options, part_options
    from wasl.core.case import PROCEDURES

    rule = PROCEDURES[kind].moves[move]
    params: list[click.Parameter] = [
        click.Argument(["case"], metavar=_("CASE")),
        *body_options(rule),
        *part_options(kind, move, rule),
        *marking_options(),
        *acting_options(),
    ]

    def perform(desk: Desk, given: Given) -> None:
        draft_own_move(desk, kind, move, given)

    # The terms of a move are in every catalogue, by the sense this kind uses it in.
    sense = "move.note" if move == "note" else f"{kind}.{move}"
    told = f"term:{sense if sense in {*SENSES, 'move.note'} else move}"
    return Verb(name=move, params=params, callback=gathered(perform), help=told)


def draft_own_move(desk: Desk, kind: str, move: str, given: Given) -> None:
    """A move drafted in its case; refuses ``other-kind`` for a case of another."""
    from wasl.cli.acts import draft_in_case
    from wasl.cli.drafts import tell_drafts
    from wasl.core.errors import RefusedError

    with desk.door() as door:
        told = door.ask("case", {"reference": given["case"]})
        if told["kind"] != kind:
            raise RefusedError("other-kind", {"kind": told["kind"]})
        drafted = draft_in_case(desk, door, told, move, given)
    tell_drafts(desk, drafted, given["as_json"])
