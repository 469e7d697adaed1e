"""Working days by the calendar as it was known."""

from datetime import UTC, date, datetime

import pytest

from serambi.rules.instrument import HolidayList, Topic
from serambi.rules.workdays import Calendar, calendar_as_known, next_working_day, working_day_after, working_days_in
from tests.rules.orders import clause, instrument


def decree(number: str, signed_on: date, *days: date, kind: str = "collective_leave"):
    return instrument(
        number,
        clause(Topic.HOLIDAY, HolidayList(kind, 2020, days)),
        signed_on=signed_on,
        known_at=datetime(signed_on.year, signed_on.month, signed_on.day, tzinfo=UTC),
    )


SECOND = decree("SKB-391", date(2020, 4, 9), date(2020, 12, 24), date(2020, 12, 28), date(2020, 12, 31))
FOURTH = decree("SKB-744", date(2020, 12, 1), date(2020, 12, 24), date(2020, 12, 31))
ELECTION = decree("KEPPRES-22", date(2020, 11, 27), date(2020, 12, 9), kind="public")
CHRISTMAS = {date(2020, 12, 25): "Natal"}


def known_on(*day: int) -> Calendar:
    return calendar_as_known(
        datetime(*day, 12, tzinfo=UTC), public_holidays=CHRISTMAS, instruments=[FOURTH, ELECTION, SECOND]
    )


def test_calendar_newest_decree_known_replaces_the_years_leave():
    assert known_on(2020, 9, 10).why_off(date(2020, 12, 28)) == "SKB-391"
    assert known_on(2020, 12, 2).why_off(date(2020, 12, 28)) is None
    assert known_on(2020, 12, 2).why_off(date(2020, 12, 24)) == "SKB-744"


def test_calendar_further_public_holidays_add_up():
    assert known_on(2020, 9, 10).is_working_day(date(2020, 12, 9))
    assert known_on(2020, 11, 28).why_off(date(2020, 12, 9)) == "KEPPRES-22"
    assert known_on(2020, 11, 28).why_off(date(2020, 12, 25)) == "Natal"


def test_calendar_names_holidays_and_weekends():
    calendar = Calendar({date(2020, 9, 10): "libur"})

    assert [calendar.why_off(date(2020, 9, day)) for day in (10, 11, 12)] == ["libur", None, "weekend"]


@pytest.mark.parametrize(
    ("from_on", "count", "due"),
    [
        (date(2020, 9, 11), 4, date(2020, 9, 17)),  # paid on Friday: Mon, Tue, Wed, Thu
        (date(2020, 9, 10), 4, date(2020, 9, 16)),
        (date(2020, 12, 23), 1, date(2020, 12, 29)),  # as known on 10 Sep: 24, 25 and 28 Dec off
        (date(2020, 9, 12), 1, date(2020, 9, 14)),
    ],
)
def test_working_day_after_counts_only_working_days(from_on, count, due):
    assert working_day_after(from_on, count, known_on(2020, 9, 10)) == due


def test_working_day_after_needs_at_least_one():
    with pytest.raises(ValueError, match="count is at least 1"):
        working_day_after(date(2020, 9, 10), 0, Calendar({}))


def test_next_working_day_skips_the_weekend():
    assert next_working_day(date(2020, 9, 11), Calendar({})) == date(2020, 9, 14)


def test_working_days_in_is_half_open():
    assert working_days_in(date(2020, 9, 7), date(2020, 9, 14), Calendar({})) == 5
