"""Rollback: the counterpart shows a shorter log than it once signed, or cuts its tail and goes on.

Defence: a held log only grows (trust.md §8 steps 10 and 11), and a receipt is never for less.
"""

from tests.attacks.forge import DishonestAuthor, frozen, kept, rules
from tests.world import World, report
from wasl.core.log import EMPTY_RANGE, root_of
from wasl.seal.cosign import verify_author


def test_a_shorter_head_of_the_same_log_changes_nothing_held(
    world: World, liar: DishonestAuthor
) -> None:
    before = kept(world.tripoli)
    shorter = liar.leaves()[:-1]
    outcome = liar.tell(note=liar.sign(liar.head(size=len(shorter), root=root_of(shorter))))
    assert rules(outcome) == []
    assert kept(world.tripoli) == before


def test_a_log_whose_tail_was_cut_and_written_anew_is_refused_and_the_link_frozen(
    world: World, liar: DishonestAuthor
) -> None:
    before = kept(world.tripoli)
    cut = liar.leaves()[:-1]
    other = liar.report(index=len(cut))
    anew = [*cut, other.leaf]
    outcome = liar.tell(other, note=liar.sign(liar.head(size=len(anew), root=root_of(anew))))
    assert rules(outcome) == ["duplicate-conflict"]
    assert kept(world.tripoli) == before
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


def test_a_cut_tail_alone_under_a_fresh_head_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    outcome = liar.tell(note=liar.sign(liar.head(root=root_of(liar.leaves()[:-1]))))
    assert rules(outcome) == ["forked-log"]


def test_control_the_shorter_head_is_validly_signed_and_would_make_a_sound_copy(
    liar: DishonestAuthor,
) -> None:
    cut = liar.leaves()[:-1]
    other = liar.report(index=len(cut))
    head = liar.head(size=len(cut) + 1, root=root_of([*cut, other.leaf]))
    note = liar.sign(head)
    keys = (liar.keys.author.verify_key(),)
    verify_author(note, keys, (), needs_long_lived=False)
    assert EMPTY_RANGE.extend([*cut, other.leaf]).root() == head.root


def test_after_the_attempt_with_a_shorter_head_the_honest_log_goes_on(
    world: World, liar: DishonestAuthor
) -> None:
    shorter = liar.leaves()[:-1]
    liar.tell(note=liar.sign(liar.head(size=len(shorter), root=root_of(shorter))))
    world.algiers.release(report())
    world.sync()
    assert world.algiers.own().countersigned == 5
