"""What every store must do; each test module of a store gives the ``store`` fixture."""

from dataclasses import replace

import pytest

from tests.store import samples
from tests.store.samples import OURS, THEIRS
from wasl.node.ports import Store, Turn

OTHER = "33" * 16
FOREVER = 2**53


def fill(turn: Turn, link: str, size: int) -> None:
    """A log has its first ``size`` sample entries."""
    turn.add_entries([samples.entry(link, index) for index in range(size)])


class LogContract:
    """Heads, entries, bodies: what the two logs are made of."""

    def test_a_log_that_was_never_begun_is_not_there(self, store: Store) -> None:
        with store.look() as look:
            assert look.log(OURS) is None
            assert look.entry(OURS, 0) is None
            assert look.entries(OURS, 0, FOREVER) == []
            assert look.leaves(OURS, 0, FOREVER) == []

    def test_a_log_is_read_as_it_was_added(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_log(samples.log(OURS))
        with store.look() as look:
            assert look.log(OURS) == samples.log(OURS)

    def test_a_log_begins_once(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_log(samples.log(OURS))
        with pytest.raises(RuntimeError), store.turn() as turn:
            turn.add_log(samples.log(OURS, 5))

    def test_a_head_is_swapped_where_size_and_peaks_are_as_said(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_log(samples.log(OURS))
            turn.swap_log(samples.log(OURS, 3, b"three"), size=0, peaks=b"")
        with store.look() as look:
            assert look.log(OURS) == samples.log(OURS, 3, b"three")

    @pytest.mark.parametrize(("size", "peaks"), [(1, b""), (0, b"other")])
    def test_a_head_that_is_another_is_not_swapped(
        self, store: Store, size: int, peaks: bytes
    ) -> None:
        with store.turn() as turn:
            turn.add_log(samples.log(OURS))
        with pytest.raises(RuntimeError), store.turn() as turn:
            turn.swap_log(samples.log(OURS, 3, b"three"), size=size, peaks=peaks)
        with store.look() as look:
            assert look.log(OURS) == samples.log(OURS)

    def test_the_head_of_a_log_that_was_never_begun_is_not_swapped(self, store: Store) -> None:
        with pytest.raises(RuntimeError), store.turn() as turn:
            turn.swap_log(samples.log(OURS, 3, b"three"), size=0, peaks=b"")

    def test_an_entry_is_read_as_it_was_added(self, store: Store) -> None:
        void = replace(samples.entry(OURS, 1, case="", kind="key"), rule="gap", body_rule="quota")
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 0), void])
        with store.look() as look:
            assert look.entry(OURS, 0) == samples.entry(OURS, 0)
            assert look.entry(OURS, 1) == void

    def test_entries_come_in_the_order_of_their_index(self, store: Store) -> None:
        rows = [samples.entry(OURS, index) for index in range(300)]
        with store.turn() as turn:
            turn.add_entries(rows[150:])
            turn.add_entries(rows[:150])
        with store.look() as look:
            assert look.entries(OURS, 0, FOREVER) == rows
            assert look.leaves(OURS, 0, FOREVER) == [row.leaf for row in rows]

    def test_a_stretch_begins_at_its_start_and_ends_before_its_stop(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 9)
        with store.look() as look:
            assert [row.index for row in look.entries(OURS, 3, 6)] == [3, 4, 5]
            assert look.leaves(OURS, 8, 20) == [samples.leaf(OURS, 8)]
            assert look.entries(OURS, 6, 6) == []

    def test_two_logs_do_not_mix(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 2)
            fill(turn, THEIRS, 3)
        with store.look() as look:
            assert [row.link for row in look.entries(OURS, 0, 9)] == [OURS] * 2
            assert [row.link for row in look.entries(THEIRS, 0, 9)] == [THEIRS] * 3

    def test_an_index_is_held_once(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 2)
        with pytest.raises(RuntimeError), store.turn() as turn:
            turn.add_entries([samples.entry(OURS, 2), samples.entry(OURS, 1, kind="alert")])
        with store.look() as look:
            assert [row.kind for row in look.entries(OURS, 0, 9)] == ["report", "report"]

    def test_entries_are_found_by_leaf_in_every_log(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, THEIRS, 3)
            fill(turn, OURS, 3)
        asked = [samples.leaf(THEIRS, 1), samples.leaf(OURS, 2), samples.leaf(OURS, 0), b"x" * 32]
        with store.look() as look:
            found = look.entries_by_leaf([*asked, *asked])
        assert [(row.link, row.index) for row in found] == [(OURS, 0), (OURS, 2), (THEIRS, 1)]

    def test_a_leaf_that_begins_like_another_is_another(self, store: Store) -> None:
        held = samples.entry(OURS, 0)
        with store.turn() as turn:
            turn.add_entries([held])
        with store.look() as look:
            assert look.entries_by_leaf([held.leaf[:16] + bytes(16)]) == []

    def test_thousands_of_leaves_and_cases_are_asked_at_once(self, store: Store) -> None:
        rows = [samples.entry(OURS, index, case=f"CASE{index}") for index in range(1_200)]
        with store.turn() as turn:
            turn.add_entries(rows)
        with store.look() as look:
            assert look.entries_by_leaf([row.leaf for row in reversed(rows)]) == rows
            assert look.entries_of_cases([row.case for row in reversed(rows)]) == rows

    def test_entries_of_a_case_come_from_both_logs(self, store: Store) -> None:
        rows = [
            samples.entry(OURS, 0, case="A"),
            samples.entry(OURS, 1, case="B"),
            samples.entry(OURS, 2, case="A"),
            samples.entry(THEIRS, 0, case="A"),
        ]
        with store.turn() as turn:
            turn.add_entries(list(reversed(rows)))
        with store.look() as look:
            assert look.entries_of_cases(["A", "A", "none"]) == [rows[0], rows[2], rows[3]]
            assert look.entries_of_cases(["B", "A"]) == rows

    def test_nothing_is_found_where_nothing_is_asked(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 2)
        with store.look() as look:
            assert look.entries_by_leaf([]) == []
            assert look.entries_of_cases([]) == []
            assert look.entries_of_kinds(OURS, []) == []
            assert look.entries_citing([]) == []

    def test_entries_of_kinds_come_in_the_order_of_their_index(self, store: Store) -> None:
        kinds = ["key", "report", "arrangement", "key", "report"]
        rows = [samples.entry(OURS, at, kind=kind) for at, kind in enumerate(kinds)]
        with store.turn() as turn:
            turn.add_entries(rows)
            turn.add_entries([samples.entry(THEIRS, 0, kind="key")])
        with store.look() as look:
            found = look.entries_of_kinds(OURS, ["key", "arrangement", "key"])
        assert found == [rows[0], rows[2], rows[3]]

    def test_an_entry_is_found_by_what_it_cites(self, store: Store) -> None:
        first, second, third = (samples.leaf(OURS, index) for index in range(3))
        with store.turn() as turn:
            fill(turn, THEIRS, 2)
            turn.cite(THEIRS, 1, [second, first])
            turn.cite(THEIRS, 0, [first])
        with store.look() as look:
            found = look.entries_citing([first, second, third, first])
        assert [(leaf, row.index) for leaf, row in found] == sorted(
            [(first, 0), (first, 1), (second, 1)], key=lambda pair: (pair[1], pair[0])
        )

    def test_what_is_cited_in_a_turn_is_found_in_it(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 1)
            turn.cite(OURS, 0, [b"c" * 32])
            assert [row.index for _, row in turn.entries_citing([b"c" * 32])] == [0]

    def test_a_leaf_cited_twice_by_an_entry_is_cited_once(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 1)
            turn.cite(OURS, 0, [b"c" * 32, b"c" * 32])
            turn.cite(OURS, 0, [b"c" * 32])
        with store.look() as look:
            assert len(look.entries_citing([b"c" * 32])) == 1

    def test_references_of_cases_are_paged_in_the_order_of_their_letters(
        self, store: Store
    ) -> None:
        cases = ["C", "", "A", "B", "A", "D"]
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, at, case=case) for at, case in enumerate(cases)])
        with store.look() as look:
            assert look.case_references("", 2) == ["A", "B"]
            assert look.case_references("B", 2) == ["C", "D"]
            assert look.case_references("D", 2) == []

    def test_the_rule_that_voids_a_body_is_kept(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 2)
            turn.set_body_rule(OURS, 1, "bad-body")
        with store.look() as look:
            assert [row.body_rule for row in look.entries(OURS, 0, 9)] == ["", "bad-body"]

    def test_an_entry_that_is_not_there_gets_no_body_rule(self, store: Store) -> None:
        with pytest.raises(RuntimeError), store.turn() as turn:
            turn.set_body_rule(OURS, 1, "bad-body")

    def test_a_checkpoint_takes_the_place_of_the_one_with_fewer_lines(self, store: Store) -> None:
        with store.turn() as turn:
            for size in (9, 3, 5):
                turn.put_checkpoint(samples.checkpoint(OURS, size))
            turn.put_checkpoint(samples.checkpoint(OURS, 5, b"two lines"))
            turn.put_checkpoint(samples.checkpoint(THEIRS, 4))
        with store.look() as look:
            assert look.checkpoint(OURS, 5) == samples.checkpoint(OURS, 5, b"two lines")
            assert look.checkpoint(OURS, 4) is None
            assert [row.size for row in look.checkpoints(OURS, 3, 9)] == [3, 5]


