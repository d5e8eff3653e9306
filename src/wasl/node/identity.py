"""Who this node is: its name and the private keys it may use, loaded once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wasl.seal.note import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """The private halves of one key statement."""

    author: SigningKey
    witness: SigningKey
    long_lived: SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The node's own secrets; they never enter the store, a log or a backup.

    ``keysets`` by the SHA-256 of the statement they belong to: during a rotation two are held.
    """

    node: str
    keysets: Mapping[str, KeySet]
    house_key: bytes = field(repr=False)
    line_private: bytes = field(repr=False)
    line_certificate: bytes = b""
