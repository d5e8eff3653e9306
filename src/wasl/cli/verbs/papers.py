"""``wasl sheet``: a bundle on paper, where not even a stick may pass; printed, and read again.

No node is asked and no key is opened: what a camera saw is put together in a process that holds
nothing, and ``wasl bundle in`` judges it like any other bundle.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.texts import read_bytes, shown_name
from wasl.cli.words import Verb, VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.node.clock import SystemDraw
from wasl.wiring import write_private

Given = Mapping[str, Any]

ENDINGS = (".pdf", ".svg", ".png")
BUNDLE_LIMIT_BYTES = 2**20  # ten times what a sheet holds: the rest is refused by its number


def _printable(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The name, if its ending says how to print."""
    if Path(value).suffix.lower() not in ENDINGS:
        raise click.BadParameter("", ctx=ctx, param=param)
    return value


verb_sheet = VerbGroup(
    name="sheet", help=_("A bundle as a sheet of QR codes: printed, or read from pictures.")
)


@verb_sheet.command(
    cls=Verb,
    name="write",
    help=_("Print a bundle as QR codes, six a page."),
)
@click.argument("bundle", metavar=_("BUNDLE"))
@click.option(
    "--out",
    required=True,
    callback=_printable,
    metavar=_("FILE"),
    help=_("The file, ending in .pdf, .svg or .png; one a page for SVG and PNG."),
)
@json_option
@gathered
def _write(desk: Desk, given: Given) -> None:
    from wasl.transport.sheet_pages import draw_sheet, written

    place = Path(given["out"])
    sheet = draw_sheet(read_bytes(given["bundle"], BUNDLE_LIMIT_BYTES))
    files = written(sheet, place.suffix.lower().removeprefix("."))
    paths = _paths(place, len(files))
    for path, content in zip(paths, files, strict=True):
        write_private(path, content)
    answer = {
        "files": [str(path) for path in paths],
        "pages": len(sheet.pages),
        "parts": sheet.parts,
        "sheet": sheet.letters,
        "version": sheet.version,
    }
    desk.show(answer, given["as_json"], lambda value: _tell_written(desk, value))


def _paths(place: Path, count: int) -> list[Path]:
    """One name a file, numbered where there are several; refuses ``file-exists``."""
    paths = [place]
    if count > 1:
        paths = [place.with_name(f"{place.stem}-{n}{place.suffix}") for n in range(1, count + 1)]
    for path in paths:
        if path.exists():
            raise RefusedError("file-exists", {"file": path.name})
    return paths


def _tell_written(desk: Desk, answer: Json) -> None:
    desk.say("Sheet {sheet}: {files}", sheet=answer["sheet"], files=", ".join(answer["files"]))
    said = desk.speech.count(
        "{n} part, and a spare one that stands in for any one lost.",
        "{n} parts, and a spare one that stands in for any one lost.",
        answer["parts"],
    )
    click.echo(f"  {said}")


@verb_sheet.command(
    cls=Verb,
    name="read",
    help=_(
        "Read a sheet from pictures (PNG, JPEG) in any order, or from the lines of a hand "
        "scanner, and write the bundle it holds; then: wasl bundle in."
    ),
)
@click.argument("images", nargs=-1, required=True, metavar=_("PICTURE"))
@click.option(
    "--out",
    default=".",
    metavar=_("FILE"),
    help=_("The folder, or the file; this folder if not given."),
)
@json_option
@gathered
def _read(desk: Desk, given: Given) -> None:
    from wasl.transport.sheet import assemble, gather

    looked, refused = _looked(desk, given["images"])
    gathered_parts = gather(part for seen in looked for part in seen.parts)
    refused += gathered_parts.refused
    if not given["as_json"]:
        _tell_refused(desk, refused)
    content = assemble(gathered_parts)
    path = _bundle_path(Path(given["out"]))
    write_private(path, content)
    answer = {
        "file": str(path),
        "other_codes": sum(seen.other_codes for seen in looked),
        "parts": gathered_parts.count,
        "refused": [[refusal.rule, dict(refusal.detail)] for refusal in refused],
        "sheet": gathered_parts.sheet,
    }
    desk.show(answer, given["as_json"], lambda value: _tell_read(desk, value))


def _looked(desk: Desk, paths: Sequence[str]) -> tuple[list[Any], list[RefusedError]]:
    """What each picture showed; one that shows nothing is told by its name and left out."""
    from wasl.transport.sheet_images import FILE_LIMIT_BYTES, look_at

    looked, refused = [], []
    with desk.progress(desk.speech.say("Reading the pictures")) as update:
        for place, path in enumerate(paths, 1):
            content = read_bytes(path, FILE_LIMIT_BYTES)
            try:
                seen = look_at(content)
            except RefusedError as refusal:
                told = {**refusal.detail, "file": shown_name(path)}
                refused.append(RefusedError(refusal.rule, told))
            else:
                looked.append(seen)
                refused += seen.refused
            update(place, len(paths))
    return looked, refused


def _bundle_path(place: Path) -> Path:
    """A name that tells nothing in a folder; else the file, which must not be there."""
    from wasl.transport.bundle import SUFFIX

    if place.is_dir():
        return place / f"{SystemDraw().draw(4).hex()}{SUFFIX}"
    if place.exists():
        raise RefusedError("file-exists", {"file": place.name})
    return place


def _tell_refused(desk: Desk, refused: Sequence[RefusedError]) -> None:
    for refusal in refused:
        click.echo(desk.speech.refusal(refusal.rule, refusal.detail), err=True)


def _tell_read(desk: Desk, answer: Json) -> None:
    desk.say("Sheet {sheet} is whole: {file}", sheet=answer["sheet"], file=answer["file"])
    if answer["other_codes"]:
        said = desk.speech.count(
            "{n} other code was left out.", "{n} other codes were left out.", answer["other_codes"]
        )
        click.echo(f"  {said}")
    desk.say("Next: {command}", command=f"wasl bundle in {answer['file']}")