class BodyContract:
    """What may be destroyed."""

    def test_bodies_are_read_in_the_order_of_their_index(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_bodies(
                [samples.body(OURS, 4), samples.body(OURS, 1), samples.body(THEIRS, 2)]
            )
        with store.look() as look:
            assert look.body(OURS, 1) == samples.body(OURS, 1)
            assert look.body(OURS, 2) is None
            assert (look.has_body(OURS, 1), look.has_body(OURS, 2)) == (True, False)
            assert [row.index for row in look.bodies(OURS, 0, FOREVER)] == [1, 4]
            assert [row.index for row in look.bodies(OURS, 1, 4)] == [1]

    def test_a_body_put_again_takes_the_place_of_the_first(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_bodies([samples.body(OURS, 1, b"old")])
            turn.put_bodies([samples.body(OURS, 1, b"new")])
        with store.look() as look:
            assert look.bodies(OURS, 0, 9) == [samples.body(OURS, 1, b"new")]

    def test_destroying_a_body_takes_its_salt_and_attachments_with_it(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 2)
            turn.put_bodies([samples.body(OURS, 0), samples.body(OURS, 1)])
            turn.put_file(samples.file("ee", OURS, 0))
            turn.put_file(samples.file("ff", OURS, 0))
            turn.put_file(samples.file("ee", OURS, 1))
        with store.turn() as turn:
            turn.destroy_body(OURS, 0)
        with store.look() as look:
            assert look.body(OURS, 0) is None
            assert not look.has_body(OURS, 0)
            assert look.files_of(OURS, 0) == []
            assert look.body(OURS, 1) == samples.body(OURS, 1)
            assert look.files_of(OURS, 1) == [samples.file("ee", OURS, 1)]
            assert look.entry(OURS, 0) == samples.entry(OURS, 0)

    def test_destroying_what_is_not_there_changes_nothing(self, store: Store) -> None:
        with store.turn() as turn:
            turn.destroy_body(OURS, 7)
        with store.look() as look:
            assert look.bodies(OURS, 0, FOREVER) == []

    def test_an_attachment_is_found_by_hash_and_by_entry(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_file(samples.file("ff", THEIRS, 1))
            turn.put_file(samples.file("ff", OURS, 2))
            turn.put_file(samples.file("ee", OURS, 2))
        with store.look() as look:
            assert look.file("ff") == samples.file("ff", OURS, 2)
            assert look.file("none") is None
            assert [row.sha256 for row in look.files_of(OURS, 2)] == ["ee", "ff"]

    def test_an_attachment_of_one_log_is_not_hidden_by_another_log(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_file(samples.file("ff", OURS, 2))
            turn.put_file(samples.file("ff", THEIRS, 7))
            turn.put_file(samples.file("ff", THEIRS, 4))
        with store.look() as look:
            assert look.file_in("ff", THEIRS) == samples.file("ff", THEIRS, 4)
            assert look.file_in("ff", THEIRS, after=4) == samples.file("ff", THEIRS, 7)
            assert look.file_in("ff", THEIRS, after=7) is None
            assert look.file_in("ff", OTHER) is None

    def test_parts_are_found_by_salt_name_and_place_and_counted_unread(self, store: Store) -> None:
        with store.turn() as turn:
            for tag, sha256, offset in ((7, "ff", 9), (7, "ff", 0), (7, "ee", 0), (8, "ff", 3)):
                turn.put_part(samples.part(OURS, tag, sha256, offset))
            turn.put_file(samples.file("ff", OURS, 2))
        with store.look() as look:
            assert look.part_offsets(OURS, 7, "ff") == [0, 9]
            assert look.part_offsets(THEIRS, 7, "ff") == []
            assert look.part(OURS, 7, "ff", 9) == samples.part(OURS, 7, "ff", 9)
            assert look.part(OURS, 7, "ff", 1) is None
            assert look.file_at("ff", OURS, 2) == samples.file("ff", OURS, 2)
            assert look.file_at("ff", OURS, 3) is None

    def test_parts_go_a_few_at_a_time_and_those_of_another_salt_stay(self, store: Store) -> None:
        with store.turn() as turn:
            for tag, offset in ((7, 0), (7, 1), (7, 2), (8, 0)):
                turn.put_part(samples.part(OURS, tag, "ff", offset))
        with store.turn() as turn:
            assert turn.drop_parts(OURS, 7, 2) == 2
        with store.look() as look:
            assert len(look.part_offsets(OURS, 7, "ff")) == 1
        with store.turn() as turn:
            assert [turn.drop_parts(OURS, 7, 2), turn.drop_parts(OURS, 7, 2)] == [1, 0]
        with store.look() as look:
            assert look.part_offsets(OURS, 8, "ff") == [0]

    def test_an_attachment_of_an_act_without_index_is_found_with_its_act_only(
        self, store: Store
    ) -> None:
        waiting = samples.file("ff", OURS, -5)
        with store.turn() as turn:
            turn.put_file(waiting)
        with store.look() as look:
            assert look.file("ff") is None
            assert look.file_in("ff", OURS) is None
            assert look.files_of(OURS, -5) == [waiting]
        with store.turn() as turn:
            turn.put_file(samples.file("ff", OURS, 3))
            turn.destroy_body(OURS, -5)
        with store.look() as look:
            assert look.file("ff") == samples.file("ff", OURS, 3)
            assert look.files_of(OURS, -5) == []
