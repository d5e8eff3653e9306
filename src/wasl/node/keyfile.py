"""The node's own secrets at rest: one file under one passphrase, outside the store and backups."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wasl.core import canonical
from wasl.node.identity import Identity, KeySet
from wasl.node.ports import Draw
from wasl.seal.note import KeyKind, SigningKey, key_name
from wasl.seal.vault import Stretch, unwrap, wrap

LABEL = "wasl-node"


def write_keyfile(
    identity: Identity, store_key: bytes, passphrase: str, stretch: Stretch, draw: Draw
) -> bytes:
    """The wrapped file that ``read_keyfile`` gives back with the same passphrase."""
    secret = canonical.dumps(
        {
            "house_key": identity.house_key.hex(),
            "keysets": {
                sha256: {
                    "author": keys.author.private.hex(),
                    "long_lived": keys.long_lived.private.hex(),
                    "witness": keys.witness.private.hex(),
                }
                for sha256, keys in identity.keysets.items()
            },
            "line_certificate": b64encode(identity.line_certificate).decode(),
            "line_private": identity.line_private.hex(),
            "node": identity.node,
            "store_key": store_key.hex(),
        }
    )
    return wrap(secret, passphrase, stretch, label=LABEL, draw=draw.draw)


def read_keyfile(untrusted: bytes, passphrase: str) -> tuple[Identity, bytes]:
    """The node's identity and the key of its store.

    Refuses ``wrong-passphrase``, ``malformed`` and ``too-large``.
    """
    held: Mapping[str, Any] = canonical.loads(unwrap(untrusted, passphrase, label=LABEL))
    node = held["node"]
    identity = Identity(
        node=node,
        keysets={sha256: keyset_of(node, keys) for sha256, keys in held["keysets"].items()},
        house_key=bytes.fromhex(held["house_key"]),
        line_private=bytes.fromhex(held["line_private"]),
        line_certificate=b64decode(held["line_certificate"]),
    )
    return identity, bytes.fromhex(held["store_key"])


def keyset_of(node: str, private: Mapping[str, str]) -> KeySet:
    """The private halves written as hex, under the name of their node."""
    name = key_name(node)
    kinds = {
        "author": KeyKind.ED25519,
        "witness": KeyKind.WITNESS,
        "long_lived": KeyKind.LONG_LIVED,
    }
    return KeySet(
        **{
            part: SigningKey(name=name, kind=kind, private=bytes.fromhex(private[part]))
            for part, kind in kinds.items()
        }
    )


def with_keyset(identity: Identity, sha256: str, keys: KeySet) -> Identity:
    """The identity that also holds the halves of one more key statement."""
    return replace(identity, keysets={**identity.keysets, sha256: keys})
