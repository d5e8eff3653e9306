"""What every store must do with cases that are awake, review dates, entries that are void."""

from dataclasses import replace

import pytest

from tests.store import samples
from tests.store.samples import OURS, THEIRS
from wasl.node.ports import Store
from wasl.node.rows import ReviewRow, SubtreeRow


def _review(link: str, index: int, until_us: int) -> ReviewRow:
    return ReviewRow(link=link, index=index, until_us=until_us)


class FoldContract:
    """Which cases are awake is what was said last; what is void is found without the rest."""

    def test_no_case_is_awake_unless_it_was_woken(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 0)])
        with store.look() as look:
            assert look.awake_cases() == []

    def test_a_case_woken_twice_is_awake_once_and_in_order(self, store: Store) -> None:
        with store.turn() as turn:
            turn.wake_cases(["B", "A"])
            turn.wake_cases(["A", "C"])
        with store.look() as look:
            assert look.awake_cases() == ["A", "B", "C"]

    def test_a_case_at_rest_is_awake_no_more_and_may_be_woken_again(self, store: Store) -> None:
        with store.turn() as turn:
            turn.wake_cases(["A", "B"])
            turn.rest_cases(["A", "never woken"])
        with store.look() as look:
            assert look.awake_cases() == ["B"]
        with store.turn() as turn:
            turn.wake_cases(["A"])
            turn.rest_cases([])
        with store.look() as look:
            assert look.awake_cases() == ["A", "B"]

    def test_what_is_woken_in_a_turn_that_is_undone_sleeps_on(self, store: Store) -> None:
        with store.turn() as turn:
            turn.wake_cases(["A"])
        with pytest.raises(ValueError, match="undone"), store.turn() as turn:
            turn.wake_cases(["B"])
            turn.rest_cases(["A"])
            raise ValueError("undone")
        with store.look() as look:
            assert look.awake_cases() == ["A"]

    def test_nothing_is_woken_by_a_look(self, store: Store) -> None:
        with store.look() as look, pytest.raises(RuntimeError):
            look.wake_cases(["A"])  # type: ignore[attr-defined]  # taken for a turn by mistake

    def test_to_put_to_rest_what_sleeps_commits_nothing(self, store: Store) -> None:
        before = store.commits
        with store.turn() as turn:
            turn.rest_cases(["A"])
        assert store.commits == before

    def test_entries_are_found_by_their_review_date_and_those_before(self, store: Store) -> None:
        rows = [samples.entry(OURS, 0), samples.entry(OURS, 1), samples.entry(THEIRS, 1)]
        with store.turn() as turn:
            turn.add_entries(rows[:2])
            turn.add_entries(rows[2:])
            turn.put_reviews([_review(OURS, 1, 20), _review(OURS, 0, 10), _review(THEIRS, 1, 30)])
            turn.put_reviews([_review(OURS, 1, 20), _review(OURS, 1, 15)])
            turn.put_reviews([])
        with store.look() as look:
            assert look.entries_dated(9) == []
            assert look.entries_dated(10) == rows[:1]
            assert sorted(row.index for row in look.entries_dated(29)) == [0, 1]
            assert len(look.entries_dated(30)) == 3

    def test_a_review_date_that_was_dropped_is_asked_for_no_more(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 0), samples.entry(OURS, 1)])
            turn.put_reviews([_review(OURS, 0, 10), _review(OURS, 1, 10)])
            turn.drop_reviews([_review(OURS, 0, 10), _review(OURS, 1, 11)])
        with store.look() as look:
            assert [row.index for row in look.entries_dated(99)] == [1]

    def test_an_entry_taken_back_has_no_review_date(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 0), samples.entry(OURS, 1)])
            turn.put_reviews([_review(OURS, 0, 10), _review(OURS, 1, 10)])
            turn.drop_entries(OURS, 1)
            turn.add_entries([samples.entry(OURS, 1)])
        with store.look() as look:
            assert [row.index for row in look.entries_dated(99)] == [0]

    def test_the_roots_of_subtrees_come_in_order_up_to_an_index(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_subtree(SubtreeRow(link=OURS, index=7, root=b"second"))
            turn.put_subtree(SubtreeRow(link=OURS, index=3, root=b"wrong"))
            turn.put_subtree(SubtreeRow(link=OURS, index=3, root=b"first"))
            turn.put_subtree(SubtreeRow(link=THEIRS, index=3, root=b"another"))
        with store.look() as look:
            assert look.subtrees(OURS, 8) == [b"first", b"second"]
            assert look.subtrees(OURS, 7) == [b"first"]
            assert look.subtrees("unheard of", 8) == []

    def test_a_subtree_with_an_entry_taken_back_is_gone(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, index) for index in range(4)])
            turn.put_subtree(SubtreeRow(link=OURS, index=1, root=b"first"))
            turn.put_subtree(SubtreeRow(link=OURS, index=3, root=b"second"))
            turn.drop_entries(OURS, 2)
        with store.look() as look:
            assert look.subtrees(OURS, 9) == [b"first"]

    def test_void_entries_are_those_of_one_log_that_break_a_rule(self, store: Store) -> None:
        void = replace(samples.entry(OURS, 1), rule="move-not-allowed")
        unread = replace(samples.entry(OURS, 2), body_rule="bad-body")
        theirs = replace(samples.entry(THEIRS, 0), rule="bad-role")
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 0), void, unread])
            turn.add_entries([theirs])
        with store.look() as look:
            assert look.void_entries(OURS) == [void, unread]
            assert look.void_entries(THEIRS) == [theirs]
            assert look.void_entries("another") == []

    def test_an_entry_whose_body_is_found_void_later_is_among_them(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 0)])
        with store.turn() as turn:
            turn.set_body_rule(OURS, 0, "bad-body")
        with store.look() as look:
            assert [row.index for row in look.void_entries(OURS)] == [0]
        with store.turn() as turn:
            turn.drop_entries(OURS, 0)
        with store.look() as look:
            assert look.void_entries(OURS) == []
