"""Would this act stand in our log? Asked while it is drafted, so that a no comes before a wait.

The act is put at the end of our log after what waits and what is drafted in its case, by the very
code that will do it for good, and all of it is undone.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from wasl.core import canonical
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.procedure import NODE
from wasl.node import desk
from wasl.node.accounts import Prepared, move_rule
from wasl.node.act import Act, act_of
from wasl.node.book import Book
from wasl.node.clock import stamp
from wasl.node.node import Node
from wasl.node.ports import Look, Turn

NOBODY = "0" * 16  # stands for the second officer, who is not known yet


class _UndoneError(Exception):
    """What ends the rehearsal, so that nothing of it is kept."""


def rehearse(node: Node, turn: Turn, book: Book, prepared: Prepared) -> None:
    """Nothing, where the act may stand; else the refusal it would get at its release.

    Only for kinds under a dossier: what opens a link is judged when its turn comes.
    """
    if prepared.fields["kind"] not in PROCEDURES or not PROCEDURES[prepared.fields["kind"]].marked:
        return
    acts = [*_before(node, turn, book, prepared), _act(node, prepared.fields)]
    outcomes: list[desk.Written | RefusedError] = []
    with contextlib.suppress(_UndoneError), node.apart(turn):
        outcomes += desk.append(node, turn, book, acts)
        raise _UndoneError
    if isinstance(outcomes[-1], RefusedError):
        raise outcomes[-1]


def _before(node: Node, look: Look, book: Book, prepared: Prepared) -> Iterator[Act]:
    """What gets its place before this act: released and waiting, or drafted in the same case."""
    for waiting in look.waiting(book.link.own):
        statement = look.statement(waiting.statement) if waiting.statement else None
        yield act_of(waiting, statement.note if statement else b"")
    for draft in sorted(look.drafts(), key=lambda row: row.at_us):
        fields = canonical.loads(draft.act)
        if draft.link == book.link.own and fields.get("case") == prepared.fields["case"]:
            yield _act(node, fields)


def _act(node: Node, fields: Mapping[str, Any]) -> Act:
    """The act as if it were released this very instant by somebody who may."""
    signers = move_rule(fields["kind"], fields["move"]).signers
    by = dict(fields["by"])
    if by.get("flash") or signers.solo:
        by["released"] = by["drafted"]
    else:
        by["released"] = {"role": min(signers.releases - NODE), "who": NOBODY}
    dated = {"clock": node.clock_claim(), "written": stamp(node.clock.now())}
    return Act(fields={**fields, **dated, "by": by})
