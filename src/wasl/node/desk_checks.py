"""What a service asks of its own act before anybody signs it, by move; the partner judges none.

Asked when an act is drafted, so that a no comes before a wait, and again at its release, when
something else may have been released in between.
"""

from collections.abc import Callable, Mapping
from typing import Any

from wasl.node import composing, training
from wasl.node.book import Book
from wasl.node.node import Node
from wasl.node.ports import Look

Check = Callable[[Node, Look, Book, Mapping[str, Any], bytes], None]

CHECKS: dict[tuple[str, str], Check] = {
    ("lesson", "validate"): training.check_validator,
    ("nomination", "admit"): training.check_admission,
    ("plan", "freeze"): composing.check_frozen,
    ("plan", "redraft"): composing.check_frozen,
    ("plan", "sign"): composing.check_signed,
    ("session", "change"): training.check_change,
    ("session", "release_seats"): training.check_seats,
    ("session", "take_seats"): training.check_seats,
}


def check_own(node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes) -> None:
    """Refuses what the check of the move refuses, if it has one."""
    check = CHECKS.get((fields["kind"], fields["move"]))
    if check is not None:
        check(node, look, book, fields, body)
