"""An order arrives while people book and cancel, half the time with kill -9 of the process that applies it."""

import json
import random
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.steps.durable import Busy
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import Booking, Message, Obligation, Slot
from serambi.rules.refusal import Refused
from tests import audit
from tests.factories import (
    CLOSED,
    NOW,
    THE_DAY,
    applicant,
    group_means,
    means,
    order_text,
    request,
    save_office,
    save_regions,
)
from tests.races.clients import at_once
from tests.races.enacting import Enactor, carry_on

BOOKED, INVITED, CLIENTS, OPERATIONS = 1_000, 50, 32, 20
FROM_ON, UNTIL_ON = date(2020, 9, 14), date(2020, 9, 17)
PLANNED_UNTIL = THE_DAY + timedelta(days=16)
# Enough of them that an order to all is carried out by tasks. It names them, so that no round touches an earlier one's.
OTHER_OFFICES = tuple(f"lain-{number}" for number in range(6))
SIGNERS = ("direktur", "sekretaris")
KILLED_WITHIN_SECONDS = 0.3
"""About as long as the order takes, so that most kills come in its middle; the outcomes say how many did."""


@dataclass
class Office:
    """One round's office: its code, the order against it, and what its clients were told."""

    code: str
    number: str
    text: str
    confirmed: set[str]
    cancelled: set[str]
    lock: threading.Lock


@pytest.fixture
def many_offices(transactional_db):
    """The other offices, planned."""
    save_regions()
    for code in OTHER_OFFICES:
        save_office(code)
        plan_slots(office=code, from_on=THE_DAY, until_on=THE_DAY + timedelta(days=6), now=NOW, by="test")


def test_order_while_booking_accounts_for_everybody(many_offices, test_database_url, is_proving):
    rounds = 100 if is_proving else 4

    outcomes = Counter(one_round(number, test_database_url) for number in range(rounds))

    assert sum(outcomes.values()) == rounds
    assert not is_proving or sum(number for how, number in outcomes.items() if how.endswith(", killed")) > rounds // 4
    print(f"\n{rounds} orders while {CLIENTS} clients booked and cancelled: {dict(outcomes)}")


def one_round(number: int, database_url: str) -> str:
    rng = random.Random(number)
    is_killed, is_for_many = number % 2 == 1, number % 4 >= 2
    office = open_office(number, is_for_many)
    enactor = Enactor(database_url, office.text, SIGNERS)
    order = threading.Thread(target=arrive, args=(enactor, rng, is_killed))

    order.start()
    at_once(lambda client: book_and_cancel(office, random.Random(f"{number}-{client}")), CLIENTS)
    order.join()
    carry_on(office.text, SIGNERS)

    everybody_is_accounted_for(office)
    undo_restores(office)
    how = "killed" if enactor.was_killed else "killed when it was done" if is_killed else "left alone"
    return f"{'tasks' if is_for_many else 'at once'}, {how}"


def open_office(number: int, is_for_many: bool) -> Office:
    group = group_means(
        normal_quota=500, urgent_share=Decimal(0), counters=100, counter_staff=100, back_office_per_day=600
    )
    code = f"serang-{number}"
    save_office(code, means=means(groups=(group,), hall_seats={Decimal(0): 500}))
    plan_slots(office=code, from_on=FROM_ON, until_on=PLANNED_UNTIL, now=NOW, by="test")
    areas = [f"office:{each}" for each in (code, *(OTHER_OFFICES if is_for_many else ()))]
    text = order_text(
        f"SE-{number}", CLOSED, **{"from": str(FROM_ON), "until": str(UNTIL_ON), "areas": json.dumps(areas)}
    )
    office = Office(code, f"SE-{number}", text, set(), set(), threading.Lock())
    slots = [s for s in Slot.objects.for_office(code).filter(office_day__on__gte=FROM_ON).order_by("id") if s.free]
    requests = [
        request(slots[at % len(slots)].code, applicant(email="a@example.org" if at % 10 else None), office=code)
        for at in range(BOOKED)
    ]
    for start in range(0, BOOKED, 100):
        answers = book_visits(requests=requests[start : start + 100], now=NOW, by="test")
        office.confirmed.update(visit.code for answer in answers for visit in answer.visits)
    assert len(office.confirmed) == BOOKED
    invite_some(office)
    return office


