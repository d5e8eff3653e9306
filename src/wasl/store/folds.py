"""What is folded from the logs and could be made again at any time: the cases that are awake."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, select

from wasl.store import schema
from wasl.store.session import Session

_awake = schema.awake_cases.c

_AWAKE = select(_awake.case).order_by(_awake.case)
_REST = delete(schema.awake_cases).where(_awake.case == bindparam("at_case"))


def awake_cases(session: Session) -> Sequence[str]:
    """The cases that are awake, in the order of their letters."""
    return [row[0] for row in session.rows(_AWAKE)]


def wake_cases(session: Session, cases: Iterable[str]) -> None:
    """These cases are awake, whether or not they were."""
    session.put(schema.awake_cases, [(case,) for case in sorted(set(cases))])


def rest_cases(session: Session, cases: Iterable[str]) -> None:
    """These cases are awake no more."""
    session.change(_REST, [{"at_case": case} for case in sorted(set(cases))])
