"""What every store must do when the end of a log, which nobody took, is taken back."""

import pytest

from tests.store import samples
from tests.store.samples import OURS, THEIRS
from wasl.node.ports import Store, Turn

FOREVER = 2**53


def fill(turn: Turn, link: str) -> None:
    """Four entries of two cases and kinds, with bodies, an attachment, citations and heads."""
    for index in range(4):
        kind = "key" if index % 2 else "report"
        turn.add_entries([samples.entry(link, index, case=f"C{index % 2}", kind=kind)])
        turn.cite(link, index, [b"c" * 32])
        turn.put_file(samples.file("f" * 64, link, index))
    turn.put_bodies([samples.body(link, index) for index in range(4)])
    for size in (2, 3, 4):
        turn.put_checkpoint(samples.checkpoint(link, size))


class TakenBackContract:
    """The end of one log is gone, and nothing else."""

    @pytest.fixture
    def short(self, store: Store) -> Store:
        with store.turn() as turn:
            fill(turn, OURS)
            fill(turn, THEIRS)
        with store.turn() as turn:
            turn.drop_entries(OURS, 2)
        return store

    def test_the_entries_before_are_there_and_the_others_are_not(self, short: Store) -> None:
        with short.look() as look:
            assert [row.index for row in look.entries(OURS, 0, FOREVER)] == [0, 1]
            assert look.entry(OURS, 3) is None
            assert len(look.leaves(OURS, 0, FOREVER)) == 2

    def test_the_other_log_has_lost_nothing(self, short: Store) -> None:
        with short.look() as look:
            assert len(look.entries(THEIRS, 0, FOREVER)) == len(look.bodies(THEIRS, 0, 9)) == 4
            assert [row.size for row in look.checkpoints(THEIRS, 0, 9)] == [2, 3, 4]

    def test_no_case_kind_leaf_or_citation_finds_them(self, short: Store) -> None:
        with short.look() as look:
            ours = [row for row in look.entries_of_cases(["C0", "C1"]) if row.link == OURS]
            kinds = look.entries_of_kinds(OURS, ["key", "report"])
            citing = [row for _, row in look.entries_citing([b"c" * 32]) if row.link == OURS]
            assert [len(each) for each in (ours, kinds, citing)] == [2, 2, 2]
            assert look.entries_by_leaf([samples.leaf(OURS, 2)]) == []

    def test_their_bodies_attachments_and_heads_are_gone(self, short: Store) -> None:
        with short.look() as look:
            assert [row.index for row in look.bodies(OURS, 0, 9)] == [0, 1]
            assert [len(look.files_of(OURS, index)) for index in range(4)] == [1, 1, 0, 0]
            assert [row.size for row in look.checkpoints(OURS, 0, 9)] == [2]

    def test_others_take_their_places(self, short: Store) -> None:
        other = samples.entry(OURS, 2, case="NEW")
        with short.turn() as turn:
            turn.add_entries([other])
        with short.look() as look:
            assert look.entry(OURS, 2) == other
            assert look.entries_of_cases(["NEW"]) == [other]
            assert look.case_references("C1", 9) == ["NEW"]

    def test_a_case_that_had_its_entries_there_alone_is_none(self, short: Store) -> None:
        with short.turn() as turn:
            turn.add_entries([samples.entry(OURS, 2, case="NEW")])
        with short.turn() as turn:
            turn.drop_entries(OURS, 2)
        with short.look() as look:
            assert look.case_references("", 9) == ["C0", "C1"]

    def test_what_is_undone_is_there_again(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS)
        with pytest.raises(KeyError), store.turn() as turn, turn.savepoint():
            turn.drop_entries(OURS, 1)
            raise KeyError
        with store.look() as look:
            assert len(look.entries(OURS, 0, FOREVER)) == 4
            assert len(look.entries_of_cases(["C0", "C1"])) == 4
            assert len(look.checkpoints(OURS, 0, 9)) == 3
