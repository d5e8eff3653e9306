"""Rows of cells in a text, each with the line it begins on."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One row: the line it begins on, and its cells; none for a row that cannot be read."""

    line: int
    values: tuple[str, ...]


def cells_of(text: str, separator: str) -> Iterator[Cells]:
    """The rows of a text, empty lines left out; a cell in quotes may hold lines of its own."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Cells(line=line, values=())
            continue
        if any(cell.strip() for cell in row):
            yield Cells(line=line, values=tuple(row))
