"""The order of the queue: a function of recorded facts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.queueing import (
    Band,
    InLine,
    Stage,
    VisitClass,
    band_of,
    due_at,
    in_order,
    next_stage,
    read_ticket,
    ticket_number,
)

SLOT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(-31, Band.TOO_EARLY), (-30, Band.ON_TIME), (0, Band.ON_TIME), (15, Band.ON_TIME), (16, Band.LATE)],
)
def test_band_of_an_arrival(minutes, band):
    assert band_of(SLOT, SLOT + minutes * MINUTE, early_minutes=30, grace_minutes=15) is band


def test_due_at_is_the_slot_of_who_came_in_time():
    arrived = SLOT - 20 * MINUTE

    assert due_at(Band.ON_TIME, SLOT, arrived) == SLOT
    assert due_at(Band.LATE, SLOT, SLOT + 40 * MINUTE) == SLOT + 40 * MINUTE
    assert due_at(Band.ON_TIME, None, arrived) == arrived


def test_next_stage_until_done():
    assert [next_stage("passport", stage) for stage in Stage] == [Stage.INTERVIEW, Stage.PAYMENT, None]


@pytest.mark.parametrize(
    ("visit_class", "ticket"),
    [(VisitClass.PRIORITY, "P-007"), (VisitClass.BOOKED, "B-007"), (VisitClass.WALK_IN, "W-007")],
)
def test_ticket_number_looks_like_no_booking_code(visit_class, ticket):
    assert ticket_number(visit_class, 7) == ticket


PEOPLE = st.lists(
    st.builds(
        lambda number, visit_class, due, arrived: InLine(
            f"X-{number:03d}", visit_class, SLOT + due * MINUTE, SLOT + arrived * MINUTE
        ),
        st.integers(0, 999),
        st.sampled_from(VisitClass),
        st.integers(0, 300),
        st.integers(-30, 300),
    ),
    unique_by=lambda each: each.ticket,
)


@given(PEOPLE, st.randoms())
def test_law_order_depends_on_facts_alone(people, random):
    shuffled = list(people)
    random.shuffle(shuffled)

    assert in_order(shuffled) == in_order(people)


@given(PEOPLE)
def test_law_no_class_is_passed_and_within_one_nobody_due_later_comes_first(people):
    line = in_order(people)

    classes = [list(VisitClass).index(each.visit_class) for each in line]
    assert classes == sorted(classes)
    for visit_class in VisitClass:
        dues = [each.due_at for each in line if each.visit_class is visit_class]
        assert dues == sorted(dues)


@pytest.mark.parametrize(
    ("typed", "ticket"),
    [
        ("B-041", "B-041"),
        ("b41", "B-041"),
        (" p 7 ", "P-007"),
        ("W-12345", "W-12345"),
        ("", None),
        ("B", None),
        ("X-001", None),
        ("B-04A", None),
        ("B-1234567", None),
        ("2345-6789-ABCM", None),
    ],
)
def test_read_ticket(typed, ticket):
    assert read_ticket(typed) == ticket
