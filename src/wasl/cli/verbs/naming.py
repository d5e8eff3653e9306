"""Names compared: a file of pairs line by line, or two names explained. No node is needed."""

import gc
import sys
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import Verb, VerbGroup
from wasl.locale.speech import LANGUAGES, _

if TYPE_CHECKING:
    from wasl.cli.naming import Teller
    from wasl.core.matching.comparing import Comparer

Given = Mapping[str, Any]

BLOCK = 8_192
LISTED = 20
ROWS_REFUSED, UNREADABLE, INTERRUPTED = 1, 3, 130
BOM = b"\xef\xbb\xbf"

_lang = click.option(
    "--lang", type=click.Choice(LANGUAGES), help=_("Language of the reasons: ar, fr or en.")
)

verb_names = VerbGroup(name="names", help=_("Names compared across spellings and scripts."))


@verb_names.command(
    cls=Verb,
    name="compare",
    help=_(
        "Compare pairs of names: two names a line, a tab between them. For each line one line "
        "comes back, the score, a tab and the reasons; nothing is kept. Exit 0 if every line was "
        "compared, 1 if some were refused, 3 if the file cannot be read."
    ),
)
@click.option("--pairs", metavar=_("FILE"), help=_("The pairs; - reads them from standard input."))
@click.option("--no-why", is_flag=True, help=_("Scores without reasons, for speed."))
@_lang
@click.option(
    "--version-info", is_flag=True, help=_("What scores depend on: versions, and the fitted data.")
)
@click.pass_context
def _compare(ctx: click.Context, /, **given: object) -> None:
    desk: Desk = ctx.obj
    desk.settle(None, _language(given))
    if given["version_info"]:
        _tell_versions()
        return
    if not given["pairs"]:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    name = str(given["pairs"])
    try:
        with _opened(name) as stream:
            code = _compared(desk, stream, why=not given["no_why"])
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError:
        click.echo(desk.speech.refusal("unreadable-file", {"file": name}), err=True)
        code = UNREADABLE
    ctx.exit(code)


def _language(given: Given) -> str | None:
    return str(given["lang"]) if given["lang"] else None


def _opened(name: str) -> IO[bytes]:
    return click.open_file(name, "rb")


def _compared(desk: Desk, stream: IO[bytes], *, why: bool) -> int:
    from wasl.cli.comparer import name_comparer
    from wasl.cli.naming import Teller

    # What is read is kept or freed at once; to look for cycles costs a tenth of the time.
    gc.disable()
    comparer, teller = name_comparer(), Teller(desk.speech)
    out = sys.stdout.buffer
    first, refused = 1, 0
    listed: list[tuple[int, str]] = []
    for lines in _blocks(stream):
        answers, faults = _answered(comparer, teller, lines, why)
        out.write("".join(answers).encode())
        refused += len(faults)
        listed += [(first + place, told) for place, told in faults[: LISTED - len(listed)]]
        first += len(lines)
    out.flush()
    if not refused:
        return 0
    speech = desk.speech
    for line, told in listed:
        click.echo(speech.say("line {line}: {told}", line=line, told=told), err=True)
    click.echo(speech.count("{n} line was refused.", "{n} lines were refused.", refused), err=True)
    return ROWS_REFUSED


def _blocks(stream: IO[bytes]) -> Iterator[list[bytes]]:
    """The lines of a stream, some thousands at a time, as they stand between line feeds."""
    first = stream.readline()
    block = [first.removeprefix(BOM)] if first else []
    for line in stream:
        block.append(line)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _answered(
    comparer: "Comparer", teller: "Teller", lines: list[bytes], why: bool
) -> tuple[list[str], list[tuple[int, str]]]:
    """The answers to a block of lines, and the places and causes of what was refused."""
    from wasl.cli.naming import rule_of, whys

    lefts, rights, unread = _split(lines)
    verdicts = comparer.compare(lefts, rights)
    told = whys(teller, verdicts, (lefts, rights)) if why else [""] * len(lines)
    faults: list[tuple[int, str]] = []
    for place in verdicts.refused.nonzero()[0].tolist():
        cause = unread.get(place)
        if cause:
            said = teller.refused(cause)
        else:
            said = teller.refused(*rule_of(comparer.refusals(lefts[place], rights[place])))
        told[place] = said
        faults.append((place, said))
    shown = _shown()
    scores = verdicts.scores.tolist()
    return [f"{shown[score]}{said}\n" for score, said in zip(scores, told, strict=True)], faults


def _shown() -> tuple[str, ...]:
    """Every score as it is written, with the tab after it."""
    if not _SHOWN:
        _SHOWN.extend(f"{score // 10_000}.{score % 10_000:04d}\t" for score in range(10_001))
    return tuple(_SHOWN)


_SHOWN: list[str] = []


def _split(lines: list[bytes]) -> tuple[list[str], list[str], dict[int, str]]:
    """The two names of every line; a line that has not two is empty, and its place is told."""
    from wasl.cli.naming import LineRule
    from wasl.core.matching.cleaning import NameRule

    lefts: list[str] = []
    rights: list[str] = []
    unread: dict[int, str] = {}
    for place, line in enumerate(lines):
        pieces = line.rstrip(b"\n").removesuffix(b"\r").split(b"\t")
        left = right = ""
        if len(pieces) != 2:
            unread[place] = LineRule.BAD_LINE
        else:
            try:
                left, right = pieces[0].decode(), pieces[1].decode()
            except UnicodeDecodeError:
                unread[place] = NameRule.NOT_UTF_8
        lefts.append(left)
        rights.append(right)
    return lefts, rights, unread


def _tell_versions() -> None:
    from wasl.cli.comparer import name_versions

    for name, version in name_versions().items():
        click.echo(f"{name}\t{version}")


@verb_names.command(
    cls=Verb,
    name="explain",
    help=_(
        "Compare two names and tell every term of the score; dates of birth count where both are "
        "known. Nothing is kept."
    ),
)
@click.argument("left", metavar=_("NAME"))
@click.argument("right", metavar=_("NAME"))
@click.option("--birth-a", metavar=_("DATE"), help=_("Birth of the first: year, month or day."))
@click.option("--birth-b", metavar=_("DATE"), help=_("Birth of the second."))
@_lang
@click.pass_context
def _explain(ctx: click.Context, /, **given: object) -> None:
    """Refuses a name as the comparison does, and ``bad-date``."""
    from wasl.cli.explaining import tell_explained

    desk: Desk = ctx.obj
    desk.settle(None, _language(given))
    births = tuple(str(given[name] or "") for name in ("birth_a", "birth_b"))
    tell_explained(desk, (str(given["left"]), str(given["right"])), (births[0], births[1]))
