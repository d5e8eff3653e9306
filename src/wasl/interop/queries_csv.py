"""Names to look for: CSV with a header, ``name`` and any of the columns below, one a row.

Separated by commas, semicolons or tabs. A row that cannot be looked for is refused with its line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wasl.core.errors import RefusedError
from wasl.core.matching.birth import Birth, read_birth
from wasl.core.matching.cleaning import clean
from wasl.core.matching.entities.codes import Precision
from wasl.core.matching.entities.folding import fold_digits, fold_key
from wasl.core.matching.index.weighing import Query
from wasl.core.matching.subject import PAPER, PHONE, PLATE, place_keys
from wasl.interop.countries import country_code
from wasl.interop.dates import read_date
from wasl.interop.draft import flowed
from wasl.interop.plain_csv import NAME, separator_of
from wasl.interop.rows import Fault, RowFault, decoded
from wasl.interop.tables import Cells, cells_of

LIMIT_BYTES = 1_073_741_824
COLUMNS = frozenset("id name birth_date birth_year nationality place document plate phone".split())
NUMBERS = (PAPER, PLATE, PHONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row: what the answer calls it, and who is looked for."""

    label: str
    query: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """What a file asks: its good rows, its faults, and the columns that are not looked at."""

    asked: tuple[Asked, ...]
    faults: tuple[RowFault, ...]
    unknown: tuple[str, ...]


def read_queries(content: bytes) -> Queries:
    """The queries of a table.

    Refuses ``not-this-format`` for a first row without ``name`` or with a column twice,
    ``wrong-encoding``, ``too-large``.
    """
    text = decoded(content, LIMIT_BYTES)
    rows = cells_of(text, separator_of(text))
    first = next(rows, Cells(line=1, values=()))
    header = tuple(flowed(cell).casefold() for cell in first.values)
    if NAME not in header or len(set(header)) < len(header):
        raise RefusedError("not-this-format", {"why": "header"})
    asked: list[Asked] = []
    faults: list[RowFault] = []
    for found in _rows(rows, header):
        if isinstance(found, Asked):
            asked.append(found)
        else:
            faults.append(found)
    unknown = tuple(column[:64] for column in header if column not in COLUMNS)
    return Queries(asked=tuple(asked), faults=tuple(faults), unknown=unknown)


def _rows(rows: Iterator[Cells], header: tuple[str, ...]) -> Iterator[Asked | RowFault]:
    for cells in rows:
        if len(cells.values) != len(header):
            yield _refused(cells.line, Fault.BAD_COLUMNS)
            continue
        held = dict(zip(header, map(flowed, cells.values), strict=True))
        yield _row(cells.line, held)


def _row(line: int, held: Mapping[str, str]) -> Asked | RowFault:
    name = held[NAME]
    rule = clean(name).refusal
    if rule is not None:
        return _refused(line, Fault(rule.value))
    birth, column = _birth(held)
    if column:
        return _refused(line, Fault.BAD_BIRTH, column)
    written = held.get("nationality", "")
    nation = country_code(written) or (written.upper() if _is_code(written) else "")
    if written and not nation:
        return _refused(line, Fault.BAD_NATION, "nationality")
    keys = ((kind, fold_key(held.get(kind, ""))) for kind in NUMBERS)
    query = Query(
        name=name,
        birth=birth,
        nation=nation,
        places=frozenset(place_keys(held.get("place", ""))),
        numbers=tuple((kind, key) for kind, key in keys if key),
    )
    return Asked(label=held.get("id") or name, query=query)


def _is_code(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


def _birth(held: Mapping[str, str]) -> tuple[Birth | None, str]:
    """The birth of a row, by the more precise column; and the column that cannot be read."""
    whole, year = held.get("birth_date", ""), held.get("birth_year", "")
    if whole:
        when = read_date(whole)
        single = {Precision.DAY, Precision.MONTH, Precision.YEAR}
        if when is None or when.precision not in single or when.calendar != "gregorian":
            return None, "birth_date"
        return read_birth(when.value), ""
    if year:
        plain = fold_digits(year)
        if not (len(plain) == 4 and plain.isdecimal() and "1800" <= plain <= "2999"):
            return None, "birth_year"
        return read_birth(plain), ""
    return None, ""


def _refused(line: int, fault: Fault, what: str = "") -> RowFault:
    return RowFault(line=line, fault=fault, row=True, what=what)
