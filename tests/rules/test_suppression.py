"""What is kept back of a row of cells with a public total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.suppression import protect


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([215], (215,)),
        ([120, 95], (120, 95)),
        ([120, 3], (None, None)),
        ([120, 30, 3], (120, None, None)),
        ([120, 30, 3, 4], (120, None, None, None)),
        ([120, 30, 8, 7, 9], (120, None, None, None, None)),
        ([120, 30, 8, 7, 1, 0], (120, 30, None, None, None, None)),
        ([120, 30, 9, 9], (120, None, None, None)),
        ([120, 0], (None, None)),
        ([], ()),
    ],
)
def test_small_cells_go_with_what_would_give_them_away(cells, shown):
    assert protect(cells) == shown


@given(st.lists(st.integers(0, 60), min_size=2, max_size=31).filter(lambda cells: sum(cells) >= 10))
def test_nothing_small_is_shown_nor_what_is_left_of_the_total(cells):
    shown = protect(cells)

    assert all(count is None or count >= 10 for count in shown)
    hidden = [count for count, seen in zip(cells, shown, strict=True) if seen is None]
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= 10)
