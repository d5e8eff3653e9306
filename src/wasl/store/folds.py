"""What is folded from the logs and could be made again: cases awake, review dates, subtrees."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, select

from wasl.node.rows import ReviewRow, SubtreeRow
from wasl.store import schema
from wasl.store.session import Session

_awake = schema.awake_cases.c
_reviews = schema.reviews.c
_subtrees = schema.subtrees.c

_AWAKE = select(_awake.case).order_by(_awake.case)
_REST = delete(schema.awake_cases).where(_awake.case == bindparam("at_case"))

DATED = select(_reviews.place).where(_reviews.until_us <= bindparam("until_us"))
_DROP_REVIEW = delete(schema.reviews).where(
    _reviews.until_us == bindparam("at_us"), _reviews.place == bindparam("at_place")
)

_SUBTREES = (
    select(_subtrees.root)
    .where(_subtrees.place >= bindparam("start"), _subtrees.place < bindparam("stop"))
    .order_by(_subtrees.place)
)


def awake_cases(session: Session) -> Sequence[str]:
    """The cases that are awake, in the order of their letters."""
    return [row[0] for row in session.rows(_AWAKE)]


def wake_cases(session: Session, cases: Iterable[str]) -> None:
    """These cases are awake, whether or not they were."""
    session.put(schema.awake_cases, [(case,) for case in sorted(set(cases))])


def rest_cases(session: Session, cases: Iterable[str]) -> None:
    """These cases are awake no more."""
    session.change(_REST, [{"at_case": case} for case in sorted(set(cases))])


def put_reviews(session: Session, rows: Sequence[ReviewRow]) -> None:
    """These entries have these review dates."""
    at = session.given_places([(row.link, row.index) for row in rows])
    session.put(
        schema.reviews, [(row.until_us, place) for row, place in zip(rows, at, strict=True)]
    )


def drop_reviews(session: Session, rows: Sequence[ReviewRow]) -> None:
    """Nobody asks for these review dates any more."""
    session.change(
        _DROP_REVIEW,
        [{"at_us": row.until_us, "at_place": session.place(row.link, row.index)} for row in rows],
    )


def subtrees(session: Session, link: str, stop: int) -> Sequence[bytes]:
    """The roots of the subtrees of a log that end before an index, in order."""
    return [row[0] for row in session.rows(_SUBTREES, session.stretch(link, 0, stop))]


def put_subtree(session: Session, row: SubtreeRow) -> None:
    """A subtree of a log has this root."""
    (place,) = session.given_places([(row.link, row.index)])
    session.put(schema.subtrees, [(place, row.root)])