def invite_some(office: Office) -> None:
    """Have some of those who booked wait in line instead, and be invited before the order arrives."""
    for code in sorted(office.confirmed)[:INVITED]:
        postpone_booking(code=code, key=f"p-{code}", now=NOW, by="test")
    assert invite_waiting(office=office.code, now=NOW, by="test") == INVITED
    first_day = Slot.objects.for_office(office.code).filter(office_day__on=FROM_ON)
    assert Booking.objects.filter(slot__in=first_day, state="invited").count() == INVITED


def arrive(enactor: Enactor, rng: random.Random, is_killed: bool) -> None:
    assert enactor.ready.wait(60)
    threading.Event().wait(rng.random() * 0.5)
    enactor.start()
    if is_killed:
        enactor.kill_after(rng.random() * KILLED_WITHIN_SECONDS)
    else:
        enactor.finish()


def book_and_cancel(office: Office, rng: random.Random) -> None:
    codes = list(
        Slot.objects.for_office(office.code).filter(office_day__on__gte=FROM_ON).values_list("code", flat=True)
    )
    for _ in range(OPERATIONS):
        try:
            if rng.random() < 0.6:
                book(office, rng.choice(codes))
            else:
                cancel(office, rng)
        except Busy:
            continue


def book(office: Office, slot: str) -> None:
    asked = request(slot, applicant(email="b@example.org"), office=office.code)
    (answer,) = book_visits(requests=[asked], now=NOW, by="client")
    with office.lock:
        office.confirmed.update(visit.code for visit in answer.visits)


def cancel(office: Office, rng: random.Random) -> None:
    with office.lock:
        code = rng.choice(sorted(office.confirmed - office.cancelled))
    try:
        cancel_booking(code=code, key=f"c-{code}", now=NOW, by="client")
    except Refused as refused:
        assert refused.refusal.code in ("booking.not_live", "booking.changed")
        return
    with office.lock:
        office.cancelled.add(code)


def everybody_is_accounted_for(office: Office) -> None:
    cause = f"enacted {office.number}"
    closed = Slot.objects.for_office(office.code).filter(office_day__on__gte=FROM_ON, office_day__on__lt=UNTIL_ON)
    assert not Booking.objects.live().filter(slot__in=closed).exists()
    assert audit.faults(office.confirmed) == audit.NONE

    dues = Counter(
        Obligation.objects.filter(cause=cause, office__code=office.code).values_list("booking__code", flat=True)
    )
    assert set(dues.values()) <= {1}
    states = dict(Booking.objects.filter(code__in=office.confirmed).values_list("code", "state"))
    assert {code for code, state in states.items() if state in ("offered", "postponed")} <= set(dues)
    assert {code for code, state in states.items() if state == "cancelled"} == office.cancelled
    told = Message.objects.filter(booking__code__in=dues, kind__in=("offer", "called_off"))
    on_the_list = Obligation.objects.filter(cause=cause, office__code=office.code, kind="call")
    assert told.count() + on_the_list.count() == len(dues) > 0
    assert Counter(told.values_list("booking__code", flat=True)).most_common(1)[0][1] == 1


def undo_restores(office: Office) -> None:
    waiting = Obligation.objects.filter(office__code=office.code, outcome="open").count()
    undo_instrument(number=office.number, reason="uji", now=NOW, by="direktur")
    carry_on(office.text, ())

    assert not Obligation.objects.filter(office__code=office.code, outcome="open").exists()
    restored = Obligation.objects.filter(office__code=office.code, outcome="restored")
    assert restored.count() == waiting
    for due in restored.select_related("booking"):
        was_invited = due.booking.statuses.filter(event="invited", slot=due.from_slot).exists()
        state = "invited" if was_invited else "confirmed"
        assert (due.booking.state, due.booking.slot_id) == (state, due.from_slot_id)
    assert audit.faults(office.confirmed) == audit.NONE
