"""What a service hands an overseer that demanded a log: the very extract, and what it counts.

No officer chooses what it shows: the node makes it of the log demanded, and writes its hash, its
stretch and its counts into the answer. Bodies are never in it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import takewhile

from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.extract_case import Demanded
from wasl.core.policy.dates import moment
from wasl.node.audit import house_line
from wasl.node.held import held_body
from wasl.node.node import Node
from wasl.node.office.extracting import stretch_of, turn_entries
from wasl.node.office.finding import rows_of
from wasl.node.ports import Look, Turn
from wasl.node.rows import LinkRow, LogRow, OfficerRow
from wasl.node.wish import Attached, Wish

PRODUCES = ("extract", "produce")
MEDIA = "application/x-ndjson"
EXTRACT_LIMIT_BYTES = 8 * 2**20  # what passes the door both ways: about 3,000 entries
COUNTED = {
    "body": "entries",
    "checkpoint": "checkpoints",
    "erasure": "erasures",
    "refusal": "refusals",
    "statement": "statements",
}
"""What a line of an extract is, by its first name (docs/spec/extract.md)."""


def with_extract(node: Node, turn: Turn, officer: OfficerRow, wish: Wish) -> Wish:
    """The answer to a demand, with the extract attached and its body filled in.

    Refuses ``wrong-link`` for a log that lies not here, ``missing-body`` where the demand has
    been destroyed, ``no-such-case``, ``other-kind`` and ``too-large``.
    """
    demanded = _demanded(turn, str(wish.fields.get("case") or ""))
    link = _link_of(turn, demanded.link)
    log = node.own_log(turn, demanded.link)
    stretch = stretch_demanded(turn, log, demanded)
    house_line(node, turn, officer, {"act": "extract", "link": log.link, "partner": link.partner})
    lines = list(stretch_of(node, turn, node.book(turn, link), log, stretch))
    content = "".join(lines).encode()
    if len(content) > EXTRACT_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": EXTRACT_LIMIT_BYTES, "what": "extract"})
    handling = tuple(wish.fields.get("handling") or ())
    body = {
        "counts": _counts(lines),
        "from_size": stretch[0],
        "sha256": sha256(content).hexdigest(),
        "to_size": stretch[1],
    }
    attached = Attached(content=content, media=MEDIA, handling=handling)
    return replace(wish, body=body, attached=(attached,))


def stretch_demanded(look: Look, log: LogRow, demanded: Demanded) -> tuple[int, int]:
    """The stretch demanded, as far as it is here and up to the checkpoint that proves it."""
    start, stop = min(demanded.from_size or 0, log.size), log.size
    if demanded.to_size is not None:
        stop = min(demanded.to_size, log.size)
    if demanded.from_day is not None:
        days = [_day(row.entry) for row in turn_entries(look, log, (0, log.size))]
        start = sum(1 for _ in takewhile(lambda day: day < (demanded.from_day or ""), days))
        last = demanded.to_day or max(days, default="")
        stop = max([n for n, day in enumerate(days, 1) if day <= last], default=start)
    if stop <= start:
        return start, start
    signed = [row.size for row in look.checkpoints(log.link, 0, log.size + 1)]
    proven = [size for size in signed if size >= stop] or signed[-1:]
    stop = min(proven, default=0)
    return min(start, stop), stop


def _day(entry: bytes) -> str:
    """The day an entry says it was written."""
    written = moment(read_entry(entry).written)
    if written is None:
        raise RuntimeError("an entry without its time")
    return written.date().isoformat()


def _demanded(look: Look, case: str) -> Demanded:
    _, rows = rows_of(look, case)
    row = next((each for each in rows if each.move == "demand" and not each.rule), None)
    if row is None:
        raise RefusedError("other-kind", {"case": case})
    return held_body(look, row, Demanded)


def _link_of(look: Look, log: str) -> LinkRow:
    found = next((link for link in look.links() if log in {link.own, link.theirs}), None)
    if found is None:
        raise RefusedError("wrong-link", {"link": log})
    return found


def _counts(lines: Sequence[str]) -> dict[str, int]:
    """How many lines of each kind, by the first name in each."""
    firsts = Counter(line.split('"', 2)[1] for line in lines)
    return {told: firsts[first] for first, told in COUNTED.items()}
