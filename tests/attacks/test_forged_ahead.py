"""Forged advance copies: an item is shown ahead that its author's log does not hold, or not there.

Defence: a head signed by the author proves its place, it is no part of our copy until its turn
comes, and another entry in that place shows that one author has signed two logs (trust.md §7).
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, frozen, kept, rules
from tests.world import PURPOSE, World
from wasl.core import canonical
from wasl.core.log import inclusion_proof
from wasl.node import ahead
from wasl.node.act import SALT_BYTES, body_reference
from wasl.node.carriage import Report
from wasl.node.clock import case_reference, stamp
from wasl.seal.envelope import seal
from wasl.seal.frames import Frame, FrameKind, Proof, proof_frame
from wasl.seal.note import write_note

WORDS = {"fr": "Texte inventé."}
BEFORE = 2  # entries of the log that have not come


def asked(liar: DishonestAuthor, index: int, **fields: Any) -> Forged:
    """A sound request that is to stand at this place of the log."""
    salt = liar.own.node.draw.draw(SALT_BYTES)
    said = {name: WORDS for name in ("facts", "offence", "question", "why_you")}
    body = canonical.dumps(said)
    marked = {
        "audience": [liar.victim.name],
        "body": body_reference(salt, body),
        "case": case_reference(liar.own.node.draw),
        "dossier": "terrorism",
        "handling": ["H1"],
        "index": index,
        "kind": "request",
        "lang": {"authentic": "fr", "present": ["fr"]},
        "move": "ask",
        "purpose": PURPOSE,
        "retain_until": stamp(liar.own.clock.now() + timedelta(days=90)),
        "urgency": "OTHER",
    }
    written = canonical.sorted_bytes(liar.frame(**(marked | fields)))
    return Forged(written=written, salt=salt, body=body)


class Ahead:
    """A request behind some reports, and what is said to prove its place."""

    def __init__(self, liar: DishonestAuthor, before: int = BEFORE, **fields: Any) -> None:
        self.liar = liar
        held = len(liar.leaves())
        self.index = held + before
        self.before = [liar.report(index=held + place) for place in range(before)]
        self.request = asked(liar, self.index, **fields)
        self.head = liar.head(*self.before, self.request)
        leaves = [*liar.leaves(), *(one.leaf for one in (*self.before, self.request))]
        self.proof = Proof(number=self.index, hashes=inclusion_proof(leaves, self.index))

    def tell(self, forged: Forged | None = None, **changes: Any) -> Report:
        """The copy under its head, one thing changed."""
        proof = changes.get("proof", self.proof)
        note = changes.get("note") or self.liar.sign(changes.get("head", self.head))
        frames = [
            *(forged or self.request).frames(),
            proof_frame(FrameKind.INCLUSION, proof),
            *changes.get("more", ()),
            Frame(kind=FrameKind.CHECKPOINT, payload=write_note(note)),
        ]
        liar = self.liar
        return liar.send(seal(frames, prekey=liar.prekey(), sender_link=liar.link.theirs))


@pytest.fixture
def copy(liar: DishonestAuthor) -> Ahead:
    """A sound advance copy, not told yet."""
    return Ahead(liar)


def held(world: World) -> int:
    """How many advance copies the victim keeps."""
    found: int = world.tripoli.look(
        lambda look: len([*ahead.copies(look, world.tripoli.link_in(look).theirs)])
    )
    return found


def test_control_a_sound_one_is_kept_to_be_read_and_is_no_part_of_the_log(
    world: World, copy: Ahead
) -> None:
    size = world.tripoli.theirs().size
    report = copy.tell()
    assert (report.ahead, report.refused, held(world)) == (1, [], 1)
    assert world.tripoli.theirs().size == size


@pytest.mark.parametrize("place", [0, 1])
def test_a_proof_of_another_place_or_entry_is_refused(
    world: World, copy: Ahead, place: int
) -> None:
    wrong = (
        Proof(number=copy.index - 1, hashes=copy.proof.hashes),
        Proof(number=copy.index, hashes=copy.proof.hashes[::-1]),
    )[place]
    before = kept(world.tripoli)
    assert rules(copy.tell(proof=wrong)) == ["wrong-root"]
    assert (kept(world.tripoli), held(world)) == (before, 0)


def test_one_its_head_does_not_hold_is_refused(copy: Ahead) -> None:
    other = asked(copy.liar, copy.index)
    assert rules(copy.tell(other)) == ["wrong-root"]


def test_a_head_that_somebody_else_signed_is_refused(world: World, copy: Ahead) -> None:
    stranger = next(iter(world.tripoli.node.identity.keysets.values()))
    own = copy.liar.keys
    thief = replace(own, author=replace(own.author, private=stranger.author.private))
    assert rules(copy.tell(note=copy.liar.sign(copy.head, thief))) == ["unknown-key"]


def test_a_head_of_another_epoch_is_refused(copy: Ahead) -> None:
    origin = replace(copy.head.origin, random="0" * 16)
    head = replace(copy.head, origin=origin)
    assert rules(copy.tell(head=head)) == ["unconfirmed-epoch"]


def test_what_may_wait_is_not_taken_ahead(copy: Ahead) -> None:
    report = copy.before[0]
    leaves = [*copy.liar.leaves(), *(one.leaf for one in (*copy.before, copy.request))]
    index = copy.index - BEFORE
    proof = Proof(number=index, hashes=inclusion_proof(leaves, index))
    assert rules(copy.tell(report, proof=proof)) == ["malformed"]


def test_an_entry_without_a_proof_does_not_slip_in_beside_one(copy: Ahead) -> None:
    assert rules(copy.tell(more=copy.before[0].frames())) == ["malformed"]


def test_what_the_text_does_not_admit_is_not_shown(world: World, liar: DishonestAuthor) -> None:
    report = Ahead(liar, dossier="another").tell()
    assert (report.ahead, report.refused, held(world)) == (0, [], 0)


def test_a_seen_that_is_not_ours_is_refused(liar: DishonestAuthor) -> None:
    assert rules(Ahead(liar, seen={"root": "0" * 64, "size": 1}).tell()) == ["bad-seen"]


def test_more_than_are_kept_are_refused(liar: DishonestAuthor) -> None:
    for more in range(ahead.COPIES_HELD):
        assert Ahead(liar, before=BEFORE + more).tell().refused == []
    assert rules(Ahead(liar, before=BEFORE + ahead.COPIES_HELD).tell()) == ["quota"]


def test_another_entry_in_its_place_shows_two_logs_of_one_author(
    world: World, copy: Ahead
) -> None:
    copy.tell()
    liar = copy.liar
    others = [*copy.before, asked(liar, copy.index)]
    assert rules(liar.tell(*others)) == ["duplicate-conflict"]
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


def test_control_the_entry_itself_in_its_place_ends_the_copy(world: World, copy: Ahead) -> None:
    copy.tell()
    assert copy.liar.tell(*copy.before, copy.request).entries == BEFORE + 1
    assert held(world) == 0
