"""The law of stores: after any history of turns, kept or undone, all answer the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.memory_store import MemoryStore
from tests.store import folders, samples
from tests.store.contract_turns import Undone, kept
from tests.store.samples import OURS, THEIRS
from wasl.node.ports import Store, Turn
from wasl.node.rows import ReviewRow, SubtreeRow
from wasl.store import places

Change = Callable[[Turn], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Changes in one turn or savepoint, and whether it is left by an exception."""

    changes: Sequence["Change | Step"]
    undone: bool


_links = st.sampled_from([OURS, THEIRS])
_indexes = st.integers(0, 6)
_cases = st.sampled_from(["", "A", "B"])
_kinds = st.sampled_from(["report", "alert"])
_names = st.sampled_from(["a", "b", "c"])
_times = st.integers(0, 5)


def _add(link: str, indexes: Sequence[int], case: str, kind: str) -> Change:
    rows = [samples.entry(link, index, case=case, kind=kind) for index in indexes]
    return lambda turn: turn.add_entries(rows)


def _cite(link: str, index: int, cited: Sequence[int]) -> Change:
    return lambda turn: turn.cite(link, index, [samples.leaf(OURS, at) for at in cited])


def _swap(link: str, size: int, held: int) -> Change:
    new = samples.log(link, size, bytes(size))
    return lambda turn: turn.swap_log(new, size=held, peaks=bytes(held))


def _put_body(link: str, index: int, size: int) -> Change:
    return lambda turn: turn.put_bodies([samples.body(link, index, bytes(size))])


def _drop_first_waiting(link: str) -> Change:
    return lambda turn: turn.drop_waiting([row.number for row in turn.waiting(link)][:1])


def _add_house(lines: int) -> Change:
    def change(turn: Turn) -> None:
        size = turn.house_size()
        turn.add_house([samples.house(size + line) for line in range(lines)])

    return change


_change: st.SearchStrategy[Change] = st.one_of(
    st.builds(_add, _links, st.lists(_indexes, max_size=3), _cases, _kinds),
    st.builds(_cite, _links, _indexes, st.lists(_indexes, max_size=3)),
    st.builds(_swap, _links, st.integers(0, 2), st.integers(0, 2)),
    st.builds(_put_body, _links, _indexes, st.sampled_from([0, 10, 5_000])),
    st.builds(_drop_first_waiting, _links),
    st.builds(_add_house, st.integers(0, 3)),
    st.builds(lambda link: lambda turn: turn.add_log(samples.log(link)), _links),
    st.builds(
        lambda link, at, rule: lambda turn: turn.set_body_rule(link, at, rule),
        _links,
        _indexes,
        _names,
    ),
    st.builds(lambda link, at: lambda turn: turn.destroy_body(link, at), _links, _indexes),
    st.builds(
        lambda name, link, at: lambda turn: turn.put_file(samples.file(name, link, at)),
        _names,
        _links,
        _indexes,
    ),
    st.builds(
        lambda link, size, note: (
            lambda turn: turn.put_checkpoint(samples.checkpoint(link, size, note))
        ),
        _links,
        _indexes,
        st.binary(max_size=4),
    ),
    st.builds(
        lambda name, value: lambda turn: turn.put_setting(name, value),
        _names,
        st.binary(max_size=4),
    ),
    st.builds(
        lambda at, link, until: (
            lambda turn: turn.put_own_prekey(samples.own_prekey(at, link=link, until_us=until))
        ),
        _indexes,
        _links,
        _times,
    ),
    st.builds(lambda until: lambda turn: turn.destroy_own_prekeys(until), _times),
    st.builds(
        lambda at, link, until: (
            lambda turn: turn.put_their_prekey(samples.their_prekey(at, link=link, until_us=until))
        ),
        _indexes,
        _links,
        _times,
    ),
    st.builds(lambda at: lambda turn: turn.drop_their_prekey(at.to_bytes(8, "big")), _indexes),
    st.builds(
        lambda name, at: lambda turn: turn.put_draft(samples.draft(name, at_us=at)), _names, _times
    ),
    st.builds(lambda name: lambda turn: turn.drop_draft(name), _names),
    st.builds(
        lambda act, link: lambda turn: turn.add_waiting(samples.waiting(act, link=link)),
        st.binary(max_size=2),
        _links,
    ),
    st.builds(
        lambda name, until: lambda turn: turn.put_officer(samples.officer(name, until_us=until)),
        _names,
        st.none() | _times,
    ),
    st.builds(lambda rule: lambda turn: turn.add_refusal(samples.refusal(rule)), _names),
    st.builds(
        lambda first, link: lambda turn: turn.put_pool(samples.pool(first, link=link)),
        _indexes,
        _links,
    ),
    st.builds(lambda first, link: lambda turn: turn.drop_pool(link, first), _indexes, _links),
    st.builds(
        lambda link, at, until: (
            lambda turn: turn.put_reviews([ReviewRow(link=link, index=at, until_us=until)])
        ),
        _links,
        _indexes,
        _times,
    ),
    st.builds(
        lambda link, at, until: (
            lambda turn: turn.drop_reviews([ReviewRow(link=link, index=at, until_us=until)])
        ),
        _links,
        _indexes,
        _times,
    ),
    st.builds(
        lambda link, at, root: (
            lambda turn: turn.put_subtree(SubtreeRow(link=link, index=at, root=root))
        ),
        _links,
        _indexes,
        st.binary(max_size=4),
    ),
    st.builds(lambda name: lambda turn: turn.wake_cases([name, "a"]), _names),
    st.builds(lambda name: lambda turn: turn.rest_cases([name]), _names),
    st.builds(lambda name: lambda turn: turn.put_statement(samples.statement(name)), _names),
    st.builds(lambda name: lambda turn: turn.put_partner(samples.partner(name)), _names),
    st.builds(
        lambda link, name: (
            lambda turn: turn.put_link(replace(samples.link_row(link), partner=name))
        ),
        _links,
        _names,
    ),
)
_step = st.recursive(
    _change,
    lambda inner: st.builds(
        lambda changes, undone: Step(changes=changes, undone=undone),
        st.lists(inner, max_size=4),
        st.booleans(),
    ),
    max_leaves=12,
)
_turns = st.lists(
    st.builds(
        lambda changes, undone: Step(changes=changes, undone=undone),
        st.lists(_step, max_size=6),
        st.booleans(),
    ),
    max_size=5,
)


def _run(turn: Turn, step: Step) -> None:
    for change in step.changes:
        if not isinstance(change, Step):
            change(turn)
            continue
        try:
            with turn.savepoint():
                _run(turn, change)
        except Undone:
            pass
    if step.undone:
        raise Undone


def _outcome(store: Store, step: Step) -> str:
    try:
        with store.turn() as turn:
            _run(turn, step)
    except Undone:
        return "undone"
    except RuntimeError:
        return "our bug"
    return "kept"


@given(_turns, st.sampled_from([0, 2, places.UNSORTED_LIMIT]))
def test_all_stores_behave_alike(turns: Sequence[Step], unsorted_limit: int) -> None:
    memory = MemoryStore()
    with TemporaryDirectory() as held, pytest.MonkeyPatch.context() as changed:
        changed.setattr(places, "UNSORTED_LIMIT", unsorted_limit)
        sql = folders.opened(folders.fresh(Path(held) / "store"))
        try:
            for step in turns:
                assert _outcome(sql, step) == _outcome(memory, step)
                assert list(kept(sql)) == list(kept(memory))
            assert sql.commits == memory.commits
        finally:
            sql.close()
