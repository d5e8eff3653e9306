"""What becomes of a turn as a whole, in every store; the ``store`` is a fixture."""

from collections.abc import Iterator
from typing import NoReturn

import pytest

from tests.store import samples
from tests.store.contract import FOREVER, OTHER, fill
from tests.store.samples import OURS, THEIRS
from wasl.node.ports import Look, Store, Turn


class Undone(Exception):
    """Thrown inside a turn to leave it."""


def _leave() -> NoReturn:
    raise Undone


class TurnContract:
    """What becomes of a turn as a whole."""

    def test_a_turn_is_counted_when_it_is_kept(self, store: Store) -> None:
        before = store.commits
        with store.turn() as turn:
            turn.put_setting("a", b"1")
        with pytest.raises(Undone), store.turn() as turn:
            turn.put_setting("a", b"2")
            _leave()
        assert store.commits == before + 1

    def test_an_exception_undoes_the_whole_turn(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_setting("a", b"1")
            fill(turn, OURS, 1)
        with pytest.raises(Undone), store.turn() as turn:
            turn.put_setting("a", b"2")
            turn.add_entries([samples.entry(OURS, 1), samples.entry(OTHER, 0)])
            turn.cite(OURS, 1, [b"c" * 32])
            turn.put_bodies([samples.body(OTHER, 0)])
            _leave()
        with store.look() as look:
            assert look.setting("a") == b"1"
            assert look.entry(OURS, 1) is None
            assert look.entry(OTHER, 0) is None
            assert look.entries_citing([b"c" * 32]) == []
            assert look.bodies(OTHER, 0, 9) == []

    def test_a_log_first_named_in_an_undone_turn_can_be_filled_later(self, store: Store) -> None:
        with pytest.raises(Undone), store.turn() as turn:
            fill(turn, OURS, 2)
            _leave()
        with store.turn() as turn:
            fill(turn, THEIRS, 1)
            fill(turn, OURS, 3)
        with store.look() as look:
            assert [row.link for row in look.entries(OURS, 0, 9)] == [OURS] * 3
            assert [row.link for row in look.entries(THEIRS, 0, 9)] == [THEIRS]

    @pytest.mark.parametrize("first", [True, False])
    def test_a_savepoint_undoes_what_was_written_inside(self, store: Store, first: bool) -> None:
        with store.turn() as turn:
            if not first:
                turn.put_setting("before", b"1")
            with pytest.raises(Undone), turn.savepoint():
                turn.put_setting("inside", b"1")
                turn.add_entries([samples.entry(OTHER, 0)])
                turn.cite(OTHER, 0, [b"c" * 32])
                _leave()
            assert turn.setting("inside") is None
            turn.put_setting("after", b"1")
            fill(turn, OURS, 1)
            turn.add_entries([samples.entry(OTHER, 0, kind="alert")])
        with store.look() as look:
            names = ["after"] if first else ["after", "before"]
            assert [name for name, _ in look.settings()] == names
            assert [row.kind for row in look.entries(OTHER, 0, 9)] == ["alert"]
            assert look.entries(OURS, 0, 9) == [samples.entry(OURS, 0)]
            assert look.entries_citing([b"c" * 32]) == []

    def test_what_a_savepoint_ended_well_is_kept(self, store: Store) -> None:
        with store.turn() as turn:
            with turn.savepoint():
                turn.put_setting("a", b"1")
                turn.cite(OURS, 0, [b"c" * 32])
            with turn.savepoint():
                fill(turn, OURS, 1)
        with store.look() as look:
            assert look.setting("a") == b"1"
            assert [row.index for _, row in look.entries_citing([b"c" * 32])] == [0]

    @pytest.mark.parametrize("written_before", [True, False])
    def test_savepoints_lie_in_one_another(self, store: Store, written_before: bool) -> None:
        with store.turn() as turn:
            if written_before:
                turn.put_setting("0", b"")
            with turn.savepoint():
                with pytest.raises(Undone), turn.savepoint():
                    turn.put_setting("1", b"")
                    _leave()
                turn.put_setting("2", b"")
                with turn.savepoint():
                    turn.put_setting("3", b"")
                with pytest.raises(Undone), turn.savepoint():
                    turn.put_setting("4", b"")
                    _leave()
            with pytest.raises(Undone), turn.savepoint():
                with turn.savepoint():
                    turn.put_setting("5", b"")
                _leave()
        with store.look() as look:
            kept = [name for name, _ in look.settings()]
        assert kept == (["0", "2", "3"] if written_before else ["2", "3"])

    def test_a_turn_inside_a_turn_or_a_look_is_our_bug(self, store: Store) -> None:
        with store.turn(), pytest.raises(RuntimeError), store.turn():
            pass
        with store.look(), pytest.raises(RuntimeError), store.turn():
            pass
        with store.look(), pytest.raises(RuntimeError), store.look():
            pass
        with store.turn() as turn:
            turn.put_setting("a", b"1")

    def test_a_look_does_not_write(self, store: Store) -> None:
        with store.look() as look, pytest.raises(RuntimeError):
            _as_turn(look).put_setting("a", b"1")
        with store.look() as look:
            assert look.settings() == []

    def test_a_view_ends_with_its_turn(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_setting("a", b"1")
        with pytest.raises(RuntimeError):
            turn.setting("a")
        with pytest.raises(RuntimeError):
            turn.put_setting("a", b"2")

    def test_tidying_changes_no_row(self, store: Store) -> None:
        with store.turn() as turn:
            fill(turn, OURS, 5)
            turn.put_bodies([samples.body(OURS, index) for index in range(5)])
            turn.destroy_body(OURS, 3)
        store.tidy()
        with store.look() as look:
            assert len(look.entries(OURS, 0, 9)) == 5
            assert [row.index for row in look.bodies(OURS, 0, 9)] == [0, 1, 2, 4]


def _as_turn(look: Look) -> Turn:
    """The view a look gave, taken for a turn by mistake."""
    return look  # type: ignore[return-value]


def kept(store: Store) -> Iterator[object]:
    """Everything a store answers about the sample links, in one order."""
    with store.look() as look:
        yield look.settings()
        yield look.partners()
        yield look.links()
        for link in (OURS, THEIRS, OTHER):
            yield look.log(link)
            yield look.entries(link, 0, FOREVER)
            yield [look.entry(link, index) for index in range(8)]
            yield look.leaves(link, 0, FOREVER)
            yield look.entries_of_kinds(link, ["report", "alert"])
            yield look.bodies(link, 0, FOREVER)
            yield look.checkpoints(link, 0, FOREVER)
            yield look.own_prekeys(link)
            yield look.their_prekeys(link)
            yield look.waiting(link)
            yield look.pool(link)
            yield [look.files_of(link, index) for index in range(8)]
            yield [look.file_in(name, link) for name in ("a", "b", "c")]
            yield look.void_entries(link)
            yield look.subtrees(link, FOREVER)
        yield look.awake_cases()
        yield [look.entries_dated(2**at) for at in range(60)]
        yield look.entries_of_cases(look.case_references("", 100))
        yield look.entries_citing([samples.leaf(OURS, index) for index in range(8)])
        yield look.entries_by_leaf([samples.leaf(THEIRS, index) for index in range(8)])
        yield look.drafts()
        yield look.officers()
        yield look.house(0, FOREVER)
        yield look.house_size()
        yield look.refusals(100)
