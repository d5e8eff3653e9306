"""Small numbers are left out, and nobody computes them from what is shown."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.policy.suppression import Grid, Place, published

SMALLEST = 5


def grid(*rows: tuple[int, ...]) -> Grid:
    """A table of these counts."""
    return Grid(
        rows=tuple(f"r{n}" for n in range(len(rows))),
        columns=tuple(f"c{n}" for n in range(len(rows[0]))),
        counts={
            (f"r{n}", f"c{m}"): count for n, row in enumerate(rows) for m, count in enumerate(row)
        },
    )


def equations(of: Grid) -> list[dict[Place, int]]:
    """What every reader knows: each row, each column and all of them add up."""
    found: list[dict[Place, int]] = []
    for row in (*of.rows, None):
        found.append({**{(row, column): 1 for column in of.columns}, (row, None): -1})
    for column in of.columns:
        found.append({**{(row, column): 1 for row in of.rows}, (None, column): -1})
    return found


def computable(of: Grid, shown: dict[Place, int | None]) -> set[Place]:
    """The numbers left out that the equations decide, by elimination over the rationals."""
    unknown = [place for place, count in shown.items() if count is None]
    rows = [[Fraction(one.get(place, 0)) for place in unknown] for one in equations(of)]
    pivots = 0
    for column in range(len(unknown)):
        found = next((n for n in range(pivots, len(rows)) if rows[n][column]), None)
        if found is None:
            continue
        rows[pivots], rows[found] = rows[found], rows[pivots]
        rows[pivots] = [cell / rows[pivots][column] for cell in rows[pivots]]
        for n, row in enumerate(rows):
            if n != pivots and row[column]:
                factor = row[column]
                rows[n] = [a - factor * b for a, b in zip(row, rows[pivots], strict=True)]
        pivots += 1
    return {
        unknown[next(n for n, cell in enumerate(row) if cell)]
        for row in rows[:pivots]
        if sum(1 for cell in row if cell) == 1
    }


def possible(of: Grid, shown: dict[Place, int | None], most: int) -> list[dict[Place, int]]:
    """Every table of counts up to ``most`` that a reader cannot rule out, rule known."""
    cells = [(row, column) for row in of.rows for column in of.columns]
    told = [shown[cell] for cell in cells]
    choices = [range(most + 1) if count is None else range(count, count + 1) for count in told]
    found = []
    for counts in itertools.product(*choices):
        figures = Grid(
            rows=of.rows, columns=of.columns, counts=dict(zip(cells, counts, strict=True))
        ).figures()
        if all(count is None or figures[place] == count for place, count in shown.items()):
            found.append(figures)
    return found


def test_a_table_of_large_numbers_is_published_whole() -> None:
    assert None not in published(grid((5, 9), (7, 100)), SMALLEST).values()


def test_a_small_number_is_left_out_with_another_in_its_row_and_its_column() -> None:
    shown = published(grid((3, 90, 80), (70, 60, 50), (40, 30, 20)), SMALLEST)
    left_out = {place for place, count in shown.items() if count is None}
    assert ("r0", "c0") in left_out
    assert len({place for place in left_out if place[0] == "r0"}) >= 2
    assert len({place for place in left_out if place[1] == "c0"}) >= 2


def test_a_single_small_number_takes_its_total_along() -> None:
    shown = published(grid((4,), (50,)), SMALLEST)
    assert shown["r0", "c0"] is None
    assert shown["r0", None] is None
    assert shown[None, None] is None or shown["r1", "c0"] is None


def test_two_small_numbers_that_must_both_be_at_their_most_are_not_given_away_by_a_sum() -> None:
    shown = published(grid((4, 4), (50, 60)), SMALLEST)
    assert shown["r0", None] is None or None in (shown["r1", "c0"], shown["r1", "c1"])
    assert shown["r0", None] != 8


def test_nothing_of_a_table_without_a_large_number_is_shown() -> None:
    assert set(published(grid((0, 1), (2, 0)), SMALLEST).values()) == {None}


def test_a_number_is_left_out_only_beside_a_small_one() -> None:
    shown = published(grid((3, 90), (70, 60), (1_000, 2_000)), SMALLEST)
    assert shown[None, None] is not None


def test_a_table_is_never_padded_with_what_nobody_counted() -> None:
    figures = grid((1, 2), (3, 4)).figures()
    assert (figures["r0", None], figures[None, "c1"], figures[None, None]) == (3, 6, 10)


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.tuples(*[st.one_of(st.integers(0, 6), st.integers(0, 60))] * width),
        min_size=1,
        max_size=6,
    )
)


@given(tables)
def test_no_number_left_out_can_be_computed_from_rows_columns_and_totals(
    rows: list[tuple[int, ...]],
) -> None:
    table = grid(*rows)
    shown, figures = published(table, SMALLEST), table.figures()
    assert computable(table, shown) == set()
    for place, count in shown.items():
        assert count in (None, figures[place])
        assert count is None or count >= SMALLEST


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=2))
def test_no_number_left_out_is_the_only_one_possible_even_to_one_who_knows_the_rule(
    rows: list[tuple[int, ...]],
) -> None:
    table = grid(*rows)
    shown, figures = published(table, SMALLEST), table.figures()
    hidden = [place for place, count in shown.items() if count is None]
    alike = [
        other
        for other in possible(table, shown, 16)
        if all((other[place] < SMALLEST) == (figures[place] < SMALLEST) for place in hidden)
    ]
    nothing_shown = all(count is None for count in shown.values())
    for place in hidden:
        assert nothing_shown or len({other[place] for other in alike}) > 1, (rows, shown, place)


@pytest.mark.parametrize("count", range(SMALLEST))
def test_no_small_number_is_ever_shown(count: int) -> None:
    shown = published(grid((count, 40), (30, 20)), SMALLEST)
    assert shown["r0", "c0"] is None


def test_the_search_for_computable_numbers_bites() -> None:
    table = grid((3, 90), (70, 60))
    naive = {
        place: None if count < SMALLEST else count for place, count in table.figures().items()
    }
    assert computable(table, naive) == {("r0", "c0")}
