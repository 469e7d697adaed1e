from datetime import UTC, datetime

import time_machine

from serambi.counters.common import clock

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@time_machine.travel(NOON, tick=False)
def test_now_is_the_present_in_utc(monkeypatch):
    monkeypatch.delenv("SERAMBI_CLOCK_OFFSET_SECONDS", raising=False)

    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC


def test_now_with_an_offset_runs_on_from_another_day(monkeypatch):
    started = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((started - NOON).total_seconds()))

    with time_machine.travel(NOON, tick=False) as traveller:
        first = clock.now()
        traveller.shift(90)
        second = clock.now()

    assert [first, second] == [started, datetime(2020, 9, 10, 0, 31, 30, tzinfo=UTC)]
