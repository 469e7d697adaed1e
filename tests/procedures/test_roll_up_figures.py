"""Figures from events: what counts as what, on which day, and that rolling up equals counting everything anew."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from serambi.procedures.book_visits import book_visits
from serambi.procedures.roll_up_figures import RolledUp, rebuild_figures, roll_up_figures
from serambi.records.models import BookingStatus, DailyFigure, LedgerRow
from tests.factories import NOW, request, save_office, save_slot
from tests.figures import at, displace, save_booking

DAY = date(2020, 9, 10)
NEXT = DAY + timedelta(days=1)


def counted() -> dict[tuple[str, str, date], int]:
    rows = DailyFigure.objects.values_list("office__code", "measure", "on", "count")
    return {(office, measure, on): count for office, measure, on, count in rows}


@pytest.fixture
def serang(transactional_db):
    return save_office("serang")


def test_each_event_counts_as_its_measures_on_the_day_it_is_at_the_office(serang):
    late = at(DAY, 17)  # past midnight in Serang
    booking = save_booking(serang, ("confirmed", at(DAY)), ("moved", late), ("cancelled", late))
    displace(booking, at(NEXT))

    roll_up_figures(now=NOW, by="test")

    assert counted() == {
        ("serang", "applied", DAY): 1,
        ("serang", "booked", DAY): 1,
        ("serang", "moved", NEXT): 1,
        ("serang", "cancelled", NEXT): 1,
        ("serang", "displaced", NEXT): 1,
    }


def test_the_line_grows_and_shrinks_with_those_who_enter_and_leave_it(serang):
    save_booking(serang, ("joined_line", at(DAY)), ("invited", at(NEXT)), ("accepted", at(NEXT, 4)))
    save_booking(serang, ("joined_line", at(DAY)), ("invited", at(NEXT)), ("expired", at(NEXT, 4)))
    lost_a_draw = save_booking(serang, ("postponed", at(DAY)))

    roll_up_figures(now=NOW, by="test")

    assert lost_a_draw.slot is None
    assert counted() == {
        ("serang", "applied", DAY): 3,
        ("serang", "waiting", DAY): 3,
        ("serang", "waiting", NEXT): -1,
    }


def test_real_bookings_are_counted_and_twice_changes_nothing(serang):
    slot = save_slot(serang)
    book_visits(requests=[request(slot.code), request(slot.code)], now=NOW, by="test")

    first, second = roll_up_figures(now=NOW, by="test"), roll_up_figures(now=NOW, by="test")

    assert first == RolledUp(2, None)
    assert second == RolledUp(0, date(2020, 9, 8))
    assert counted() == {("serang", "applied", DAY): 2, ("serang", "booked", DAY): 2}
    assert LedgerRow.objects.filter(action="figures.rolled_up").count() == 1


def test_a_day_is_counted_anew_without_looking_at_the_years_before(serang):
    save_booking(serang, ("confirmed", at(date(2019, 3, 4))))
    roll_up_figures(now=NOW, by="test")
    DailyFigure.objects.filter(on=date(2019, 3, 4)).update(count=7)  # would be put right if it were looked at
    save_booking(serang, ("confirmed", at(DAY)))

    done = roll_up_figures(now=NOW + timedelta(hours=1), by="test")

    assert done == RolledUp(2, date(2020, 9, 8))
    assert counted()["serang", "applied", date(2019, 3, 4)] == 7
    assert rebuild_figures(now=NOW, by="test").changed == 4
    assert counted()["serang", "applied", date(2019, 3, 4)] == 1


EVENTS = ("confirmed", "joined_line", "postponed", "moved", "cancelled", "invited", "accepted", "expired", "restored")
happenings = st.lists(
    st.tuples(
        st.integers(0, 4),  # which booking
        st.sampled_from(EVENTS),
        st.integers(0, 60),  # hours since the one before
        st.booleans(),  # whether figures are rolled up after it
    ),
    min_size=1,
    max_size=25,
)


class TestRollingUp(TransactionTestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(happenings)
    def test_rolling_up_as_events_come_equals_counting_them_all_anew(self, events):
        offices = {code: save_office(code, time_zone=zone) for code, zone in OFFICES.items()}
        bookings = [save_booking(office) for office in offices.values() for _ in range(2)]
        now = NOW
        for place, event, hours, is_rolled_up in events:
            now += timedelta(hours=hours)
            BookingStatus.objects.create(booking=bookings[place % len(bookings)], event=event, at=now, by="test")
            if is_rolled_up:
                roll_up_figures(now=now, by="test")
        roll_up_figures(now=now, by="test")
        rolled_up = Counter(counted())

        rebuild_figures(now=now, by="test")

        assert rolled_up == Counter(counted())


OFFICES = {"serang": "Asia/Jakarta", "jayapura": "Asia/Jayapura"}
