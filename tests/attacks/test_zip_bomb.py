"""Zip bomb: a small dispatch that inflates beyond every bound.

Defence: at most 64 to 1 and 8 MiB, asked of the inflater before it writes; the stream ends where
it says, the padding is zeros (trust.md §6.1, step 4).
"""

import tracemalloc
import zlib

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.attacks.raw import deflated, padded, seal_plaintext
from tests.world import World
from wasl.seal.envelope import pack
from wasl.seal.frames import FRAMES_LIMIT_BYTES, write_frames


def tell(liar: DishonestAuthor, plaintext: bytes) -> list[str]:
    """What the victim says to a dispatch of this plaintext."""
    return rules(liar.send(seal_plaintext(plaintext, liar.prekey(), liar.link.theirs)))


@pytest.mark.parametrize("megabytes", [1, 7, 64])
def test_a_bomb_is_refused(world: World, liar: DishonestAuthor, megabytes: int) -> None:
    before = kept(world.tripoli)
    assert tell(liar, padded(deflated(bytes(megabytes * 2**20)))) == ["too-large"]
    assert kept(world.tripoli) == before


def test_a_bomb_costs_no_memory(world: World, liar: DishonestAuthor) -> None:
    sealed = seal_plaintext(padded(deflated(bytes(256 * 2**20))), liar.prekey(), liar.link.theirs)
    tracemalloc.start()
    assert rules(liar.send(sealed)) == ["too-large"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * FRAMES_LIMIT_BYTES + len(sealed) * 8


def test_the_counterpart_is_told_why(world: World, liar: DishonestAuthor) -> None:
    tell(liar, padded(deflated(bytes(2**20))))
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    told = world.algiers.look(lambda look: look.refusals(10))
    assert [(row.side, row.rule) for row in told] == [("theirs", "too-large")]


def test_bytes_after_the_stream_or_in_the_padding_are_refused(liar: DishonestAuthor) -> None:
    inner = deflated(write_frames(liar.frames(liar.report())))
    assert tell(liar, padded(inner + b"\x01")) == ["bad-padding"]
    assert tell(liar, padded(inner, b"\x01")) == ["bad-padding"]


def test_a_stream_that_stops_early_or_is_none_is_refused(liar: DishonestAuthor) -> None:
    inner = deflated(write_frames(liar.frames(liar.report())))
    assert tell(liar, padded(inner[:-3])) == ["malformed"]
    assert tell(liar, padded(b"\xff" * 40)) == ["malformed"]
    assert tell(liar, (2**32 - 1).to_bytes(4, "big") + bytes(636)) == ["malformed"]


def test_a_plaintext_of_no_known_length_is_refused(liar: DishonestAuthor) -> None:
    assert tell(liar, bytes(641)) == ["bad-padding"]


def test_control_the_same_way_of_sealing_carries_a_sound_report(
    world: World, liar: DishonestAuthor
) -> None:
    assert tell(liar, pack(liar.frames(liar.report()))) == []
    assert liar.log().size == 5
    assert len(zlib.decompress(zlib.compress(bytes(2**20)))) == 2**20
