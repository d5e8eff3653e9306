"""The guard: what of our logs may have left this machine, kept outside the store and its copies.

trust.md §7: a node that starts without a line may sign bundles before anybody confirmed its epoch,
if its store goes on from what the guard says. A store that came back from a copy does not: what
it lost has left, so the guard is ahead of it, and nothing is signed before a confirm.
"""

from wasl.node.book import root_at
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import LogRow


def start_alone(node: Node, look: Look, own: LogRow) -> None:
    """Bundles are signed in this run without a confirm, if the store goes on from the guard."""
    session = node.session(own.link)
    session.alone = own.link not in node.doubts and goes_on(node, look, own)


def goes_on(node: Node, look: Look, own: LogRow) -> bool:
    """Whether all of our log that may have left is in the store as it left."""
    mark = node.guard.mark(own.link)
    return mark is not None and (
        mark.size <= own.size and root_at(look, own, mark.size) == mark.root
    )


def firm_size(look: Look, own: LogRow) -> int:
    """How much of our log stands whatever comes: the rest was signed in no confirmed epoch.

    Nobody counter-signed that rest yet, so it binds nobody: a partner that holds another log of
    ours may refuse it, and it is taken back.
    """
    said = look.setting(_firm_key(own.link))
    return int(said) if said else own.size


def begin_unconfirmed(turn: Turn, own: LogRow) -> None:
    """What is appended from here on stands only once it is confirmed or receipted."""
    if not turn.setting(_firm_key(own.link)):
        turn.put_setting(_firm_key(own.link), str(own.size).encode())


def make_firm(turn: Turn, own: LogRow, size: int) -> None:
    """So much of our log is held by the partner, or stands under an epoch it has confirmed."""
    said = turn.setting(_firm_key(own.link))
    if said and size > int(said):
        rest = str(size).encode() if size < own.size else b""
        turn.put_setting(_firm_key(own.link), rest)


def _firm_key(link: str) -> str:
    return f"firm/{link}"
