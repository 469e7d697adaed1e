"""The line: joined, seen, invited from, and left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from serambi.procedures.answer_offer import accept_offer
from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import _drop_those_who_booked, invite_waiting
from serambi.procedures.join_line import join_line
from serambi.procedures.judge_urgency import accept_urgency, audit_urgency, reject_urgency
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.models import Booking, LedgerRow, Message, Obligation, Office, Slot, UrgencyVerdict, WaitingPlace
from serambi.records.queries.line import line_of, offices_with_a_line, position_in_line
from serambi.rules.booking import BookingRequest
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, NOW, applicant, order_text, request
from tests.procedures.orders import ONE_DAY, consistent, enact, fill

HOUR = timedelta(hours=1)


def join(*people, now=NOW, **changes) -> list[str]:
    made = join_line(request=request("", *people, **changes), now=now, by="test")
    return [place.code for place in made]


def test_join_line_gives_a_code_and_a_dated_place(serang):
    (code,) = join(applicant(email="ani@example.org"))

    booking = Booking.objects.get(code=code)
    assert (booking.state, booking.is_live, booking.slot) == ("postponed", False, None)
    assert WaitingPlace.objects.get().since_at == NOW
    assert LedgerRow.objects.filter(action="line.joined", subject=code).count() == 1


def test_join_line_twice_with_one_key_gives_the_same_place(serang):
    asked = request("", applicant())

    first, again = (join_line(request=asked, now=NOW, by="test") for _ in range(2))

    assert first == again
    assert WaitingPlace.objects.count() == 1


def test_join_line_is_refused_to_who_waits_or_holds_a_place(serang):
    ani, budi = applicant(), applicant(name="Budi")
    join(ani)
    slot = Slot.objects.filter(contingent="general").order_by("-start_at").first()
    assert slot is not None
    book_visits(requests=[request(slot.code, budi)], now=NOW, by="test")

    for person in (ani, budi):
        with pytest.raises(Refused) as refused:
            join(applicant(name="Citra"), person)
        assert refused.value.refusal == Refusal("person.already_booked", "people.1.identity.number")


def test_position_in_line_puts_urgent_and_vulnerable_people_first(serang):
    (plain,) = join(applicant())
    (old,) = join(applicant(born_on=date(1950, 1, 1)), now=NOW + HOUR)
    (urgent,) = join(applicant(), now=NOW + 2 * HOUR, urgency="medical")
    (last,) = join(applicant(), now=NOW + 3 * HOUR)

    assert [position_in_line(code=code) for code in (urgent, old, plain, last)] == [1, 2, 3, 4]
    assert [row.code for row in line_of(office="serang", group="passport")] == [urgent, old, plain, last]
    assert offices_with_a_line() == ("serang",)


def test_invite_waiting_holds_places_in_order(serang):
    codes = [join(applicant(email="a@example.org"), now=NOW + number * HOUR)[0] for number in range(3)]
    Slot.objects.update(planned_places=0, places=0)
    free = Slot.objects.filter(office_day__on=date(2020, 9, 15), contingent="general").first()
    assert free is not None
    Slot.objects.filter(pk=free.pk).update(planned_places=2, places=2)

    assert invite_waiting(office="serang", now=NOW + 4 * HOUR, by="test") == 2
    assert invite_waiting(office="serang", now=NOW + 4 * HOUR, by="test") == 0

    assert [Booking.objects.get(code=code).state for code in codes] == ["invited", "invited", "postponed"]
    assert position_in_line(code=codes[2]) == 1
    assert Message.objects.filter(kind="invited").count() == 2
    consistent_slots()


def test_invite_waiting_keeps_a_party_together_or_leaves_it_in_line(serang):
    three, one = [applicant(), applicant(born_on=date(1950, 1, 1)), applicant()], applicant()
    party = join(*three, urgency="medical")
    (single,) = join(one, now=NOW + HOUR)
    Slot.objects.update(planned_places=0, places=0)
    small, large = Slot.objects.filter(office_day__on=date(2020, 9, 15), contingent="general").order_by("start_at")[:2]
    make_places(small, 2)

    assert invite_waiting(office="serang", now=NOW + 2 * HOUR, by="test") == 1
    make_places(large, 3)
    assert invite_waiting(office="serang", now=NOW + 3 * HOUR, by="test") == 3

    slots = dict(Booking.objects.filter(state="invited").values_list("code", "slot"))
    assert slots == {single: small.pk} | dict.fromkeys(party, large.pk)
    assert WaitingPlace.objects.filter(booking__code__in=party).values("invited_until").distinct().count() == 1
    consistent_slots()


def test_an_invited_party_answers_one_by_one_and_waits_together_again(serang):
    accepts, *others = join(applicant(), applicant(), applicant())
    invite_waiting(office="serang", now=NOW, by="test")
    until = WaitingPlace.objects.values_list("invited_until", flat=True)[0]
    assert until is not None

    accept_offer(code=accepts, slot=None, key="k", now=NOW + HOUR, by="holder")
    expire_offers(office="serang", now=until, by="test")
    assert invite_waiting(office="serang", now=until, by="test") == 2

    states = dict(Booking.objects.values_list("code", "state"))
    assert states == {accepts: "confirmed"} | dict.fromkeys(others, "invited")
    assert Booking.objects.filter(state="invited").values("slot").distinct().count() == 1
    consistent()


def test_invite_waiting_takes_a_party_whole_though_the_batch_ends_inside(serang, monkeypatch):
    monkeypatch.setattr("serambi.procedures.invite_waiting.BATCH", 2)
    join(applicant())
    join(applicant(), applicant(), now=NOW + HOUR)

    assert invite_waiting(office="serang", now=NOW + 2 * HOUR, by="test") == 3

    assert WaitingPlace.objects.filter(invited_until=None).count() == 0
    consistent()


def make_places(slot: Slot, places: int) -> None:
    Slot.objects.filter(pk=slot.pk).update(planned_places=places, places=places)


def consistent_slots() -> None:
    for slot in Slot.objects.filter(taken__gt=0):
        assert slot.taken == Booking.objects.filter(slot=slot, is_live=True).count() <= slot.places


def test_invited_person_accepts_and_leaves_the_line(serang):
    (code,) = join(applicant())
    invite_waiting(office="serang", now=NOW, by="test")

    accept_offer(code=code, slot=None, key="k", now=NOW + HOUR, by="holder")

    assert Booking.objects.get(code=code).state == "confirmed"
    assert WaitingPlace.objects.count() == 0
    consistent()


def test_invitation_let_pass_goes_to_the_end_of_the_line(serang):
    (first,) = join(applicant())
    invite_waiting(office="serang", now=NOW, by="test")
    (second,) = join(applicant(), now=NOW + HOUR)
    until = WaitingPlace.objects.get(booking__code=first).invited_until
    assert until is not None

    assert expire_offers(office="serang", now=until, by="test") == 1

    assert [position_in_line(code=code) for code in (second, first)] == [1, 2]
    consistent()


@pytest.fixture
def invited(serang) -> str:
    """The code of somebody invited anew, who let an invitation pass and so waits since later than they booked."""
    (code,) = join(applicant(email="ani@example.org"))
    invite_waiting(office="serang", now=NOW, by="test")
    passed_at = WaitingPlace.objects.get().invited_until
    assert passed_at is not None
    expire_offers(office="serang", now=passed_at, by="test")
    invite_waiting(office="serang", now=passed_at, by="test")
    return code


def close_day_of(code: str) -> Obligation:
    """Close the day of the place held for somebody, a minute after they were invited."""
    place = WaitingPlace.objects.select_related("booking__slot__office_day").get(booking__code=code)
    on = place.booking.slot.office_day.on
    days = ONE_DAY | {"from": str(on), "until": str(on + timedelta(days=1))}
    enact(order_text("SE-9", CLOSED, **days), now=place.since_at + timedelta(minutes=1))
    return Obligation.objects.get()


def test_invited_person_displaced_without_a_place_waits_again(invited):
    since_at = WaitingPlace.objects.get().since_at
    closed = order_text("SE-9", CLOSED, **(ONE_DAY | {"from": "2020-09-11", "until": "2020-12-31"}))
    for signer in ("direktur", "sekretaris"):
        enact(closed, by=signer, now=since_at + HOUR)

    assert Booking.objects.get().state == "postponed"
    assert list(WaitingPlace.objects.values_list("since_at", "invited_until")) == [(since_at, None)]
    assert position_in_line(code=invited) == 1
    consistent()


def test_invited_person_displaced_to_a_place_can_accept_it_as_long_as_the_offer_runs(invited):
    was_until = WaitingPlace.objects.get().invited_until
    offer = close_day_of(invited)
    assert was_until is not None and offer.deadline_at is not None and was_until < offer.deadline_at

    accept_offer(code=invited, slot=None, key="k", now=was_until + timedelta(minutes=1), by="holder")

    assert (Booking.objects.get().state, Booking.objects.get().slot_id) == ("confirmed", offer.to_slot_id)
    assert WaitingPlace.objects.count() == 0
    consistent()


def test_invited_person_whose_offer_runs_out_keeps_the_place_in_line(invited):
    since_at = WaitingPlace.objects.get().since_at
    offer = close_day_of(invited)
    assert offer.deadline_at is not None

    assert expire_offers(office="serang", now=offer.deadline_at, by="test") == 1

    assert Booking.objects.get().state == "postponed"
    assert list(WaitingPlace.objects.values_list("since_at", "invited_until")) == [(since_at, None)]
    assert LedgerRow.objects.filter(action="offers.expired").values_list("office", "facts").last() == (
        "serang",
        {"offers": 1},
    )
    consistent()


def test_somebody_who_booked_otherwise_is_not_invited(serang):
    ani = applicant()
    join(ani)
    slot = Slot.objects.filter(contingent="general").order_by("-start_at").first()
    assert slot is not None
    book_visits(requests=[request(slot.code, ani)], now=NOW, by="test")

    assert invite_waiting(office="serang", now=NOW, by="test") == 0
    assert WaitingPlace.objects.count() == 0


def test_one_person_stands_in_line_once_and_keeps_the_older_time(serang):
    ani, budi = (applicant(email=f"{name}@example.org") for name in ("ani", "budi"))
    join(ani)
    (other,) = join(budi, now=NOW + HOUR)
    slot = Slot.objects.filter(contingent="general").order_by("-start_at").first()
    assert slot is not None
    (answer,) = book_visits(requests=[request(slot.code, ani)], now=NOW + 2 * HOUR, by="test")
    booked = answer.visits[0].code

    postpone_booking(code=booked, key="p", now=NOW + 3 * HOUR, by="holder")

    line = WaitingPlace.objects.order_by("since_at").values_list("booking__code", "since_at", "invited_until")
    assert list(line) == [(booked, NOW, None), (other, NOW + HOUR, None)]
    assert [position_in_line(code=code) for code in (booked, other)] == [1, 2]
    assert invite_waiting(office="serang", now=NOW + 4 * HOUR, by="test") == 2


def test_a_place_held_for_somebody_does_not_pass_to_another_booking_of_theirs(serang):
    ani = applicant()
    slot = Slot.objects.filter(contingent="general").order_by("-start_at").first()
    assert slot is not None
    (answer,) = book_visits(requests=[request(slot.code, ani)], now=NOW, by="test")
    cancel_booking(code=answer.visits[0].code, key="c", now=NOW, by="holder")
    (waiting,) = join(ani)
    invite_waiting(office="serang", now=NOW, by="test")
    until = WaitingPlace.objects.get().invited_until

    WaitingPlace.objects.stand([Booking.objects.get(code=answer.visits[0].code).pk])

    assert list(WaitingPlace.objects.values_list("booking__code", "invited_until")) == [(waiting, until)]


def test_somebody_who_books_otherwise_while_the_line_is_invited_stops_nobody_else(serang, monkeypatch):
    ani = applicant()
    join(ani)
    (other,) = join(applicant(name="Budi"), now=NOW + HOUR)
    slot = Slot.objects.filter(contingent="general").order_by("-start_at").first()
    assert slot is not None
    asked = [request(slot.code, ani)]
    looked: list[Office] = []

    def look_then_book(office: Office) -> None:
        _drop_those_who_booked(office)
        if not looked:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(book_and_hang_up, asked).result()
        looked.append(office)

    monkeypatch.setattr("serambi.procedures.invite_waiting._drop_those_who_booked", look_then_book)

    assert invite_waiting(office="serang", now=NOW + 2 * HOUR, by="test") == 1

    assert (len(looked), Booking.objects.get(state="invited").code) == (2, other)
    assert WaitingPlace.objects.get().booking.code == other


def book_and_hang_up(asked: list[BookingRequest]) -> None:
    book_visits(requests=asked, now=NOW + HOUR, by="test")
    connection.close()


def test_invite_waiting_at_an_unknown_office_is_refused(transactional_db):
    with pytest.raises(Refused) as refused:
        invite_waiting(office="atlantis", now=NOW, by="test")
    assert refused.value.refusal == Refusal("office.unknown", "office")


def test_reject_urgency_gives_the_place_back_and_keeps_a_place_in_line(serang):
    (code,) = fill(date(2020, 9, 14), 1, urgency="medical")

    reject_urgency(code=code, reason="tidak ada rujukan", now=NOW + HOUR, by="triage")

    booking = Booking.objects.get(code=code)
    assert (booking.state, booking.urgency) == ("postponed", "")
    assert WaitingPlace.objects.get().since_at == NOW
    assert UrgencyVerdict.objects.get().is_accepted is False
    assert Message.objects.filter(kind="urgency_rejected").count() == 1
    consistent()


def test_urgency_is_accepted_and_audited_by_another(serang):
    (code,) = fill(date(2020, 9, 14), 1, urgency="medical")
    accept_urgency(code=code, reason="surat rujukan", now=NOW, by="triage")

    with pytest.raises(Refused) as refused:
        audit_urgency(code=code, is_accepted=True, reason="x", now=NOW, by="triage")
    assert refused.value.refusal == Refusal("urgency.own_audit")
    audit_urgency(code=code, is_accepted=True, reason="sama", now=NOW, by="penyelia")
    assert list(UrgencyVerdict.objects.order_by("pk").values_list("by", "is_audit")) == [
        ("triage", False),
        ("penyelia", True),
    ]


def test_judging_a_booking_without_a_claim_is_refused(serang):
    (code,) = fill(date(2020, 9, 14), 1)

    for judge in (accept_urgency, reject_urgency):
        with pytest.raises(Refused) as refused:
            judge(code=code, reason="x", now=NOW, by="triage")
        assert refused.value.refusal == Refusal("urgency.none")
