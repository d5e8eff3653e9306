"""One screening: a file of queries against a list, answered in a file. No node is needed."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from wasl.cli.desk import Desk, read_file
from wasl.cli.indexes import index_of
from wasl.cli.listed import tell_faults, warn
from wasl.cli.runs import Run, run_key
from wasl.cli.screened import header, parts_of, prepared, rows_in
from wasl.cli.texts import shown_name
from wasl.cli.workspace import Workspace
from wasl.core.errors import RefusedError, UnavailableError
from wasl.core.matching.entities.listing import Head
from wasl.core.matching.score import MOST
from wasl.engine.bulk import Prepare, in_parts
from wasl.interop.queries_csv import LIMIT_BYTES, read_queries

Given = Mapping[str, Any]

SHOWN_COLUMNS = 8

Done = Generator[tuple[int, bytes], None, None]


def screen(desk: Desk, workspace: Workspace, given: Given) -> bool:
    """The answer stands in its file; whether some rows were refused.

    Refuses ``unknown-list``, ``purpose-refused``, ``unreadable-file`` and what reading the
    queries and the list refuses; UnavailableError ``no-file``, ``worker-lost``.
    """
    head = workspace.head(given["list_name"])
    check_purpose(head, given["purpose"])
    content = read_file(given["queries"], LIMIT_BYTES)
    queries = read_queries(content)
    if queries.unknown:
        shown = ", ".join(queries.unknown[:SHOWN_COLUMNS])
        warn(desk.speech.say("Columns that are not looked at: {columns}.", columns=shown))
    index = index_of(workspace, head.name)
    language, limit = desk.speech.language, given["limit"]
    least = round(given["min_score"] * MOST)
    prepare = partial(prepared, index, language, limit, least)
    key = run_key(content, f"{index.name} {language} {limit} {least}".encode())
    parts = parts_of(queries.asked)
    if given["jobs"] > 1:
        run = Run(workspace=workspace, key=key)
        done = _kept(run, parts, prepare, given["jobs"])
    else:
        run = None
        done = _alone(parts, prepare)
    with desk.progress(desk.speech.say("Screening")) as update, closing(done):
        answers = _gathered(done, parts, update)
    _write(Path(given["out"]), (header(), *(answers[part] for part in sorted(answers))))
    if run is not None:
        run.forget()
    tell_faults(desk, queries.faults, shown_name(given["queries"]))
    return bool(queries.faults)


def check_purpose(head: Head, purpose: str | None) -> str:
    """The purpose of a search: the one given, else the only one the list has.

    Refuses ``purpose-refused`` for another, and where none is given and the list has several.
    """
    if purpose is None and len(head.purposes) == 1:
        return head.purposes[0]
    if purpose is None or purpose not in head.purposes:
        facts = {"list": head.name, "purposes": ", ".join(head.purposes)}
        raise RefusedError("purpose-refused", facts)
    return purpose


def _alone(parts: Mapping[int, bytes], prepare: Prepare) -> Done:
    """Each part done here."""
    work = prepare()
    for part, asked in parts.items():
        yield part, work(asked)


def _kept(run: Run, parts: Mapping[int, bytes], prepare: Prepare, jobs: int) -> Done:
    """Each part done by several processes, or before; kept until the answer stands."""
    run.open()
    left = dict(parts)
    for part in parts:
        found = run.kept(part)
        if found is not None:
            del left[part]
            yield part, found
    with closing(in_parts(left, prepare, jobs)) as done:
        for part, found in done:
            run.keep(part, found)
            yield part, found


def _gathered(
    done: Done, parts: Mapping[int, bytes], update: Callable[[int, int], None]
) -> dict[int, bytes]:
    """What every part gives."""
    total = sum(map(rows_in, parts.values()))
    rows, answers = 0, {}
    for part, found in done:
        answers[part] = found
        rows += rows_in(parts[part])
        update(rows, total)
    return answers


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """The answer, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(pieces)
        part.replace(path)
    except OSError as error:
        raise UnavailableError("no-file", {"file": path.name}) from error
    finally:
        part.unlink(missing_ok=True)
