"""One connection seen through the tables: statements in, rows out, errors by their three kinds."""

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Executable,
    Insert,
    LargeBinary,
    Row,
    Table,
    Update,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from wasl.store import schema

KNOWN_ANSWERS = 1_000  # about one thing

Values = Mapping[str, object]
AnyRow = Row[*tuple[Any, ...]]
Judge = Callable[[DBAPIError], Exception]
Answer = TypeVar("Answer")


class Session:
    """The transaction that is open: what it may run, and the numbers of the links."""

    def __init__(self, connection: Connection, judge: Judge) -> None:
        self._connection = connection
        self._judge = judge
        self._known: dict[Hashable, dict[Hashable, Any]] = {}
        self._last: dict[str, int] = {}
        self._later: dict[Table, list[tuple[object, ...]]] = {}
        self._savepoints = 0
        self._opening = ""
        self._wrote = False
        self._loss: Exception | None = RuntimeError("no look and no turn is open")
        self.written_bytes = 0

    @property
    def wrote(self) -> bool:
        """Whether the transaction changed anything so far."""
        return self._wrote

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

    def rows_of_any(
        self, statement: Executable, items: Sequence[object], **values: object
    ) -> Sequence[AnyRow]:
        """Every row a query with ``is_any`` of these items answers; none where there are none."""
        distinct = list(dict.fromkeys(items))
        if not distinct:
            return ()
        return self.rows(statement, {**values, "any_of": json.dumps(distinct)})

    def change(
        self,
        statement: Update | Delete,
        values: Values | Sequence[Values] | None = None,
    ) -> int:
        """How many rows a change touched: of those it names, or for each of many values."""
        self.settle()
        if values is not None and not values:
            return 0
        self.unlearn(statement.table)
        try:
            touched = self._connection.execute(statement, values or {}).rowcount
        except DBAPIError as error:
            raise self._lost(error) from error
        self._wrote = self._wrote or touched > 0
        return touched

    def add(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """New rows, each in the order of the table's columns; one already held is our bug."""
        self._many(table, _adding(table, self._connection.dialect.name), rows)

    def put(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Rows that take the place of those with the same key."""
        self._many(table, _putting(table, self._connection.dialect.name), rows)

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

    def _many(self, table: Table, text: str, rows: Sequence[tuple[object, ...]]) -> None:
        self.require_open()
        if not rows:
            return
        self._wrote = True
        self.unlearn(table)
        try:
            self._connection.exec_driver_sql(text, list(rows))
        except DBAPIError as error:
            raise self._lost(error) from error

    # ---------------------------------------------------------------- what is asked often

    def known(self, about: Hashable, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What a question is answered, asked of the store only once.

        ``about`` is a table, which is asked anew once it changes, or a name under which whoever
        changes the answer says the new one (``learn``, ``unlearn``). Nobody else writes: a store
        is held by one process. The answer is changed by nobody but who says the new one.
        """
        self.settle()
        answers = self._known.get(about, {})
        if question in answers:
            held: Answer = answers[question]
            return held
        answer = ask()
        self.learn(about, question, answer)
        return answer

    def rows_if_any(
        self, table: Table, statement: Executable, values: Mapping[str, str]
    ) -> Sequence[AnyRow]:
        """Every row a query over one table answers; that there is none is asked only once."""
        question = (statement, *values.values())
        if self.recall(table, question) == ():
            return ()
        found = self.rows(statement, values)
        if not found:
            self.learn(table, question, ())
        return found

    def recall(self, about: Hashable, question: Hashable) -> Any:  # noqa: ANN401
        """What a question was last answered, or None."""
        self.settle()
        return self._known.get(about, {}).get(question)

    def learn(self, about: Hashable, question: Hashable, answer: object) -> None:
        """What a question is answered from now on."""
        answers = self._known.setdefault(about, {})
        if len(answers) >= KNOWN_ANSWERS:
            answers.clear()
        answers[question] = answer

    def unlearn(self, about: Hashable) -> None:
        """Every question about this is asked anew."""
        self._known.pop(about, None)

    def forget(self) -> None:
        """Every question is asked anew."""
        self._known.clear()

    # -------------------------------------------------------------------------- the links

    def numbers(self) -> Mapping[str, int]:
        """The number of each link."""

        def ask() -> dict[str, int]:
            return {row.link: row.number for row in self.rows(select(schema.link_numbers))}

        return self.known(schema.link_numbers, "number", ask)

    def links(self) -> Mapping[int, str]:
        """The link of each number."""

        def ask() -> dict[int, str]:
            return {number: link for link, number in self.numbers().items()}

        return self.known(schema.link_numbers, "link", ask)

    def place(self, link: str, index: int) -> int:
        """The place of an index in the log of a link; -1, which no row has, where none can be."""
        number = self.numbers().get(link)
        if number is None or not 0 <= index < schema.INDEX_LIMIT:
            return -1
        return number * schema.INDEX_LIMIT + index

    def stretch(self, link: str, start: int, stop: int) -> dict[str, int]:
        """The places of a stretch of the log of a link, as ``start`` and ``stop``."""
        first = self.numbers().get(link, -1) * schema.INDEX_LIMIT
        return {"start": first + max(start, 0), "stop": first + min(stop, schema.INDEX_LIMIT)}

    def index_at(self, place: int) -> tuple[str, int]:
        """The link and the index of a place that a row has."""
        number, index = divmod(place, schema.INDEX_LIMIT)
        return self.links()[number], index

    def given_places(self, at: Sequence[tuple[str, int]]) -> list[int]:
        """The place of each (link, index); a link without a number gets one now."""
        for link in dict.fromkeys(link for link, _ in at):
            if link not in self.numbers():
                number = max(self.numbers().values(), default=0) + 1
                self.add(schema.link_numbers, [(number, link)])
        if any(not 0 <= index < schema.INDEX_LIMIT for _, index in at):
            raise ValueError("no log is as long as that")
        numbers = self.numbers()
        return [numbers[link] * schema.INDEX_LIMIT + index for link, index in at]

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
                self._undo_step(name)

    def _undo_step(self, name: str) -> None:
        self._later.clear()
        self.forget()
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

    def begun(self, opening: str) -> None:
        """A transaction was begun with these words: nothing of an earlier one clings to it."""
        self._opening = opening
        self._later.clear()
        self._wrote = False
        self._loss = None
        self.written_bytes = 0

    def ended(self, *, kept: bool) -> None:
        """The transaction is over; where it was undone, what was known of it is forgotten."""
        if self._wrote and not kept:
            self.forget()
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


def is_any(column: Column[Any]) -> ColumnElement[bool]:
    """Whether a column holds one of the items of ``Session.rows_of_any``, blobs told in hex.

    One value however long the list: a statement of hundreds, kept prepared, leaves the inserts no
    slot of SQLite's small fast allocator (``cipher.PREPARED_STATEMENTS``). PostgreSQL has its own
    words for it (``= ANY``).
    """
    each = func.json_each(bindparam("any_of")).table_valued("value").c.value
    return column.in_(select(func.unhex(each) if _is_blob(column) else each))


def _is_blob(column: Column[Any]) -> bool:
    return isinstance(column.type, LargeBinary)


@cache
def _adding(table: Table, dialect: str) -> str:
    return _text(insert(table), dialect)


@cache
def _putting(table: Table, dialect: str) -> str:
    # SQLite's own words: with ON CONFLICT DO UPDATE each row takes a quarter longer.
    return _text(insert(table).prefix_with("OR REPLACE", dialect="sqlite"), dialect)


def _text(statement: Insert, dialect: str) -> str:
    """A statement as the driver reads it, its places in the order of the table's columns."""
    if dialect != "sqlite":
        raise ValueError(f"no inserts are written for {dialect}")
    return str(statement.compile(dialect=sqlite.dialect()))
