"""Root keys: pairs held offline, m of whose n holders must sign what binds a service.

Format and vectors: ``docs/spec/keys.md`` (trust.md §2). Every holder signs twice, Ed25519 and
ML-DSA-65; holders are counted, never lines.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from wasl.core.errors import RefusedError
from wasl.seal.keys import Keys, Root, keys_text
from wasl.seal.note import KeyKind, Line, Note, SigningKey, root_name, sign, text_hash, verify

SEED_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKey:
    """The private pair of one holder: two seeds of 32 bytes that never stand on a node."""

    holder: str
    node: str
    number: int
    ed25519: bytes = field(repr=False)
    mldsa65: bytes = field(repr=False)

    def signing_keys(self) -> tuple[SigningKey, SigningKey]:
        """Both halves, under the one name this holder signs with."""
        name = root_name(self.node, self.number)
        return (
            SigningKey(name=name, kind=KeyKind.ED25519, private=self.ed25519),
            SigningKey(name=name, kind=KeyKind.ROOT_MLDSA65, private=self.mldsa65),
        )

    def stated(self, valid_from: date, until: date) -> Root:
        """The public pair as the key statement lists it."""
        classic, lattice = self.signing_keys()
        return Root(
            ed25519=classic.verify_key().public,
            holder=self.holder,
            mldsa65=lattice.verify_key().public,
            number=self.number,
            until=until,
            valid_from=valid_from,
        )


def new_root(holder: str, node: str, number: int, draw: Callable[[int], bytes]) -> RootKey:
    """A pair that nobody had before; ``draw`` gives that many unpredictable bytes."""
    return RootKey(
        holder=holder,
        node=node,
        number=number,
        ed25519=draw(SEED_BYTES),
        mldsa65=draw(SEED_BYTES),
    )


def root_lines(text: str, root: RootKey) -> tuple[Line, Line]:
    """The two lines by which one holder signs a statement."""
    classic, lattice = root.signing_keys()
    return sign(text, classic), sign(text, lattice)


def check_roots(note: Note, keys: Keys) -> None:
    """Enough root holders of ``keys`` signed the note, each with both halves.

    Refuses ``bad-signature``, ``stripped-signature`` (a holder with one line of his pair),
    ``too-few-roots`` (trust.md §8 step 8). Lines by roots of other services are ignored.
    """
    pairs = {root.number: root.verify_keys(keys.node) for root in keys.roots}
    known = [half for pair in pairs.values() for half in pair]
    signed = {found.key for found in verify(note, known)}
    whole = 0
    for number, pair in pairs.items():
        halves = sum(half in signed for half in pair)
        if halves == 1:
            raise RefusedError("stripped-signature", {"root": number})
        whole += halves == 2
    if whole < keys.threshold:
        raise RefusedError("too-few-roots", {"needed": keys.threshold, "signed": whole})


def check_succession(old: Keys, new_note: Note, new: Keys) -> None:
    """``new``, read from ``new_note``, may take the place of ``old``.

    Refuses ``bad-keys`` for another node, a version that is not the next one or another
    ``previous`` than the hash of the old text, and what ``check_roots`` refuses: m holders of the
    old version must have signed, and m of the new one if its roots changed.
    """
    if new_note.text != keys_text(new):
        raise ValueError("the statement was not read from this note")
    faults = (
        ("node", new.node != old.node),
        ("version", new.version != old.version + 1),
        ("previous", new.previous != text_hash(keys_text(old)).hex()),
    )
    wrong = next((name for name, differs in faults if differs), None)
    if wrong:
        raise RefusedError("bad-keys", {"field": wrong})
    check_roots(new_note, old)
    if (new.roots, new.threshold) != (old.roots, old.threshold):
        check_roots(new_note, new)
