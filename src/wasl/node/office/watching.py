"""What can be looked over: the way of one entry up to a signed head, and the house log."""

import json
from typing import Any

from wasl.core.errors import RefusedError
from wasl.core.log import includes, inclusion_proof
from wasl.core.terms import OfficerRole
from wasl.node.accounts import officer_of
from wasl.node.audit import house_line
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.seal.cosign import read_checkpoint
from wasl.seal.note import read_note

PAGE = 40
WATCHERS = frozenset({OfficerRole.DPO, OfficerRole.OVERSEER})

Told = dict[str, Any]


def log_proof(node: Node, turn: Turn, *, partner: str, ours: bool, index: int) -> Told:
    """One entry, the hashes from it up, and the newest signed head they lead to.

    Refuses ``no-such-partner``, ``no-such-entry``, and ``no-receipt`` where no signed head covers
    the entry yet.
    """
    link = node.link_with(turn, partner)
    log = node.own_log(turn, link.own) if ours else node.their_log(turn, link.theirs)
    if not 0 <= index < log.size:
        raise RefusedError("no-such-entry", {"entry": str(index)[:16]})
    heads = turn.checkpoints(log.link, index + 1, log.size + 1)
    if not heads:
        raise RefusedError("no-receipt", {"index": index})
    note = read_note(heads[-1].note)
    head = read_checkpoint(note)
    leaves = turn.leaves(log.link, 0, head.size)
    proof = inclusion_proof(leaves, index)
    holds = includes(leaf=leaves[index], index=index, size=head.size, proof=proof, root=head.root)
    return {
        "holds": holds,
        "index": index,
        "leaf": leaves[index].hex(),
        "link": log.link,
        "proof": [each.hex() for each in proof],
        "root": head.root.hex(),
        "signed": [line.name for line in note.lines],
        "size": head.size,
    }


def house_page(node: Node, turn: Turn, *, officer: str, before: int) -> Told:
    """Forty lines of the house log, the newest first; that they were read is a line too.

    ``before`` below nought, or past the end: the newest. Refuses ``role-lacking`` to who neither
    watches nor answers for data protection.
    """
    row = officer_of(turn, officer)
    if not WATCHERS & set(row.roles):
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(WATCHERS))})
    house_line(node, turn, row, {"act": "read-house"})
    size = turn.house_size()
    stop = size if not 0 <= before <= size else before
    start = max(0, stop - PAGE)
    lines = [
        {"index": each.index, **json.loads(each.line)}
        for each in reversed(turn.house(start, stop))
    ]
    return {"lines": lines, "next": start, "size": size}
