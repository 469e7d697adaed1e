"""Which cells of a public table are kept back, so that nobody can work out a group of fewer than ten people, neither
from one table nor from an older and a newer one beside each other."""

from collections.abc import Sequence

SMALLEST = 10
"""A smaller number is not published (docs/rules.md, figures)."""

Shown = tuple[int | None, ...]
"""Cells as they are published; None stands for a cell that is kept back."""


def is_publishable(count: int) -> bool:
    return count >= SMALLEST


def protect(cells: Sequence[int]) -> Shown:
    """The cells of one row whose total is public or can be worked out; None stands for a cell that is kept back.

    Cells under ten are kept back, zeros too. What is left unsaid of the total must not be small either, nor of one
    cell, nor so large that it could only be nines: as long as it is, the smallest published cell goes too. A total
    under ten keeps back all. One cell alone is its total.
    """
    hidden = {place for place, count in enumerate(cells) if not is_publishable(count)}
    shown = sorted((place for place in range(len(cells)) if place not in hidden), key=lambda place: cells[place])
    has_complement = False
    while shown and hidden and not (has_complement or _is_safe([cells[place] for place in hidden])):
        hidden.add(shown.pop(0))
        has_complement = len(hidden) > 1
    return tuple(None if place in hidden else count for place, count in enumerate(cells))


def protect_again(before: Sequence[int | None], cells: Sequence[int]) -> Shown | None:
    """The cells of a row that was published before and was corrected since; None when it may not be published anew.

    The same cells are kept back as before: one that appeared would tell, beside the older table, what that kept back,
    and so would one that disappeared. A correction that needs another choice (a published cell fell under ten, or what
    is left unsaid did) stays unpublished, and the older table stands.
    """
    kept = frozenset(place for place, count in enumerate(before) if count is None)
    if any(not is_publishable(count) for place, count in enumerate(cells) if place not in kept):
        return None
    unsaid = [cells[place] for place in kept]
    has_complement = len(unsaid) > 1 and any(is_publishable(count) for count in unsaid)
    if kept and not (has_complement or _is_safe(unsaid)):
        return None
    return tuple(None if place in kept else count for place, count in enumerate(cells))


def _is_safe(small: Sequence[int]) -> bool:
    """Whether a sum of these cells, each known to be under ten, tells neither a small group nor any one of them."""
    most = (SMALLEST - 1) * len(small)
    return len(small) > 1 and SMALLEST <= sum(small) <= most - SMALLEST
