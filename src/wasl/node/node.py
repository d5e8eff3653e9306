"""The running node: its secrets, its store, its clock, and what it knows of each link."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.core.log import Range
from wasl.node.book import Book, load_book
from wasl.node.clock import micros, short_id
from wasl.node.fresh import Fresh
from wasl.node.identity import Identity, KeySet
from wasl.node.ports import Clock, Draw, Guard, Look, Store, Turn
from wasl.node.rows import LinkRow, LogRow, Mark, RefusalRow
from wasl.node.session import Session
from wasl.seal.note import SigningKey

Answer = TypeVar("Answer")


class NoGuard:
    """Nothing is known of what left: no run signs anything before its confirm."""

    def mark(self, link: str) -> Mark | None:
        """Nothing."""
        return None

    def found(self, link: str) -> None:
        """Nothing is kept."""

    def put(self, marks: Mapping[str, Mark | None]) -> None:
        """Nothing is kept."""


@dataclass(slots=True, kw_only=True)
class Node:
    """One process is the node; whoever holds this value holds the store's only writer."""

    identity: Identity
    store: Store
    clock: Clock
    draw: Draw
    boot: str = ""
    clock_source: str = "ntp"
    clock_unsure_s: int = 1
    untidy: bool = False  # bytes were destroyed: the log of the store must be emptied
    sessions: dict[str, Session] = field(default_factory=dict)
    books: dict[str, Book] = field(default_factory=dict)
    fresh: Fresh = field(default_factory=Fresh, init=False)
    guard: Guard = field(default_factory=NoGuard)
    doubts: set[str] = field(default_factory=set, init=False)  # logs of ours we may have lost
    begun: set[str] = field(default_factory=set, init=False)  # logs of ours this turn begins

    def __post_init__(self) -> None:
        self.boot = self.boot or short_id(self.draw)

    def session(self, own_log: str) -> Session:
        """The session of the link whose log of ours this is, made when first asked for."""
        if own_log not in self.sessions:
            self.sessions[own_log] = Session(boot=self.boot)
        return self.sessions[own_log]

    def opened(self, own_log: str) -> bool:
        """Whether this run may sign in our log: its epoch is confirmed, or it goes alone."""
        session = self.session(own_log)
        return session.confirmed or (session.alone and own_log not in self.doubts)

    def doubt(self, own_log: str) -> None:
        """Something came that we would know, had this store lost nothing: none goes on alone.

        It is no part of a session: what was refused after it, and undone, undoes no doubt.
        """
        if not self.session(own_log).confirmed:
            self.doubts.add(own_log)

    def book(self, look: Look, link: LinkRow) -> Book:
        """What governs a link, read once and kept until something governing is written."""
        if link.own not in self.books:
            self.books[link.own] = load_book(look, link, self.identity.node)
        return self.books[link.own]

    def forget(self, own_log: str) -> None:
        """The book of a link is read anew at its next use."""
        self.books.pop(own_log, None)

    def link_with(self, look: Look, partner: str) -> LinkRow:
        """The link with a partner, named by its node; refuses ``no-such-partner``."""
        found = [link for link in look.links() if link.partner == partner]
        if not found:
            raise RefusedError("no-such-partner", {"partner": partner})
        return found[-1]

    def own_log(self, look: Look, link: str) -> LogRow:
        """The head of a log that must exist."""
        row = look.log(link)
        if row is None:
            raise RuntimeError("a link without its log")
        return row

    their_log = own_log

    def now_us(self) -> int:
        """The present instant in microseconds."""
        return micros(self.clock.now())

    def signers(self, book: Book, size: int) -> KeySet:
        """The halves that sign for our log at this size; RuntimeError when they are not here."""
        sha256 = book.keys_sha256(ours=True, size=size)
        if sha256 not in self.identity.keysets:
            raise RuntimeError("the private halves of the keys in force are not on this node")
        return self.identity.keysets[sha256]

    def author(self, look: Look, book: Book) -> SigningKey:
        """The author key in force now."""
        return self.signers(book, self.own_log(look, book.link.own).size).author

    def authors(self) -> tuple[SigningKey, ...]:
        """Every author key held: greetings are signed by each.

        After a rotation, or a restore, the partner may know us by an earlier key than the one in
        force here, or by a later one; it ignores the lines of keys it does not know.
        """
        return tuple(keyset.author for keyset in self.identity.keysets.values())

    def clock_claim(self) -> dict[str, Any]:
        """Where our time comes from and how far it may be off, as an entry says it."""
        return {"source": self.clock_source, "unsure_s": self.clock_unsure_s}

    def note_refusal(
        self,
        turn: Turn,
        link: str,
        side: str,
        refusal: RefusedError,
        *,
        about: Mapping[str, Any],
    ) -> None:
        """A refusal is kept for an officer: ``side`` is ours, theirs or desk (an act of ours).

        Of ``about`` only codes are kept: which act of which case it was.
        """
        named = {name: about[name] for name in ("kind", "move", "case") if name in about}
        turn.add_refusal(
            RefusalRow(
                number=0,
                link=link,
                side=side,
                rule=refusal.rule,
                detail=canonical.dumps({**refusal.detail, **named}),
                at_us=self.now_us(),
            )
        )

    def perform(
        self, jobs: Sequence[Callable[[Turn], Answer]], close: Callable[["Node", Turn], None]
    ) -> list[Answer | RefusedError]:
        """Every job in one durable turn; a refused job is undone alone, the others stand.

        ``close`` runs once before the commit: it signs the head of every log that grew.
        """
        answers: list[Answer | RefusedError] = []
        with self._unlearning(), self.store.turn() as turn:
            for job in jobs:
                try:
                    with self.apart(turn):
                        answers.append(job(turn))
                except RefusedError as refusal:
                    answers.append(refusal)
            close(self, turn)
            marks = self._marks(turn)
        # The turn is durable; nothing of it has left yet.
        self._guard(marks)
        if self.untidy:
            self.store.tidy()
            self.untidy = False
        return answers

    def _guard(self, marks: Mapping[str, Mark | None]) -> None:
        for own_log in self.begun:
            self.guard.found(own_log)
        self.guard.put(marks)
        self.begun.clear()
        self.doubts.clear()

    def _marks(self, look: Look) -> dict[str, Mark | None]:
        """What the guard must say before anything of this turn leaves."""
        self.begun = {own_log for own_log in self.begun if look.log(own_log)}
        marks: dict[str, Mark | None] = dict.fromkeys(self.doubts)
        for own_log, session in self.sessions.items():
            if own_log in self.doubts:
                session.alone = False
            if session.guard_due and self.opened(own_log):
                own = self.own_log(look, own_log)
                root = Range.from_bytes(own.size, own.peaks).root()
                marks[own_log] = Mark(size=own.size, root=root)
            session.guard_due = False
        return marks

    @contextmanager
    def apart(self, turn: Turn) -> Iterator[None]:
        """What is done inside is undone whole by an exception, what it taught us included."""
        with self._unlearning(), turn.savepoint():
            yield

    @contextmanager
    def _unlearning(self) -> Iterator[None]:
        """An exception leaves the sessions as they were and the books to be read anew."""
        sessions = {own: session.copy() for own, session in self.sessions.items()}
        with ExitStack() as undone:
            undone.callback(self._unlearn, sessions)
            yield
            undone.pop_all()  # no exception: what was learned stays

    def _unlearn(self, sessions: dict[str, Session]) -> None:
        self.sessions = sessions
        self.books.clear()
        self.fresh.forget()
