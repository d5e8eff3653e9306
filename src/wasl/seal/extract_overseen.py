"""A log as oversight counts it, out of an extract that holds: codes, times and receipts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from wasl.core.errors import RefusedError
from wasl.core.policy.overseen import Logged, Overseen, OverseenLog, overseen
from wasl.seal.extract_lines import Extract, Scope
from wasl.seal.extract_verify import checked_log


def overseen_links(extracts: Sequence[Extract]) -> list[Overseen]:
    """What stands on each link whose two logs are here.

    Refuses the first fault of a file that does not hold, by its rule; ``wrong-link`` for a log
    that comes without its counterpart's, or twice; ``gap`` for a file of less than a whole log.
    """
    logs: dict[str, OverseenLog] = {}
    pairs: dict[tuple[str, frozenset[str]], list[str]] = {}
    for extract in extracts:
        header = extract.header
        if header.of is not Scope.WHOLE or header.start != 0:
            raise RefusedError("gap", {"why": "a whole log is needed"})
        if header.link in logs:
            raise RefusedError("wrong-link", {"why": "one log twice"})
        logs[header.link] = _log(extract)
        services = frozenset({header.author, header.counterpart})
        pairs.setdefault((header.arrangement_id, services), []).append(header.link)
    if any(len(links) < 2 for links in pairs.values()):
        raise RefusedError("wrong-link", {"why": "a log without the other one of its link"})
    return [overseen(logs[one], logs[other]) for one, other in pairs.values()]


def _log(extract: Extract) -> OverseenLog:
    faults, heads = checked_log(extract)
    if faults:
        first = faults[0]
        raise RefusedError(first.rule, {"line": first.line, "why": first.why})
    return OverseenLog(
        author=extract.header.author,
        entries=tuple(
            Logged(entry=shown.entry, leaf=shown.leaf.hex()) for shown in extract.entries
        ),
        receipts=tuple(
            (head.size, datetime.fromtimestamp(head.received, UTC))
            for head in heads
            if head.received is not None
        ),
    )
