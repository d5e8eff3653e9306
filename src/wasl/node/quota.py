"""How many bytes of attachments a partner may bring in a day: asked before the first of them.

The size stands in the signed entry, so nothing has to come to be refused. The entry counts all
the same; what is held back is taken when an officer says so.
"""

from wasl.core.errors import RefusedError
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.seal.parts import FILE_LIMIT_BYTES

DAY_BYTES = FILE_LIMIT_BYTES  # the largest there may be, once a day


def day_bytes(look: Look, link: str) -> int:
    """The quota of the partner of a link; our custodian's choice, else that of this release."""
    said = look.setting(f"quota/{link}")
    return int(said) if said else DAY_BYTES


def set_day_bytes(turn: Turn, link: str, size: int) -> None:
    """The quota from now on."""
    turn.put_setting(f"quota/{link}", str(size).encode())


def spent_today(node: Node, look: Look, link: str) -> int:
    """What was asked for today, by the UTC day of our clock."""
    day, _, spent = (look.setting(f"taken/{link}") or b"").decode().partition(" ")
    return int(spent) if day == _today(node) else 0


def spend(node: Node, turn: Turn, link: str, size: int) -> None:
    """These bytes are counted, whatever the quota says."""
    spent = spent_today(node, turn, link) + size
    turn.put_setting(f"taken/{link}", f"{_today(node)} {spent}".encode())


def objection(node: Node, look: Look, link: str, size: int) -> RefusedError | None:
    """``quota``, where an attachment of this size goes beyond what is left of the day."""
    limit = day_bytes(look, link)
    left = max(0, limit - spent_today(node, look, link))
    if size <= left:
        return None
    return RefusedError("quota", {"left": left, "limit": limit, "size": size})


def _today(node: Node) -> str:
    return node.clock.now().date().isoformat()
