"""One connection seen through the tables: statements in, rows out, errors by their three kinds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Executable, Insert, Row, Table, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from wasl.store import schema

# Lists in a query are cut: SQLite prepares a text for each length, PostgreSQL takes 32,767 values.
CHUNK = 500

Values = Mapping[str, object]
AnyRow = Row[*tuple[Any, ...]]
Judge = Callable[[DBAPIError], Exception]


class Session:
    """The transaction that is open: what it may run, and the numbers of the links."""

    def __init__(self, connection: Connection, judge: Judge) -> None:
        self._connection = connection
        self._judge = judge
        self._numbers: dict[str, int] = {}
        self._new_links: list[str] = []
        self._last: dict[str, int] = {}
        self._later: dict[Table, list[tuple[object, ...]]] = {}
        self._savepoints = 0
        self._opening = ""
        self._wrote = False
        self._loss: Exception | None = RuntimeError("no look and no turn is open")
        self.written_bytes = 0

    def read_numbers(self) -> None:
        """The numbers of the links are those the store holds."""
        self._numbers = {row.link: row.number for row in self.rows(select(schema.link_numbers))}

    # ------------------------------------------------------------------------- statements

    def rows(self, statement: Executable, values: Values | None = None) -> Sequence[AnyRow]:
        """Every row a query answers."""
        self.settle()
        try:
            return self._connection.execute(statement, values or {}).all()
        except DBAPIError as error:
            raise self._lost(error) from error

    def row(self, statement: Executable, values: Values | None = None) -> AnyRow | None:
        """The first row a query answers."""
        rows = self.rows(statement, values)
        return rows[0] if rows else None

    def chunked(
        self, statement: Executable, name: str, items: Sequence[object]
    ) -> Iterator[AnyRow]:
        """The rows of a query whose list ``name`` is too long for one question."""
        distinct = list(dict.fromkeys(items))
        for start in range(0, len(distinct), CHUNK):
            yield from self.rows(statement, {name: distinct[start : start + CHUNK]})

    def change(self, statement: Executable, values: Values) -> int:
        """How many rows a change touched."""
        self.settle()
        self._wrote = True
        try:
            return self._connection.execute(statement, values).rowcount
        except DBAPIError as error:
            raise self._lost(error) from error

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """The same change for each of many rows."""
        self.settle()
        if not values:
            return
        self._wrote = True
        try:
            self._connection.execute(statement, values)
        except DBAPIError as error:
            raise self._lost(error) from error

    def add(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """New rows, each in the order of the table's columns; one already held is our bug."""
        self._many(_adding(table, self._connection.dialect.name), rows)

    def put(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Rows that take the place of those with the same key."""
        self._many(_putting(table, self._connection.dialect.name), rows)

    def put_later(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Rows that are put before anything is read, changed or committed, many at once."""
        self.require_open()
        self._later.setdefault(table, []).extend(rows)

    def settle(self) -> None:
        """What was to be put later is there; the transaction stands."""
        self.require_open()
        while self._later:
            table, rows = self._later.popitem()
            self.put(table, rows)

    def _many(self, text: str, rows: Sequence[tuple[object, ...]]) -> None:
        self.require_open()
        if not rows:
            return
        self._wrote = True
        try:
            self._connection.exec_driver_sql(text, list(rows))
        except DBAPIError as error:
            raise self._lost(error) from error

    # -------------------------------------------------------------------------- the links

    def number(self, link: str) -> int:
        """The number of a link; -1, which no row has, for a link without one."""
        return self._numbers.get(link, -1)

    def given_number(self, link: str) -> int:
        """The number of a link, given now if it has none."""
        number = self._numbers.get(link)
        if number is None:
            number = max(self._numbers.values(), default=0) + 1
            self.add(schema.link_numbers, [(number, link)])
            self._numbers[link] = number
            self._new_links.append(link)
        return number

    def link_names(self) -> Mapping[int, str]:
        """The link of each number."""
        return {number: link for link, number in self._numbers.items()}

    def next_number(self, numbered: Column[int]) -> int:
        """A number this process never gave in this column before, greater than all in it."""
        last = self._last.get(numbered.table.name)
        if last is None:
            row = self.row(select(func.max(numbered)))
            last = int(row[0] or 0) if row else 0
        self._last[numbered.table.name] = last + 1
        return last + 1

    # ---------------------------------------------------------------------------- undoing

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is undone when the block ends with an exception."""
        self.settle()
        # Where nothing is written yet, to begin again undoes the same, and SQLite need not keep
        # a copy of every page it changes meanwhile (15 µs an entry).
        name = f"step_{self._savepoints}" if self._wrote else ""
        links = len(self._new_links)
        if name:
            self._command(f"SAVEPOINT {name}")
        self._savepoints += 1
        kept = False
        try:
            yield
            kept = True
        finally:
            self._savepoints -= 1
            if kept and name and self._loss is None:
                self._command(f"RELEASE SAVEPOINT {name}")
            if not kept:
                self._undo_step(name, links)

    def _undo_step(self, name: str, links: int) -> None:
        self._later.clear()
        self._forget(links)
        if self._loss is not None:
            return
        if name:
            self._command(f"ROLLBACK TO SAVEPOINT {name}")
            self._command(f"RELEASE SAVEPOINT {name}")
        elif self._wrote:
            self._command("ROLLBACK")
            self._command(self._opening)
            self._wrote = False

    def _command(self, text: str) -> None:
        self.require_open()
        try:
            self._connection.exec_driver_sql(text)
        except DBAPIError as error:
            raise self._lost(error) from error

    def _forget(self, kept: int) -> None:
        """The numbers given since are free again."""
        for link in self._new_links[kept:]:
            del self._numbers[link]
        del self._new_links[kept:]

    def begun(self, opening: str) -> None:
        """A transaction was begun with these words: nothing of an earlier one clings to it."""
        self._opening = opening
        self._later.clear()
        self._wrote = False
        self._loss = None
        self.written_bytes = 0

    def ended(self, *, kept: bool) -> None:
        """The transaction is over; where it was undone, so are the numbers it gave."""
        if not kept:
            self._forget(0)
        self._new_links.clear()
        self._loss = RuntimeError("no look and no turn is open")

    def _lost(self, error: DBAPIError) -> Exception:
        # After some errors SQLite has undone the transaction already: whatever were written now
        # would stand alone.
        self._loss = self._judge(error)
        return self._loss

    def require_open(self) -> None:
        """The transaction stands; else the error that ended it is raised again."""
        if self._loss is not None:
            raise self._loss


@cache
def _adding(table: Table, dialect: str) -> str:
    return _text(insert(table), dialect)


@cache
def _putting(table: Table, dialect: str) -> str:
    key = [column.name for column in table.primary_key]
    rest = [column.name for column in table.columns if not column.primary_key]
    statement = sqlite.insert(table)
    if not rest:
        return _text(statement.on_conflict_do_nothing(index_elements=key), dialect)
    changed = {name: statement.excluded[name] for name in rest}
    return _text(statement.on_conflict_do_update(index_elements=key, set_=changed), dialect)


def _text(statement: Insert, dialect: str) -> str:
    """A statement as the driver reads it, its places in the order of the table's columns."""
    if dialect != "sqlite":
        raise ValueError(f"no inserts are written for {dialect}")
    return str(statement.compile(dialect=sqlite.dialect()))
