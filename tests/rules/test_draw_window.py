"""When a draw may be opened, entered, left and made: one case per code, and never two places for one person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.draw import NO_PLACE, DrawPlaces, Tickets, draw
from serambi.rules.draw_window import (
    DrawEntry,
    WindowFacts,
    why_not_collecting,
    why_not_draw,
    why_not_open,
    why_not_people,
    why_not_wish,
)
from serambi.rules.refusal import Refusal
from tests.factories import NOW, applicant, profile, request, service

MONDAY = date(2020, 9, 14)
CLOSES_AT = datetime(2020, 9, 12, 10, tzinfo=UTC)
WINDOW = WindowFacts("serang", "passport", NOW, CLOSES_AT, MONDAY, date(2020, 9, 19))
SLOTS = {("mon-0930", MONDAY), ("tue-0930", date(2020, 9, 15))}
ANI = applicant(1)
ENTRY = DrawEntry("k", "w", "passport-new", "tourism", (ANI,), ("mon-0930", "2020-09-15"))


def test_a_window_is_opened_where_the_office_holds_draws():
    assert why_not_open(WINDOW, profile(holds_draws=True), NOW) is None


@pytest.mark.parametrize(
    ("at", "changes", "refusal"),
    [
        (None, {}, Refusal("office.unknown", "office")),
        (profile(), {}, Refusal("draw.off", "office")),
        (profile(holds_draws=True), {"group": "visa"}, Refusal("draw.group_unknown", "group")),
        (profile(holds_draws=True), {"until_on": MONDAY}, Refusal("period.empty", "until")),
        (profile(holds_draws=True), {"opens_at": NOW - timedelta(1)}, Refusal("draw.hours_wrong", "closes_at")),
        (profile(holds_draws=True), {"closes_at": NOW}, Refusal("draw.hours_wrong", "closes_at")),
        (
            profile(holds_draws=True),
            {"closes_at": datetime(2020, 9, 12, 17, 0, 1, tzinfo=UTC)},
            Refusal("draw.closes_too_late", "closes_at", {"hours": 24}),
        ),
    ],
)
def test_why_not_open(at, changes, refusal):
    assert why_not_open(replace(WINDOW, **changes), at, NOW) == refusal


def test_a_window_closes_a_day_before_its_first_day_at_the_office():
    latest = replace(WINDOW, closes_at=datetime(2020, 9, 12, 17, 0, tzinfo=UTC))

    assert why_not_open(latest, profile(holds_draws=True), NOW) is None
    assert why_not_open(latest, profile(holds_draws=True, time_zone="Asia/Jayapura"), NOW) == Refusal(
        "draw.closes_too_late", "closes_at", {"hours": 24}
    )


def test_a_window_collects_from_its_opening_to_its_closing_and_is_drawn_from_then_on():
    moment = timedelta(microseconds=1)

    assert why_not_collecting(WINDOW, NOW - moment) == Refusal("draw.not_open")
    assert why_not_collecting(WINDOW, NOW) is None
    assert why_not_collecting(WINDOW, CLOSES_AT - moment) is None
    assert why_not_collecting(WINDOW, CLOSES_AT) == Refusal("draw.over")
    assert why_not_draw(WINDOW, CLOSES_AT - moment) == Refusal("draw.still_open")
    assert why_not_draw(WINDOW, CLOSES_AT) is None


@pytest.mark.parametrize(
    ("wishes", "kind", "refusal"),
    [
        (("mon-0930", "2020-09-15"), service(), None),
        (("mon-0930",), None, Refusal("service.unknown", "service")),
        (("mon-0930",), service(group="permit"), Refusal("service.unknown", "service")),
        ((), service(), Refusal("draw.wishes", "wishes", {"most": 10})),
        (("mon-0930", "mon-0930"), service(), Refusal("draw.wishes", "wishes", {"most": 10})),
        (tuple(f"slot-{i}" for i in range(11)), service(), Refusal("draw.wishes", "wishes", {"most": 10})),
        (("mon-0930", "2020-09-16"), service(), Refusal("draw.wish_unknown", "wishes.1")),
    ],
)
def test_why_not_wish(wishes, kind, refusal):
    assert why_not_wish(replace(ENTRY, wishes=wishes), WINDOW, kind, SLOTS) == refusal


def test_why_not_people():
    assert why_not_people([], []) is None
    assert why_not_people([1], [0]) == Refusal("draw.already_entered", "people.1.identity.number")
    assert why_not_people([], [2]) == Refusal("person.already_booked", "people.2.identity.number")


def test_an_entry_is_judged_as_a_booking_request_is():
    assert ENTRY.as_request("serang") == request("", ANI, key="k")


parties = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=3, unique=True), max_size=12)


@given(parties, st.integers(0, 9), st.sets(st.integers(0, 7)))
def test_nobody_gets_two_places_however_often_they_ask(asked, places, booked_before):
    entered: set[int] = set()
    parties_in: list[list[int]] = []
    for people in asked:
        again = [place for place, person in enumerate(people) if person in entered]
        booked = [place for place, person in enumerate(people) if person in booked_before]
        if why_not_people(again, booked) is None:
            entered.update(people)
            parties_in.append(people)
    tickets = Tickets(
        [f"code {number}" for number in range(len(parties_in))],
        [len(people) for people in parties_in],
        [0] * len(parties_in),
        [("mon-0930",)] * len(parties_in),
    )

    drawn = draw("seed", tickets, [DrawPlaces("mon-0930", MONDAY, places)])

    seated = [
        person for people, slot in zip(parties_in, drawn.slots, strict=True) if slot != NO_PLACE for person in people
    ]
    assert len(seated) == len(set(seated)) <= places
    assert not booked_before & set(seated)
