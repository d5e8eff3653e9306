"""Copies of a store and stores that do not open: what is asked without a node."""

from pathlib import Path
from typing import Any

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.clock import from_micros, stamp
from wasl.node.keyfile import read_keyfile
from wasl.wiring import KEYFILE, write_private


def backup_told(file: Path, key: bytes, keyfile: bytes, passphrase: str) -> dict[str, Any]:
    """What a copy of a store says of itself, once its key and the node's own keys open it."""
    from wasl.store.backup import backup_facts

    identity, _ = read_keyfile(keyfile, passphrase)
    facts = backup_facts(file, key)
    return {"made": stamp(from_micros(facts.made_us)), "node": identity.node}


def restored(
    home: Path, file: Path, key: bytes, keyfile: bytes, passphrase: str
) -> dict[str, Any]:
    """The node whose copy this is, again in ``home``; it heals before it signs anything.

    Refuses ``store-exists``, ``wrong-passphrase``, ``damaged-backup`` and ``newer-store``.
    """
    from wasl.store.backup import restore_store

    identity, store_key = read_keyfile(keyfile, passphrase)
    facts = restore_store(file, key, home, store_key)
    write_private(home / KEYFILE, keyfile)
    made = stamp(from_micros(facts.made_us))
    return {"home": str(home), "made": made, "node": identity.node}


def finding_of(error: RefusedError | UnavailableError) -> Json | None:
    """The finding behind what kept a store shut, as ``doctor`` tells it; None if it is none."""
    from wasl.store.soundness import unopened

    if isinstance(error, RefusedError) and error.rule == "not-initialised":
        error = RefusedError("no-store", error.detail)
    try:
        found = unopened(error)
    except KeyError:
        return None
    return {"code": found.code, "facts": dict(found.facts), "severity": found.severity.value}
