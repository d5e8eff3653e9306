"""A fork in one epoch: two different entries at one place, each under a valid signature.

Defence: a held leaf is compared before anything counts; the link stops, and the two signed heads
under one origin prove the lie to anybody (trust.md §4.3, §7).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, frozen, kept, rules
from tests.world import World
from wasl.core.log import includes, inclusion_proof, leaf_hash, root_of
from wasl.node.carriage import evidence_key
from wasl.seal.cosign import read_checkpoint, verify_author
from wasl.seal.frames import FrameKind, read_frames
from wasl.seal.note import read_note


def test_the_second_entry_at_one_place_is_refused_and_the_link_frozen(
    world: World, liar: DishonestAuthor
) -> None:
    first, second = liar.report(), liar.report()
    note = liar.sign(liar.head(second))
    liar.tell(first)
    before = kept(world.tripoli)
    assert rules(liar.tell(second, note=note)) == ["duplicate-conflict"]
    assert kept(world.tripoli) == before
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_fork_is_found_wherever_it_lies(liar: DishonestAuthor, place: int) -> None:
    start = len(liar.leaves())
    liar.send(*liar.chain(40))
    honest = liar.leaves()
    other = liar.report(index=start + place)
    forked = [*honest[: start + place], other.leaf]
    note = liar.sign(liar.head(size=len(forked), root=root_of(forked)))
    assert rules(liar.tell(other, note=note)) == ["duplicate-conflict"]


def test_what_contradicts_our_copy_is_kept_as_evidence_without_its_body(
    world: World, liar: DishonestAuthor
) -> None:
    first, second = liar.report(), liar.report()
    note = liar.sign(liar.head(second))
    liar.tell(first)
    liar.tell(second, note=note)
    link = liar.link
    held = world.tripoli.look(lambda look: look.setting(evidence_key(link)))
    frames = read_frames(held)
    assert [frame.kind for frame in frames] == [FrameKind.ENTRY, FrameKind.CHECKPOINT]
    against = read_checkpoint(read_note(frames[1].payload))
    ours = read_checkpoint(read_note(liar.log().head))
    assert (against.origin, against.size) == (ours.origin, ours.size)
    assert against.root == root_of([*liar.leaves()[:-1], leaf_hash(frames[0].payload)])
    assert against.root != ours.root


def test_a_frozen_link_takes_nothing_more(world: World, liar: DishonestAuthor) -> None:
    first, second = liar.report(), liar.report()
    note = liar.sign(liar.head(second))
    liar.tell(first)
    liar.tell(second, note=note)
    assert rules(liar.tell(liar.report())) == ["link-frozen"]


def test_control_the_two_heads_are_valid_and_convict_their_author(liar: DishonestAuthor) -> None:
    first, second = liar.report(), liar.report()
    heads = [proof(liar, one) for one in (first, second)]
    assert len({head[0] for head in heads}) == 1
    assert len({head[1] for head in heads}) == 2


def proof(liar: DishonestAuthor, forged: Forged) -> tuple[str, bytes]:
    """Origin and root of a signed head that provably holds this entry at the next place."""
    leaves = [*liar.leaves(), forged.leaf]
    note = liar.sign(liar.head(forged))
    verify_author(note, [liar.keys.author.verify_key()], (), needs_long_lived=False)
    head = read_checkpoint(note)
    path = inclusion_proof(leaves, len(leaves) - 1)
    assert includes(
        leaf=forged.leaf, index=head.size - 1, size=head.size, proof=path, root=head.root
    )
    return head.origin.text(), head.root
