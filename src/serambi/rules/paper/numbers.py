"""Ticket numbers of a day: those the hall hands out, and the blocks kept for paper, never the same one."""

from dataclasses import dataclass, replace

FIRST_PAPER_NUMBER = 501
"""Where the first block of a day begins unless the hall is beyond it: no office of the story sees 500 people a day, so
a number on paper is told from one of the hall at a glance (a setting of ours)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers kept for one sheet: [first, until)."""

    first: int
    until: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where a day's numbers stand: the next one of the hall, and the kept ones ahead of it, [paper_from, paper_until).

    Blocks lie one after another, so that those ahead of the hall are always one stretch; empty when both are alike.
    """

    next_live: int = 1
    paper_from: int = 0
    paper_until: int = 0


def hand_out(numbers: Numbers) -> tuple[int, Numbers]:
    """Give the hall its next number, and where the numbers stand afterwards; kept ones are leapt over."""
    following = numbers.next_live + 1
    if numbers.paper_from <= following < numbers.paper_until:
        following = numbers.paper_until
    return numbers.next_live, replace(numbers, next_live=following)


def keep_block(numbers: Numbers, size: int) -> tuple[Block, Numbers]:
    """Keep `size` numbers for paper, behind every block before, and where the numbers stand afterwards."""
    is_hall_beyond = numbers.next_live >= numbers.paper_until
    first = max(FIRST_PAPER_NUMBER, numbers.next_live + 1) if is_hall_beyond else numbers.paper_until
    block = Block(first, first + size)
    return block, replace(numbers, paper_from=first if is_hall_beyond else numbers.paper_from, paper_until=block.until)
