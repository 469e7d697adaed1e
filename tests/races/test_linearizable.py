"""The checker accepts what one order explains, and rejects what none does."""

import random

import pytest

from tests.races.linearizable import Operation, is_linearizable

PLACES = 2


def step(taken: int, action: tuple[str, int]) -> int | None:
    """A slot of two places: take some, be told how many are free, give one back, empty it."""
    kind, number = action
    match kind:
        case "take":
            return taken + number if taken + number <= PLACES else None
        case "free":
            return taken if PLACES - taken == number else None
        case "give":
            return taken - number if taken >= number else None
        case "empty":
            return 0
    raise AssertionError(kind)


def explained(calls: list[Operation]) -> bool:
    return is_linearizable(calls, 0, step, lambda action: action[0] == "free")


def history(*calls: tuple[int, int | None, str, int]) -> list[Operation]:
    return [Operation(called, returned, (kind, number)) for called, returned, kind, number in calls]


@pytest.mark.parametrize(
    "calls",
    [
        [],
        [(0, 1, "take", 2), (2, 3, "free", 0)],
        # Overlapping: the one that returned later came first.
        [(0, 9, "take", 2), (1, 2, "free", 0)],
        [(0, 9, "give", 1), (1, 9, "take", 1), (1, 2, "free", 1)],
        # Three takers, one place given back in between.
        [(0, 9, "take", 1), (0, 9, "take", 1), (0, 9, "take", 1), (0, 9, "give", 1), (10, 11, "free", 0)],
        # No answer came: it took effect, or it did not, or only later.
        [(0, None, "take", 2), (5, 6, "free", 0)],
        [(0, None, "take", 2), (5, 6, "free", 2)],
        [(0, None, "take", 2), (5, 6, "free", 2), (7, 8, "free", 0)],
        # It changes nothing now, but must be kept for later.
        [(0, 9, "empty", 0), (1, 2, "take", 2), (3, 4, "free", 0), (5, 6, "free", 2)],
        [(0, None, "take", 1), (0, None, "take", 1), (5, 6, "free", 1), (7, 8, "take", 1), (9, 10, "free", 0)],
    ],
)
def test_accepts_what_an_order_explains(calls):
    assert explained(history(*calls))


@pytest.mark.parametrize(
    "calls",
    [
        # Overbooked.
        [(0, 9, "take", 1), (0, 9, "take", 1), (0, 9, "take", 1)],
        # "Full" although a place was free throughout the call.
        [(0, 1, "take", 1), (2, 3, "free", 0)],
        [(0, 1, "take", 2), (2, 3, "give", 1), (4, 5, "free", 0), (6, 7, "free", 1)],
        # A place seen as taken, then as free again, without anybody giving it back.
        [(0, 9, "take", 2), (1, 2, "free", 0), (3, 4, "free", 2)],
        # The answer came before the call that it depends on began.
        [(0, 1, "free", 0), (2, 3, "take", 2)],
        # No answer came, but its effect was seen and vanished.
        [(0, None, "take", 2), (5, 6, "free", 0), (7, 8, "free", 2)],
        # Nothing can have taken effect before it was called.
        [(0, 1, "free", 0), (2, None, "take", 2)],
    ],
)
def test_rejects_what_no_order_explains(calls):
    assert not explained(history(*calls))


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_trying_every_order(seed):
    rng = random.Random(seed)
    accepted = 0
    for _ in range(50):
        calls = history(*(_random_call(rng) for _ in range(6)))
        expected = _some_order_explains(calls, 0)
        assert explained(calls) == expected
        accepted += expected
    assert 0 < accepted < 50


def test_long_history_of_many_clients_is_checked_and_one_wrong_answer_is_found():
    rng = random.Random(7)
    calls = _simulated(rng, clients=64, operations=2000)
    wrong_at = next(at for at, call in enumerate(calls) if at > 1000 and call.action[0] == "free")
    kind, _ = calls[wrong_at].action
    wrong = [*calls[:wrong_at], Operation(10**9, 10**9 + 1, (kind, 3)), *calls[wrong_at + 1 :]]

    assert explained(calls)
    assert not explained(wrong)


def _random_call(rng: random.Random) -> tuple[int, int | None, str, int]:
    called = rng.randrange(12)
    kind = rng.choice(["take", "free", "give", "empty"])
    number = rng.randrange(3) if kind == "free" else 1
    return called, None if rng.random() < 0.1 else called + rng.randrange(1, 9), kind, number


def _some_order_explains(left: list[Operation], taken: int) -> bool:
    """The definition itself: whichever call may come next, try it."""
    if all(call.returned_at is None for call in left):
        return True
    for call in left:
        rest = [other for other in left if other is not call]
        if any(other.returned_at is not None and other.returned_at < call.called_at for other in rest):
            continue
        after = step(taken, call.action)
        if after is not None and _some_order_explains(rest, after):
            return True
    return False


def _simulated(rng: random.Random, *, clients: int, operations: int) -> list[Operation]:
    """Calls of many clients on a correct slot: each takes effect at one instant inside its call."""
    taken, free_from = 0, [0] * clients
    effects = sorted(rng.randrange(10**6) for _ in range(operations))
    calls = []
    for effect in effects:
        client = rng.randrange(clients)
        called = max(free_from[client], effect - rng.randrange(20_000))
        if called > effect:
            continue
        kind = rng.choice(["take", "free", "give"])
        after = step(taken, (kind, 1)) if kind != "free" else taken
        action = (kind, 1) if kind != "free" and after is not None else ("free", PLACES - taken)
        taken = taken if after is None else after
        returned = effect + rng.randrange(20_000)
        free_from[client] = returned + 1
        calls.append(Operation(called, returned, action))
    return calls
