"""Surreptitious forwarding: Tripoli opens what Algiers sent it and seals it on to Tunis, as if
Algiers had written to Tunis (Davis 2001).

Defence: what is signed names the link it is for, and so does the sealing (trust.md §6.1).
"""

from tests.attacks.forge import DishonestAuthor, Forged, kept, neighbour, rules
from tests.world import World, report
from wasl.node.prekeys import private_half
from wasl.seal.envelope import open_dispatch
from wasl.seal.frames import Frame


def opened_by_tripoli(world: World) -> list[Frame]:
    """The frames of a report of Algiers, opened by the one it is for."""
    world.algiers.release(report(title="Pour Tripoli seul"))
    sent = world.algiers.out()[-1]
    row = world.tripoli.look(lambda look: look.own_prekey(sent[5:13]))
    sender = world.algiers.link().own
    return list(open_dispatch(sent, prekey=private_half(row), sender_link=sender))


def test_what_was_opened_and_sealed_on_is_not_taken_as_from_its_author(world: World) -> None:
    beside = neighbour(world)
    tunis = beside.algiers
    tripoli = DishonestAuthor(beside.tripoli, tunis)
    before = kept(tunis)
    outcome = tripoli.send(tripoli.seal(opened_by_tripoli(world)))
    assert rules(outcome) == ["wrong-origin"]
    assert kept(tunis) == before


def test_a_word_for_word_copy_under_the_forwarders_own_signature_is_void(world: World) -> None:
    beside = neighbour(world)
    tripoli = DishonestAuthor(beside.tripoli, beside.algiers)
    entry, body = opened_by_tripoli(world)[:2]
    copied = Forged(written=entry.payload, salt=body.payload[:32], body=body.payload[32:])
    assert rules(tripoli.tell(copied)) == ["wrong-link"]


def test_control_the_forwarder_really_holds_the_authors_signature(world: World) -> None:
    frames = opened_by_tripoli(world)
    assert world.algiers.name.encode() in frames[-1].payload
    row_count = len(world.tripoli.entries(ours=False))
    world.tripoli.take([reseal(world, frames)], world.algiers.name)
    assert len(world.tripoli.entries(ours=False)) == row_count + 1


def reseal(world: World, frames: list[Frame]) -> bytes:
    """The same frames sealed again for Tripoli, as from the log they name."""
    return DishonestAuthor(world.algiers, world.tripoli).seal(frames)
