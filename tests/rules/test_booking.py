"""What a request must hold, and why a slot cannot be had, moved to or given up: one case per code."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.rules.booking import (
    BookingFacts,
    SlotFacts,
    TypedPerson,
    faults_of_person,
    why_not_again,
    why_not_ask,
    why_not_book,
    why_not_change,
    why_not_move,
    why_not_take_held,
)
from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Who
from serambi.rules.identity import Identity, IdentityKind
from serambi.rules.instrument import Mode
from serambi.rules.refusal import Refusal
from tests.factories import NOW, THE_DAY, applicant, request, service

SLOT = SlotFacts(
    code="s",
    office="serang",
    group="passport",
    contingent=Contingent.GENERAL,
    start_at=datetime(2020, 9, 14, 2, 30, tzinfo=UTC),
    on=date(2020, 9, 14),
    free=2,
    is_open=True,
    mode=Mode.ALL,
)
BOOKING = BookingFacts(
    office="serang",
    group="passport",
    slot="old",
    on=date(2020, 9, 14),
    start_at=datetime(2020, 9, 14, 2, 0, tzinfo=UTC),
    is_live=True,
    urgency=None,
)
ANI = applicant(1)
FOREIGNER = applicant(2, "Lee", identity=Identity(IdentityKind.PASSPORT, "M12345678", "KR"))


def ask(person=ANI, kind=None, **changes: object) -> Refusal | None:
    return why_not_ask(request("s", person, **changes), kind or service(), THE_DAY)


def test_why_not_ask_takes_a_sound_request():
    assert ask() is None
    assert ask(FOREIGNER, service(who=Who.FOREIGNER)) is None
    assert ask(replace(ANI, phone="+6281234567890", email="ani@example.org"), needed_on=THE_DAY) is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"key": ""}, Refusal("key.invalid", "key")),
        ({"key": "k" * 101}, Refusal("key.invalid", "key")),
        ({"key": "a\nb"}, Refusal("key.invalid", "key")),
        ({"urgency": "bored"}, Refusal("urgency.unknown", "urgency")),
        ({"needed_on": date(2020, 9, 9)}, Refusal("needed_on.past", "needed_on")),
        ({"people": ()}, Refusal("party.size", "people", {"most": 5})),
        ({"people": tuple(applicant(n) for n in range(6))}, Refusal("party.size", "people", {"most": 5})),
        ({"people": (ANI, ANI)}, Refusal("person.twice", "people.1.identity.number")),
        ({"people": (FOREIGNER,)}, Refusal("identity.wrong_kind", "people.0.identity.kind", {"expected": "nik"})),
        (
            {"people": (ANI, replace(applicant(3), identity=Identity(IdentityKind.NIK, "1")))},
            Refusal("identity.invalid", "people.1.identity.number", {"reason": "length"}),
        ),
        ({"people": (replace(ANI, name="4ni"),)}, Refusal("name.invalid", "people.0.name", {"reason": "sign"})),
        ({"people": (replace(ANI, born_on=date(2020, 9, 11)),)}, Refusal("born_on.invalid", "people.0.born_on")),
        ({"people": (replace(ANI, born_on=date(1899, 1, 1)),)}, Refusal("born_on.invalid", "people.0.born_on")),
        ({"people": (replace(ANI, phone="12"),)}, Refusal("phone.invalid", "people.0.phone")),
        ({"people": (replace(ANI, email="ani"),)}, Refusal("email.invalid", "people.0.email")),
    ],
)
def test_why_not_ask_names_the_fault(changes, refusal):
    assert why_not_ask(replace(request("s", ANI), **changes), service(), THE_DAY) == refusal


NAMELESS = Refusal("name.invalid", "name", {"reason": "empty"})
TOO_SHORT = Refusal("identity.invalid", "identity.number", {"reason": "length"})
STATELESS = Refusal("identity.invalid", "identity.number", {"reason": "nationality"})
NO_NUMBER = Refusal("identity.invalid", "identity.number", {"reason": "pattern"})
UNBORN = Refusal("born_on.invalid", "born_on")
UNREACHABLE = (Refusal("phone.invalid", "phone"), Refusal("email.invalid", "email"))


@pytest.mark.parametrize(
    ("person", "who", "faults"),
    [
        (ANI, Who.CITIZEN, ()),
        (TypedPerson("", Identity(IdentityKind.NIK, ""), None), Who.CITIZEN, (NAMELESS, TOO_SHORT, UNBORN)),
        (
            TypedPerson("", Identity(IdentityKind.NIK, "12"), date(1899, 1, 1), "12", "ani"),
            Who.CITIZEN,
            (NAMELESS, TOO_SHORT, UNBORN, *UNREACHABLE),
        ),
        (
            TypedPerson("Lee", Identity(IdentityKind.PASSPORT, "1"), date(1990, 5, 17)),
            Who.FOREIGNER,
            (STATELESS, NO_NUMBER),
        ),
        (FOREIGNER, Who.CITIZEN, (Refusal("identity.wrong_kind", "identity.kind", {"expected": "nik"}),)),
    ],
)
def test_faults_of_person_are_all_found_in_the_order_of_the_fields(person, who, faults):
    assert faults_of_person(person, who=who, others=(), today=THE_DAY) == faults


def test_faults_of_person_finds_who_is_there_already():
    faults = faults_of_person(replace(ANI, name="4ni"), who=Who.CITIZEN, others=[ANI.identity], today=THE_DAY)

    assert [fault.code for fault in faults] == ["name.invalid", "person.twice"]


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        (None, Refusal("service.unknown", "service")),
        (service(is_bookable=False), Refusal("service.not_bookable", "service")),
        (service(purposes=frozenset({"umrah"})), Refusal("purpose.unknown", "purpose")),
    ],
)
def test_why_not_ask_needs_a_fitting_service(kind, refusal):
    assert why_not_ask(request("s", ANI), kind, THE_DAY) == refusal


@pytest.mark.parametrize(
    ("changes", "urgency", "refusal"),
    [
        ({}, None, None),
        ({"office": "cilegon"}, None, Refusal("slot.unknown", "slot")),
        ({"group": "permit"}, None, Refusal("slot.unknown", "slot")),
        ({"start_at": NOW}, None, Refusal("slot.past", "slot")),
        ({"is_open": False}, "medical", Refusal("office.closed", "slot")),
        ({"mode": Mode.URGENT_ONLY}, None, Refusal("service.urgent_only", "slot")),
        ({"mode": Mode.URGENT_ONLY}, "medical", None),
        ({"contingent": Contingent.URGENT}, None, Refusal("urgency.required", "urgency")),
        ({"contingent": Contingent.URGENT}, "medical", None),
        ({"free": 0}, None, Refusal("slot.full", "slot", {"free": 0, "asked": 1})),
        ({"free": -3}, None, Refusal("slot.full", "slot", {"free": 0, "asked": 1})),
    ],
)
def test_why_not_book(changes, urgency, refusal):
    slot = replace(SLOT, **changes)

    assert why_not_book(request("s", ANI, urgency=urgency), service(), slot, (), NOW) == refusal


@pytest.mark.parametrize(
    ("changes", "urgency", "refusal"),
    [
        ({"free": 0, "contingent": Contingent.URGENT, "is_in_draw": True}, None, None),
        ({"start_at": NOW}, None, Refusal("slot.past", "slot")),
        ({"is_open": False}, "medical", Refusal("office.closed", "slot")),
        ({"mode": Mode.URGENT_ONLY}, None, Refusal("service.urgent_only", "slot")),
        ({"mode": Mode.URGENT_ONLY}, "medical", None),
    ],
)
def test_why_not_take_held(changes, urgency, refusal):
    assert why_not_take_held(replace(SLOT, **changes), urgency, NOW) == refusal


def test_why_not_book_unknown_slot_and_person_booked_already():
    asked = request("s", ANI)

    assert why_not_book(asked, service(), None, (), NOW) == Refusal("slot.unknown", "slot")
    booked = Refusal("person.already_booked", "people.0.identity.number")
    assert why_not_book(asked, service(), SLOT, (0,), NOW) == booked


@pytest.mark.parametrize(
    ("booking", "slot", "today", "refusal"),
    [
        ({}, {}, THE_DAY, None),
        ({}, {}, date(2020, 9, 13), None),
        ({}, {}, date(2020, 9, 14), Refusal("booking.too_late", None, {"days_before": 1})),
        ({"is_live": False}, {}, THE_DAY, Refusal("booking.not_live")),
        ({"has_arrived": True}, {}, THE_DAY, Refusal("visit.arrived_already")),
        ({"start_at": NOW}, {}, THE_DAY, Refusal("booking.past")),
        ({}, {"office": "cilegon"}, THE_DAY, Refusal("slot.unknown", "slot")),
        ({}, {"code": "old"}, THE_DAY, Refusal("slot.same", "slot")),
        ({}, {"contingent": Contingent.URGENT}, THE_DAY, Refusal("urgency.required", "urgency")),
        ({}, {"free": 0}, THE_DAY, Refusal("slot.full", "slot", {"free": 0, "asked": 1})),
    ],
)
def test_why_not_move(booking, slot, today, refusal):
    assert why_not_move(replace(BOOKING, **booking), replace(SLOT, **slot), NOW, today) == refusal


def test_why_not_move_to_an_unknown_slot():
    assert why_not_move(BOOKING, None, NOW, THE_DAY) == Refusal("slot.unknown", "slot")


def test_why_not_change_until_the_visit_begins():
    assert why_not_change(BOOKING, BOOKING.start_at - timedelta(seconds=1)) is None
    assert why_not_change(BOOKING, BOOKING.start_at) == Refusal("booking.past")


def test_why_not_book_and_move_refuse_a_slot_that_is_kept_for_a_draw():
    kept = replace(SLOT, is_in_draw=True)
    refusal = Refusal("draw.collecting", "slot")

    assert why_not_book(request("s", ANI), service(), kept, (), NOW) == refusal
    assert why_not_book(request("s", ANI, urgency="medical"), service(), kept, (), NOW) == refusal
    assert why_not_move(BOOKING, kept, NOW, THE_DAY) == refusal


@pytest.mark.parametrize(
    ("missed_on", "rest_days", "refusal"),
    [
        ((None,), 30, None),
        ((date(2020, 9, 1),), 0, None),
        ((date(2020, 8, 11),), 30, None),
        ((None, date(2020, 8, 12)), 30, Refusal("person.missed", "people.1.identity.number", {"from": "2020-09-11"})),
    ],
)
def test_why_not_again_only_where_the_office_has_people_rest(missed_on, rest_days, refusal):
    assert why_not_again(missed_on, rest_days, THE_DAY) == refusal
