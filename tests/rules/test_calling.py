"""Who is called first."""

from datetime import timedelta

from serambi.rules.calling import call_order
from tests.factories import NOW

HOUR = timedelta(hours=1)


def key(code: str, **changes: object) -> tuple:
    values = {"is_wrong_number": False, "is_urgent": False, "deadline_at": None, "since_at": NOW, "code": code}
    return call_order(**(values | changes))  # type: ignore[arg-type]


def test_call_order_urgent_then_deadline_then_waiting_longest_and_wrong_numbers_last():
    calls = [
        key("wrong", is_wrong_number=True, is_urgent=True, deadline_at=NOW),
        key("waits-less", since_at=NOW + HOUR),
        key("waits-b"),
        key("waits-a"),
        key("later", deadline_at=NOW + 2 * HOUR),
        key("sooner", deadline_at=NOW + HOUR),
        key("urgent-waits", is_urgent=True),
        key("urgent", is_urgent=True, deadline_at=NOW + 9 * HOUR),
    ]

    assert [each[-1] for each in sorted(calls)] == [
        *("urgent", "urgent-waits", "sooner", "later", "waits-a", "waits-b", "waits-less", "wrong"),
    ]
