"""Figures from events: what counts as what, on which day, and that rolling up equals counting everything anew."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from serambi.procedures.book_visits import book_visits
from serambi.procedures.roll_up_figures import RolledUp, rebuild_figures, roll_up_figures
from serambi.records.models import Booking, BookingStatus, Case, CaseStatus, DailyFigure, LedgerRow
from serambi.records.models.figures import CountedTwice
from serambi.rules.spans import read_span
from tests.factories import NOW, request, save_office, save_slot
from tests.figures import at, displace, save_booking, save_case, save_history

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
    assert rebuild_figures(now=NOW, by="test").changed == 2
    assert counted()["serang", "applied", date(2019, 3, 4)] == 1


def missed(office, *events: tuple[str, datetime]) -> Booking:
    """Somebody who did not come on DAY, noted in the evening."""
    booking = save_booking(office, ("confirmed", at(DAY)), ("missed", at(DAY, 9)), slot=save_slot(office, on=DAY))
    Booking.objects.filter(pk=booking.pk).update(state="missed")
    return booking


def test_a_visit_noted_as_missed_that_took_place_after_all_is_none_of_its_day_any_more(serang):
    booking = missed(serang)
    roll_up_figures(now=NOW, by="test")
    later = NOW + timedelta(days=20)
    before = counted()["serang", "no-show", DAY]

    BookingStatus.objects.create(booking=booking, event="arrived", slot=booking.slot, at=at(DAY, 4), by="paper")
    Booking.objects.filter(pk=booking.pk).update(state="visited")
    roll_up_figures(now=later - timedelta(minutes=10), by="test")
    done = roll_up_figures(now=later, by="test")

    assert before == 1
    assert ("serang", "no-show", DAY) not in counted()
    assert done.changed == 0
    assert rebuild_figures(now=later, by="test").changed == 0


def test_a_visit_missed_counts_on_the_day_of_its_slot_whenever_that_is_noted(serang):
    save_booking(serang)
    roll_up_figures(now=NOW, by="test")
    late = NOW + timedelta(days=20)
    roll_up_figures(now=late, by="test")
    booking = missed(serang)

    done = roll_up_figures(now=late + timedelta(minutes=10), by="test")

    assert (booking.slot.office_day.on, done.earlier_days) == (DAY, (DAY,))
    assert counted()["serang", "no-show", DAY] == 1


def step(case: Case, event: str, on: date, **changes: object) -> None:
    CaseStatus.objects.create(case=case, event=event, stage=case.stage, at=at(on), by="test")
    Case.objects.filter(pk=case.pk).update(**changes)


def test_a_case_taken_back_is_issued_when_it_was_ready_the_last_time(serang):
    case = save_case(serang, "1", promised_on=DAY)
    step(case, "received", DAY)
    step(case, "make_ready", DAY, ready_on=DAY, stage="ready")
    step(case, "collect", DAY, stage="collected")
    roll_up_figures(now=at(DAY, 9), by="test")
    first = counted()
    later = DAY + timedelta(days=30)

    step(case, "reopen", later, ready_on=None, stage="checked")
    roll_up_figures(now=at(later, 4), by="test")
    reopened = counted()
    step(case, "make_ready", later, ready_on=later, stage="ready")
    roll_up_figures(now=at(later, 5), by="test")

    accepted, kept = ("serang", "accepted", DAY), ("serang", "promise-kept", DAY)
    assert first == {accepted: 1, ("serang", "issued", DAY): 1, kept: 1, ("serang", "collected", DAY): 1}
    assert reopened == {accepted: 1}
    assert counted() == {accepted: 1, ("serang", "issued", later): 1}
    assert rebuild_figures(now=at(later, 5), by="test").changed == 0


def test_what_an_import_covers_is_not_counted_twice_but_told(serang):
    save_history(serang, [(read_span("2020-09-09"), 40)])
    for day in (DAY - timedelta(days=1), DAY):
        save_booking(serang, ("confirmed", at(day)))

    done = roll_up_figures(now=NOW, by="test")

    assert counted() == {
        ("serang", "applied", DAY): 1,
        ("serang", "booked", DAY): 1,
        ("serang", "booked", DAY - timedelta(days=1)): 1,
    }
    assert done.counted_twice == (CountedTwice("serang", "applied", date(2020, 9, 9), DAY, 1),)
    assert roll_up_figures(now=NOW, by="test") == RolledUp(0, date(2020, 9, 8), (), 0, done.counted_twice)


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
