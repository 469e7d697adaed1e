"""Can a history of overlapping calls be explained by one order of the same calls, each at one instant?

Wing and Gong's search over one object (here: one slot, or one person), with Lowe's memory of what was tried. A
history over many objects is linearizable when each object's own part is (Herlihy and Wing), so callers split first.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

State = TypeVar("State", bound=Hashable)
Action = TypeVar("Action", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Operation(Generic[Action]):
    """One call on the object. `returned_at` None: no answer came, so it may have taken effect, even late, or not."""

    called_at: int
    returned_at: int | None
    action: Action


def is_linearizable(
    history: Iterable[Operation[Action]],
    first: State,
    step: Callable[[State, Action], State | None],
    is_look: Callable[[Action], bool],
) -> bool:
    """True when an order exists.

    `step` gives the next state, None where the action's answer cannot come from one; `is_look` says of an action that
    it never changes a state, which makes the search short.
    """
    search = _Search(history, step, is_look)
    todo = [(_Done(0, 0), first)]
    tried = set(todo)
    while todo:
        done, state = todo.pop()
        done = search.observe(done, state)
        window = search.window(done)
        if all(search.ends[at] == inf for at in window):
            return True
        for at in search.one_of_each(window):
            after = step(state, search.calls[at].action)
            found = (done.with_(at), after)
            if after is not None and found not in tried:
                tried.add(found)
                todo.append(found)
    return False


@dataclass(frozen=True, slots=True)
class _Done:
    """Which calls have been put in order: all below `start`, and those whose bit above it is set."""

    start: int
    bits: int

    def __contains__(self, at: int) -> bool:
        return at < self.start or bool(self.bits >> (at - self.start) & 1)

    def with_(self, at: int) -> "_Done":
        start, bits = self.start, self.bits | 1 << (at - self.start)
        while bits & 1:
            start, bits = start + 1, bits >> 1
        return _Done(start, bits)


class _Search:
    def __init__(self, history: Iterable[Operation], step: Callable, is_look: Callable) -> None:
        self.step, self.is_look = step, is_look
        self.calls = sorted(history, key=lambda call: call.called_at)
        self.ends = [inf if call.returned_at is None else call.returned_at for call in self.calls]

    def window(self, done: _Done) -> list[int]:
        """The calls that can come next: begun before any other that is left had ended."""
        window, bound = [], inf
        for at in range(done.start, len(self.calls)):
            if self.calls[at].called_at > bound:
                break
            if at not in done:
                window.append(at)
                bound = min(bound, self.ends[at])
        return window

    def observe(self, done: _Done, state: Hashable) -> _Done:
        """Put in order at once every look that can come next and fits: waiting would not help it."""
        while seen := [at for at in self.window(done) if self._fits(state, self.calls[at].action)]:
            for at in seen:
                done = done.with_(at)
        return done

    def one_of_each(self, window: list[int]) -> list[int]:
        """Of calls that do the same, the one that ended first; sorted so that the most urgent is on top of a stack."""
        urgent: dict[Hashable, int] = {}
        for at in sorted(window, key=lambda at: self.ends[at], reverse=True):
            urgent[self.calls[at].action] = at
        return sorted(urgent.values(), key=lambda at: self.ends[at], reverse=True)

    def _fits(self, state: Hashable, action: Hashable) -> bool:
        return self.is_look(action) and self.step(state, action) is not None
