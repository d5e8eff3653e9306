"""A fork across epochs: the author restarts and tells another story from an earlier place.

Defence: the tree goes on across epochs; a hello says on which head it stands, and what is held
is compared whatever the origin (trust.md §4.3, §7).
"""

from tests.attacks.forge import DishonestAuthor, frozen, kept, restart, rules, store_of
from tests.world import World, report
from wasl.core.log import root_of
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Epoch, Head, Hello, write_greeting


def test_a_hello_that_stands_on_another_head_freezes_the_link(
    world: World, liar: DishonestAuthor
) -> None:
    before = kept(world.tripoli)
    size = len(liar.leaves())
    outcome = liar.send(hello(liar, Head(root="9" * 64, size=size)))
    assert rules(outcome) == ["forked-log"]
    assert kept(world.tripoli) == before
    assert frozen(world.tripoli) == [b"forked-log"]


def test_a_shorter_base_with_another_root_is_a_fork_too(
    world: World, liar: DishonestAuthor
) -> None:
    assert rules(liar.send(hello(liar, Head(root="9" * 64, size=2)))) == ["forked-log"]


def test_a_restored_author_that_goes_on_alone_is_found_out(
    world: World, liar: DishonestAuthor
) -> None:
    backup = store_of(world.algiers).snapshot()
    world.algiers.release(report(title="Oublié"))
    world.sync()
    restart(world.algiers, backup)
    base = Head(root=root_of(liar.leaves()[:4]).hex(), size=4)
    assert rules(liar.send(hello(liar, base))) == []
    other = liar.report(index=4)
    leaves = [*liar.leaves()[:4], other.leaf]
    note = liar.sign(liar.head(size=5, root=root_of(leaves)))
    assert rules(liar.tell(other, note=note)) == ["duplicate-conflict"]
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


def test_control_a_hello_on_the_held_head_opens_the_epoch_and_the_log_goes_on(
    liar: DishonestAuthor,
) -> None:
    head = liar.head()
    assert rules(liar.send(hello(liar, Head(root=head.root.hex(), size=head.size)))) == []
    assert liar.tell(liar.report()).entries == 1


def hello(liar: DishonestAuthor, base: Head) -> bytes:
    """The liar's next epoch, said to stand on this head."""
    said = Hello(
        base=base,
        boot="b" * 16,
        epoch=Epoch(n=2, r="e" * 16),
        link=liar.link.theirs,
        nonce="0" * 32,
    )
    return write_open(
        [Frame(kind=FrameKind.HELLO, payload=write_greeting(said, liar.keys.author))]
    )
