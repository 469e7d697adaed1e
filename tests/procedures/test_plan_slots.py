"""Planning: rows, ledger, exact sums, nothing written twice, and a due for everybody when a day shrinks or closes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.release_places import release_places
from serambi.procedures.steps.replan import Replanned
from serambi.records.codec import to_json
from serambi.records.models import (
    Booking,
    Case,
    InstrumentRow,
    LedgerRow,
    Obligation,
    Office,
    OfficeDay,
    ReturningPlace,
    Slot,
    WaitingPlace,
)
from serambi.records.queries.capacity import capacity_of
from serambi.rules.capacity import Bound
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW, applicant, group_means, means, profile, request, save_office

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY, FRIDAY, NEXT_MONDAY = date(2020, 9, 14), date(2020, 9, 18), date(2020, 9, 21)
THURSDAY, FIRST, TUESDAY = date(2020, 9, 10), date(2020, 9, 11), date(2020, 9, 15)
A_WHILE = timedelta(hours=2)


def office_with_quota(places: int, **changes) -> None:
    """Serang with room for as many as the quota allows."""
    group = group_means(**({"normal_quota": places, "counters": 50, "counter_staff": 50} | changes))
    kept = profile(means=means(groups=(group,), hall_seats={Decimal(0): 500}))
    if not Office.objects.filter(code="serang").update(profile=to_json(kept)):
        save_office(means=kept.means)


def plan(from_on: date = MONDAY, until_on: date = MONDAY + timedelta(days=1), office: str = "serang") -> Replanned:
    return plan_slots(office=office, from_on=from_on, until_on=until_on, now=NOW, by="test")


def test_admission_falls_while_what_is_accepted_could_not_be_finished_in_time_and_says_so():
    office_with_quota(20, back_office_per_day=5)
    plan(FIRST, TUESDAY + timedelta(days=1))
    free = _places_by_day()
    office = Office.objects.get(code="serang")
    Case.objects.bulk_create(_paid_case(office, serial) for serial in range(17))

    plan(FIRST, TUESDAY + timedelta(days=1))

    assert [free[on] for on in (FIRST, MONDAY, TUESDAY)] == [20, 20, 20]
    assert [_places_by_day()[on] for on in (FIRST, MONDAY, TUESDAY)] == [8, 13, 18]
    today = capacity_of(office="serang", on=THURSDAY, known_at=NOW)
    full = [slot for slot in today.slots if not slot.places]
    assert (today.places, len(full)) == (3, len(today.slots) - 3)
    assert {slot.binding for slot in full} == {Bound.BACK_OFFICE}
    assert full[0].bounds[Bound.BACK_OFFICE].facts == {"per_day": 5, "promise_days": 4, "unfinished": 17}


def _places_by_day() -> dict[date, int]:
    rows = Slot.objects.order_by("office_day__on").values_list("office_day__on", "planned_places")
    return {on: sum(places for day, places in rows if day == on) for on, _ in rows}


def _paid_case(office: Office, serial: int) -> Case:
    values = {"service": "passport-new", "group": "passport", "purpose": "tourism", "stage": "paid"}
    days = {"received_on": THURSDAY, "interviewed_on": THURSDAY, "paid_on": THURSDAY, "stage_since_at": NOW}
    return Case(number=f"{serial:016d}", office=office, born_on_hash=b"0", sealed=b"", **values, **days)


def order(number: str, *clauses: str) -> None:
    """An order of the directorate in force on Monday only."""
    text = f"""
        number = "{number}"
        short_name = "{number}"
        title = "An order"
        issuer = "Direktur Jenderal Imigrasi"
        rank = "directorate"
        signed_on = 2020-09-09
        from = {MONDAY}
        until = {MONDAY + timedelta(days=1)}
        areas = ["nation"]
        source = "test"
        confidence = "EXAMPLE"
    """ + "".join(f"\n[[clause]]\n{clause}\n" for clause in clauses)
    InstrumentRow.objects.create(
        number=number,
        file=f"{number}.toml",
        text="\n".join(line.strip() for line in text.splitlines()),
        signed_on=date(2020, 9, 9),
        from_on=MONDAY,
        until_on=MONDAY + timedelta(days=1),
        known_at=NOW,
    )


def book(slot: Slot, people: int) -> list[str]:
    """Book so many people, one minute after the other, the last of them now."""
    codes = []
    for minutes in reversed(range(people)):
        asked = request(slot.code, applicant(email="ani@example.org"))
        (answer,) = book_visits(requests=[asked], now=NOW - timedelta(minutes=minutes), by="test")
        codes += [visit.code for visit in answer.visits]
    return codes


def dues() -> dict[str, tuple[str, str]]:
    """Kind and outcome of every obligation, by the code of its booking; each has at most one here."""
    rows = Obligation.objects.values_list("booking__code", "kind", "outcome")
    found = {code: (kind, outcome) for code, kind, outcome in rows}
    assert len(found) == len(rows)
    return found


def places_by_contingent(on: date = MONDAY) -> dict[str, int]:
    sums: dict[str, int] = {}
    for slot in Slot.objects.filter(office_day__on=on):
        sums[slot.contingent] = sums.get(slot.contingent, 0) + slot.places
    return sums


def test_plan_slots_writes_days_slots_and_ledger():
    office_with_quota(100)

    made = plan()

    # 07:30-16:00 less an hour's break is 15 half hours, each with general and urgent places.
    assert made == Replanned(days=1, slots=30, places=100, written=30, obligations={})
    day = OfficeDay.objects.get()
    assert (day.on, day.is_open, day.mode, day.why_none) == (MONDAY, True, "all", "")
    first = Slot.objects.order_by("start_at", "contingent").first()
    assert first is not None
    assert (first.code, str(first.start_at)) == ("serang-passport-general-20200914T0730", "2020-09-14 00:30:00+00:00")
    assert (first.minutes, first.places, first.planned_places, first.taken) == (30, 6, 6, 0)
    ledger = LedgerRow.objects.get()
    assert (ledger.action, ledger.subject, ledger.office) == ("slots.planned", "serang", "serang")
    assert ledger.facts == {
        "from": "2020-09-14",
        "until": "2020-09-15",
        **{"days": 1, "slots": 30, "places": 100, "written": 30, "obligations": {}},
    }


@pytest.mark.parametrize("quota", [1, 7, 30, 97, 100, 101])
def test_plan_slots_sum_of_the_day_is_exact(quota):
    office_with_quota(quota)

    made = plan()

    assert made.places == quota
    assert places_by_contingent() == {"general": quota - quota // 10, "urgent": quota // 10}


def test_plan_slots_weekend_has_no_slots():
    office_with_quota(100)

    made = plan(FRIDAY, NEXT_MONDAY)

    assert (made.days, made.places) == (3, 100)
    why = OfficeDay.objects.order_by("on").values_list("why_none", flat=True)
    assert list(why) == ["", "weekend", "weekend"]


def test_plan_slots_twice_writes_nothing_the_second_time():
    office_with_quota(100)
    plan(MONDAY, NEXT_MONDAY)
    before = list(Slot.objects.order_by("id").values_list())

    again = plan(MONDAY, NEXT_MONDAY)

    assert (again.written, again.places) == (0, 500)
    assert list(Slot.objects.order_by("id").values_list()) == before


def test_plan_slots_follows_an_order():
    office_with_quota(100)
    plan(MONDAY, FRIDAY)
    order("HALF", 'topic = "quota_share"\nvalue = 0.5', 'topic = "last_service_at"\nvalue = 12:00:00')

    plan(MONDAY, FRIDAY)

    assert sum(places_by_contingent().values()) == 50
    assert sum(places_by_contingent(date(2020, 9, 15)).values()) == 100
    assert not Slot.objects.filter(office_day__on=MONDAY, start_at__hour__gte=5, places__gt=0).exists()


def test_plan_slots_shrinking_under_people_offers_the_last_another_place_and_only_once():
    office_with_quota(90, urgent_share=Decimal(0))
    plan()
    slot = Slot.objects.order_by("start_at").first()
    assert slot is not None
    codes = book(slot, 5)
    office_with_quota(30, urgent_share=Decimal(0))

    first, second = plan(), plan()

    assert (first.obligations, second.obligations) == ({"offer": 3}, {})
    assert (first.places, first.written, second.written) == (30, 15, 0)
    assert dues() == dict.fromkeys(codes[2:], ("offer", "open"))
    slot.refresh_from_db()
    assert (slot.places, slot.planned_places, slot.taken, slot.free) == (2, 2, 2, 0)
    held = {b.code: (b.state, b.slot_id == slot.pk) for b in Booking.objects.live()}
    assert held == dict.fromkeys(codes[:2], ("confirmed", True)) | dict.fromkeys(codes[2:], ("offered", False))
    assert sum(Slot.objects.values_list("taken", flat=True)) == 5


def test_plan_slots_shrinking_counts_places_on_their_way_back_as_gone():
    office_with_quota(90, urgent_share=Decimal(0))
    plan()
    slot = Slot.objects.order_by("start_at").first()
    assert slot is not None
    codes = book(slot, 4)
    for code in codes[:3]:
        cancel_booking(code=code, key="cancel", now=NOW, by="test")
    office_with_quota(30, urgent_share=Decimal(0))

    made = plan()
    release_places(now=NOW + A_WHILE, by="job")

    # One person is left for two places: nobody leaves, and no place comes back twice.
    assert (made.obligations, ReturningPlace.objects.count()) == ({}, 0)
    slot.refresh_from_db()
    assert (slot.taken, slot.places) == (1, 2)
    assert len(book(slot, 2)) == 1


def test_plan_slots_closing_a_day_with_no_other_keeps_everybody_in_line():
    office_with_quota(100)
    plan()
    slot = Slot.objects.order_by("start_at", "contingent").first()
    assert slot is not None
    codes = book(slot, 2)
    order("CLOSED", 'topic = "open"\nvalue = false')

    closed = plan()

    assert (closed.places, closed.obligations) == (0, {"told_cancelled": 2})
    assert dues() == dict.fromkeys(codes, ("told_cancelled", "open"))
    assert set(WaitingPlace.objects.values_list("booking__code", flat=True)) == set(codes)
    assert not OfficeDay.objects.get().is_open
    assert (Booking.objects.live().count(), sum(Slot.objects.values_list("places", flat=True))) == (0, 0)
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    assert answer.refusal == Refusal("office.closed", "slot")


def test_plan_slots_growing_again_lifts_the_places():
    office_with_quota(30)
    plan()
    office_with_quota(100)

    made = plan()

    assert made.places == sum(Slot.objects.values_list("places", flat=True)) == 100


@pytest.mark.parametrize(
    ("office", "until_on", "refusal"),
    [
        ("atlantis", FRIDAY, Refusal("office.unknown", "office")),
        ("serang", MONDAY, Refusal("period.empty", "until")),
        ("serang", date(2020, 9, 1), Refusal("period.empty", "until")),
    ],
)
def test_plan_slots_refuses_and_writes_nothing(office, until_on, refusal):
    office_with_quota(100)

    with pytest.raises(Refused) as refused:
        plan(until_on=until_on, office=office)

    assert refused.value.refusal == refusal
    assert (OfficeDay.objects.count(), LedgerRow.objects.count()) == (0, 0)
