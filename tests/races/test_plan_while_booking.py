"""Plans that shrink, grow and close days while people book: whoever was confirmed keeps a place or has a due."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction

from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.steps.durable import Busy
from serambi.procedures.steps.replan import Replanned
from serambi.records.codec import to_json
from serambi.records.models import Booking, InstrumentRow, Obligation, Office, OfficeDay, Slot, WaitingPlace
from tests import audit
from tests.factories import NOW, group_means, means, profile, save_office
from tests.races.clients import Board, Client, at_once

FROM_ON, UNTIL_ON = date(2020, 9, 14), date(2020, 9, 18)
CLOSED_ON = date(2020, 9, 15)
CLOSURE = f"""
number = "CLOSURE-1"
short_name = "Closure"
title = "Closure of one day"
issuer = "Direktur Jenderal Imigrasi"
rank = "directorate"
signed_on = 2020-09-09
from = {CLOSED_ON}
until = {CLOSED_ON + timedelta(days=1)}
areas = ["nation"]
source = "test"
confidence = "EXAMPLE"

[[clause]]
topic = "open"
value = false
"""
PLANNERS, BOOKERS = 4, 60
QUOTAS = (100, 15, 60, 0)


def plan() -> Replanned:
    while True:
        try:
            return plan_slots(office="serang", from_on=FROM_ON, until_on=UNTIL_ON, now=NOW, by="planner")
        except Busy:
            continue


def set_quota(places: int) -> None:
    group = group_means(normal_quota=places, urgent_share=Decimal(0), counters=50, counter_staff=50)
    kept = profile(means=means(groups=(group,), hall_seats={Decimal(0): 500}))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")  # a settings page would say Busy; here it is only waited for
        Office.objects.filter(code="serang").update(profile=to_json(kept))


def test_planned_at_once_for_the_first_time_is_planned_once(transactional_db):
    save_office()
    set_quota(100)

    plans = at_once(lambda number: plan(), 8)

    assert sorted(plan.written for plan in plans)[:-1] == [0] * 7
    assert Slot.objects.count() == plans[0].slots
    assert sum(Slot.objects.values_list("places", flat=True)) == plans[0].places == 400


def test_plans_change_while_people_book_and_everybody_keeps_a_place_or_has_one_due(transactional_db, is_proving):
    save_office()
    set_quota(100)
    plan()
    slots = tuple(Slot.objects.filter(contingent="general").order_by("id").values_list("code", flat=True))
    rounds, operations = (40, 300) if is_proving else (6, 24)
    board = Board()

    def one(number: int) -> list:
        if number < PLANNERS:
            for round_ in range(rounds):
                set_quota(QUOTAS[(round_ + number) % len(QUOTAS)])
                plan()
            return []
        client = Client(f"plan-{number}", slots, 500, board)
        return [client.act() for _ in range(operations)]

    events = [event for events in at_once(one, PLANNERS + BOOKERS) for event in events]

    answers = Counter(event.answer for event in events)
    print(f"\n{len(events)} operations while {PLANNERS * rounds} plans were written: {dict(answers)}")
    assert answers["unknown"] == 0
    assert audit.faults(code for event in events if event.kind == "book" for code in event.codes) == audit.NONE
    set_quota(15)
    last = plan()
    assert plan().written == 0
    assert last.places == sum(Slot.objects.values_list("places", flat=True)) == 60
    assert audit.faults() == audit.NONE
    displaced = set(Obligation.objects.values_list("booking__code", flat=True))
    assert displaced != set()
    # Whom a plan displaced holds another place, waits in line, or settled it; nobody else is anywhere but confirmed.
    held = Slot.objects.values_list("taken", "planned_places", "places")
    assert all(taken <= planned == places for taken, planned, places in held)
    elsewhere = Booking.objects.filter(state__in=["offered", "postponed"]).values_list("code", flat=True)
    assert set(elsewhere) <= displaced
    # Of somebody displaced twice the newer booking waits; the audit finds who waits nowhere.
    assert set(WaitingPlace.objects.values_list("booking__state", flat=True)) <= {"postponed"}


def test_day_closed_by_an_order_while_people_book_takes_nobody_after_it(transactional_db):
    save_office()
    set_quota(100)
    plan()
    slots = tuple(Slot.objects.filter(office_day__on=CLOSED_ON).order_by("id").values_list("code", flat=True))
    board = Board()

    def one(number: int) -> list:
        if number == 0:
            InstrumentRow.objects.create(
                number="CLOSURE-1",
                file="closure-1.toml",
                text=CLOSURE,
                signed_on=NOW.date(),
                from_on=CLOSED_ON,
                until_on=CLOSED_ON + timedelta(days=1),
                known_at=NOW,
            )
            return [plan()]
        client = Client(f"close-{number}", slots, 500, board)
        return [client.act() for _ in range(10)]

    ((closing,), *logs) = at_once(one, 48)

    confirmed = [code for log in logs for event in log if event.kind == "book" for code in event.codes]
    day = OfficeDay.objects.get(on=CLOSED_ON)
    assert (day.is_open, closing.places) == (False, 300)
    assert audit.faults(confirmed) == audit.NONE
    late = Client("late", slots, 500, board).book("late-1")
    assert late.answer == "office.closed"
    assert set(Slot.objects.filter(office_day=day).values_list("places", "taken")) == {(0, 0)}
    assert not Booking.objects.live().filter(slot__office_day=day).exists()
    dues = Counter(Obligation.objects.values_list("booking__code", flat=True))
    assert (sum(dues.values()), set(dues.values()) <= {1}) == (sum(closing.obligations.values()), True)
