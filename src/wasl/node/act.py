"""An act before it has a place in a log: the fields of an entry that its author chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wasl.core import canonical
from wasl.core.entry import ArrangementReference, Entry, entry_of
from wasl.node.clock import stamp
from wasl.node.node import Node
from wasl.node.rows import WaitingRow
from wasl.seal.body import commitment
from wasl.seal.envelope import bucket_of

SALT_BYTES = 32

# What the node itself fills in, from the place the act gets in the log.
PLACED = ("arrangement", "index", "link", "seen", "v")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act with what goes beside it: ``fields`` as JSON values, never a placed field."""

    fields: Mapping[str, Any]
    salt: bytes = b""
    body: bytes = b""
    files: tuple[str, ...] = ()
    statement: bytes = b""


def node_act(node: Node, fields: Mapping[str, Any]) -> Act:
    """An act of the installation itself, dated now; a field given as None is left out."""
    return Act(
        fields={
            "by": {"drafted": {"role": "node"}, "released": {"role": "node"}},
            "clock": node.clock_claim(),
            "written": stamp(node.clock.now()),
            **{name: value for name, value in fields.items() if value is not None},
        }
    )


def body_reference(salt: bytes, body: bytes) -> dict[str, Any]:
    """The ``body`` field of an entry: the salted commitment and the padded length."""
    return {"bucket": bucket_of(SALT_BYTES + len(body)), "commit": commitment(salt, body).hex()}


def entry_at(
    act: Act,
    *,
    arrangement: ArrangementReference,
    index: int,
    link: str,
    seen: Mapping[str, Any],
) -> tuple[Entry, bytes]:
    """The act at its place in a log, and its canonical bytes.

    What cannot be read back is refused here (``bad-entry``, ``too-large``): we never write what
    a counterpart would turn away.
    """
    placed = {
        **act.fields,
        "arrangement": {
            "id": arrangement.id,
            "sha256": arrangement.sha256,
            "version": arrangement.version,
        },
        "index": index,
        "link": link,
        "seen": seen,
        "v": 1,
    }
    return entry_of(placed)


def act_bytes(act: Act) -> bytes:
    """The act's own fields as canonical bytes: what two officers sign."""
    return canonical.dumps(dict(act.fields))


def act_of(row: WaitingRow, statement: bytes) -> Act:
    """A waiting row read back as the act it holds."""
    return Act(
        fields=canonical.loads(row.act),
        salt=row.salt,
        body=row.body,
        files=row.files,
        statement=statement,
    )


def cited(fields: Mapping[str, Any]) -> Sequence[bytes]:
    """The leaf hashes an act or entry cites."""
    return [bytes.fromhex(leaf) for leaf in fields.get("about") or ()]
