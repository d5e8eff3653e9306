"""Wrong recipient: bytes for one service reach another, by mistake or on purpose.

Defence: a dispatch opens with one prekey of one link; a key file is made for one partner
(trust.md §6.1, §2.1).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, neighbour, rules
from tests.world import TRIPOLI, World, report
from wasl.core.errors import RefusedError
from wasl.node import ceremony
from wasl.node.outgoing import Road
from wasl.node.prekeys import destroy_expired
from wasl.seal.card import read_card


def test_a_bundle_for_another_service_does_not_open(world: World) -> None:
    tunis = neighbour(world).algiers
    world.algiers.release(report())
    bundle = world.algiers.out(Road.BUNDLE)
    before = kept(tunis)
    assert set(rules(tunis.take(bundle, None))) == {"unknown-recipient"}
    assert kept(tunis) == before


def test_a_bundle_does_not_open_at_its_own_author(world: World) -> None:
    world.algiers.release(report())
    outcome = world.algiers.take(world.algiers.out(Road.BUNDLE), None)
    assert set(rules(outcome)) == {"unknown-recipient"}


def test_a_key_file_made_for_another_service_is_not_taken(world: World) -> None:
    tunis = neighbour(world).algiers
    card = world.algiers.turn(lambda turn: ceremony.make_card(world.algiers.node, turn, TRIPOLI))
    with pytest.raises(RefusedError, match="wrong-recipient"):
        tunis.turn(lambda turn: ceremony.meet(tunis.node, turn, read_card(card), ""))


def test_a_prekey_that_was_destroyed_opens_nothing(world: World) -> None:
    world.algiers.release(report())
    bundle = world.algiers.out(Road.BUNDLE)
    world.clock.pass_(days=60)
    world.tripoli.turn(lambda turn: destroy_expired(world.tripoli.node, turn))
    before = kept(world.tripoli)
    assert set(rules(world.tripoli.take(bundle, None))) == {"prekey-gone"}
    assert kept(world.tripoli) == before


def test_a_prekey_destroyed_at_one_service_is_unknown_at_another(world: World) -> None:
    tunis = neighbour(world).algiers
    world.algiers.release(report())
    bundle = world.algiers.out(Road.BUNDLE)
    world.clock.pass_(days=60)
    tunis.turn(lambda turn: destroy_expired(tunis.node, turn))
    assert set(rules(tunis.take(bundle, None))) == {"unknown-recipient"}


def test_control_the_right_recipient_opens_the_same_bundle(world: World) -> None:
    world.algiers.release(report())
    assert world.tripoli.take(world.algiers.out(Road.BUNDLE), None).entries == 1


def test_control_the_sealed_bytes_name_nobody(world: World, liar: DishonestAuthor) -> None:
    sealed = liar.dispatch(liar.report())
    for name in (world.algiers.name, world.tripoli.name, liar.link.theirs):
        assert name.encode() not in sealed
