"""The hall and the paper never get the same number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.paper.numbers import Block, Numbers, hand_out, keep_block


@pytest.mark.parametrize(
    ("numbers", "block", "after"),
    [
        (Numbers(), Block(501, 551), Numbers(1, 501, 551)),
        (Numbers(1, 501, 551), Block(551, 601), Numbers(1, 501, 601)),
        (Numbers(499, 0, 0), Block(501, 551), Numbers(499, 501, 551)),
        (Numbers(500, 0, 0), Block(501, 551), Numbers(500, 501, 551)),
        (Numbers(700, 0, 0), Block(701, 751), Numbers(700, 701, 751)),
        (Numbers(551, 501, 551), Block(552, 602), Numbers(551, 552, 602)),
    ],
)
def test_keep_block_lies_behind_the_hall_and_every_block_before(numbers, block, after):
    assert keep_block(numbers, 50) == (block, after)


@pytest.mark.parametrize(
    ("numbers", "given_out", "following"),
    [
        (Numbers(), 1, Numbers(2)),
        (Numbers(500, 501, 551), 500, Numbers(551, 501, 551)),
        (Numbers(551, 501, 551), 551, Numbers(552, 501, 551)),
        (Numbers(551, 552, 602), 551, Numbers(602, 552, 602)),
    ],
)
def test_hand_out_leaps_over_what_is_kept(numbers, given_out, following):
    assert hand_out(numbers) == (given_out, following)


@given(st.integers(1, 800), st.lists(st.one_of(st.none(), st.integers(1, 60)), max_size=300))
def test_no_number_is_ever_given_twice(begun_at, days):
    """None is somebody at the gate, a number is a sheet of that size; the hall may have begun anywhere."""
    numbers, live, kept = Numbers(begun_at), [], []

    for size in days:
        if size is None:
            number, numbers = hand_out(numbers)
            live.append(number)
        else:
            block, numbers = keep_block(numbers, size)
            assert block.until - block.first == size
            kept += range(block.first, block.until)
        assert not numbers.paper_from <= numbers.next_live < numbers.paper_until

    assert len({*live, *kept}) == len(live) + len(kept)
    assert live == sorted(live)
