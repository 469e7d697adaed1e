"""An order comes: places change, everybody displaced has exactly one due, and undoing restores."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.procedures.assess_risk import assess_risk
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.preview_instrument import preview_instrument
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import (
    Booking,
    Case,
    InstrumentRow,
    LedgerRow,
    Message,
    Obligation,
    OfficeDay,
    OrderTask,
    ProposedOrder,
    Slot,
    WaitingPlace,
)
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_office
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, enact, fill
from tests.rules.orders import score

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2020, 9, 14)


def test_enact_closing_a_day_offers_everybody_another_place(serang):
    codes = fill(date(2020, 9, 14), 30)

    done = enact(order_text("SE-9", CLOSED, **ONE_DAY))

    assert done.carried_out is not None
    assert done.carried_out.obligations == {"offer": 30}
    assert Booking.objects.filter(slot__office_day__on=date(2020, 9, 14), is_live=True).count() == 0
    assert set(Booking.objects.filter(code__in=codes).values_list("state", flat=True)) == {"offered"}
    assert Counter(Obligation.objects.values_list("booking__code", flat=True)) == dict.fromkeys(codes, 1)
    assert Message.objects.filter(kind="offer").count() == 30
    assert Slot.objects.filter(office_day__on=date(2020, 9, 14), planned_places__gt=0).count() == 0
    assert LedgerRow.objects.filter(action="instrument.enacted", subject="SE-9", by="direktur").count() == 1
    consistent()


def test_enact_in_order_of_care_and_no_sooner_than_before(serang):
    plain = fill(date(2020, 9, 14), 2)
    (urgent,) = fill(date(2020, 9, 14), 1, urgency="medical")

    enact(order_text("SE-9", CLOSED, **ONE_DAY))

    first = Obligation.objects.order_by("to_slot__start_at", "id").first()
    assert first is not None
    assert first.booking.code == urgent
    offered = Obligation.objects.filter(booking__code__in=plain)
    assert all(due.to_slot.start_at > due.from_slot.start_at for due in offered)


def test_enact_with_no_place_before_the_horizon_keeps_a_place_in_line(serang):
    codes = fill(date(2020, 9, 14), 3)

    first = enact(order_text("SE-9", CLOSED, areas='["office:serang"]'))
    done = enact(order_text("SE-9", CLOSED, areas='["office:serang"]'), by="sekretaris")

    assert first.carried_out is None
    assert done.carried_out is not None
    assert done.carried_out.obligations == {"told_cancelled": 3}
    assert set(WaitingPlace.objects.values_list("booking__code", flat=True)) == set(codes)
    assert Message.objects.filter(kind="called_off", is_critical=True).count() == 3
    consistent()


def test_enact_without_a_message_to_send_there_is_a_call(serang):
    fill(date(2020, 9, 14), 2, email=None)

    done = enact(order_text("SE-9", CLOSED, **ONE_DAY))

    assert done.carried_out is not None
    assert done.carried_out.obligations == {"call": 2}
    assert Message.objects.count() == 0
    assert Obligation.objects.filter(to_slot=None).count() == 0
    consistent()


def test_enact_cutting_the_quota_displaces_only_the_last(serang):
    codes = fill(date(2020, 9, 14), 90)

    enact(order_text("SE-9", QUARTER, **ONE_DAY))

    staying = Booking.objects.filter(slot__office_day__on=date(2020, 9, 14), state="confirmed").count()
    general = sum(
        Slot.objects.filter(office_day__on=date(2020, 9, 14), contingent="general").values_list("places", flat=True)
    )
    assert staying == general == 23
    assert Obligation.objects.count() == len(codes) - 23
    consistent()


def test_undo_restores_the_plan_and_the_people(serang):
    before = list(Slot.objects.order_by("code").values_list("code", "planned_places", "places", "taken"))
    fill(date(2020, 9, 14), 40)
    booked = dict(Booking.objects.values_list("code", "slot__code"))
    enact(order_text("SE-9", CLOSED, **ONE_DAY))

    done = undo_instrument(number="SE-9", reason="keliru", now=NOW + timedelta(hours=1), by="direktur")

    assert done.restored == 40
    assert dict(Booking.objects.values_list("code", "slot__code")) == booked
    assert set(Booking.objects.values_list("state", flat=True)) == {"confirmed"}
    places = list(Slot.objects.order_by("code").values_list("code", "planned_places", "places"))
    assert places == [(code, planned, places) for code, planned, places, _ in before]
    assert set(Obligation.objects.values_list("outcome", flat=True)) == {"restored"}
    consistent()


def test_undo_restores_those_in_line_too(serang):
    fill(date(2020, 9, 14), 5)
    booked = dict(Booking.objects.values_list("code", "slot__code"))
    for by in ("direktur", "sekretaris"):
        enact(order_text("SE-9", CLOSED, areas='["office:serang"]'), by=by)

    undo_instrument(number="SE-9", reason="keliru", now=NOW + timedelta(hours=1), by="direktur")

    assert dict(Booking.objects.values_list("code", "slot__code")) == booked
    assert WaitingPlace.objects.count() == 0
    consistent()


def test_undo_unknown_or_twice_is_refused(serang):
    enact(order_text("SE-9", QUARTER, **ONE_DAY))
    undo_instrument(number="SE-9", reason="keliru", now=NOW, by="direktur")

    for number, code in (("SE-9", "instrument.undone_already"), ("SE-0", "instrument.unknown")):
        with pytest.raises(Refused) as refused:
            undo_instrument(number=number, reason="keliru", now=NOW, by="direktur")
        assert refused.value.refusal == Refusal(code, "number", {"number": number})


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_undo_without_a_reason_is_refused_and_changes_nothing(serang, reason):
    enact(order_text("SE-9", QUARTER, **ONE_DAY))

    with pytest.raises(Refused) as refused:
        undo_instrument(number="SE-9", reason=reason, now=NOW, by="direktur")

    assert refused.value.refusal == Refusal("instrument.no_reason", "reason")
    assert InstrumentRow.objects.get().undone_at is None
    assert not LedgerRow.objects.filter(action="instrument.undone").exists()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            order_text("X", CLOSED, rank='"mayor"', issuer='"Wali Kota"', areas='["region:36.73"]'),
            Refusal("instrument.not_competent", "clause.1.topic", {"rank": "mayor", "topic": "open", "clause": 1}),
        ),
        (
            order_text("X", QUARTER, rank='"office_head"', issuer='"Kepala"', areas='["nation"]'),
            Refusal("instrument.not_competent", "areas", {"rank": "office_head", "area": "nation"}),
        ),
        (
            order_text(
                "X", 'topic = "quota_share"\nvalue = 0.8', rank='"mayor"', issuer='"W"', areas='["region:36.73"]'
            ),
            Refusal("instrument.not_competent", "clause", {"rank": "mayor", "topic": "quota_share", "loosens": 1}),
        ),
        (order_text("SE-HALF", QUARTER), Refusal("instrument.already_recorded", "number", {"number": "SE-HALF"})),
        (
            order_text("X", QUARTER, revokes='["SE-0"]'),
            Refusal("instrument.revokes_unknown", "revokes", {"number": "SE-0"}),
        ),
    ],
)
def test_enact_refuses_and_changes_nothing(serang, text, refusal):
    enact(order_text("SE-HALF", 'topic = "quota_share"\nvalue = 0.5'))
    fill(date(2020, 9, 14), 10)
    before = list(Slot.objects.order_by("code").values())

    with pytest.raises(Refused) as refused:
        enact(text)

    assert refused.value.refusal == refusal
    assert InstrumentRow.objects.count() == 1
    assert list(Slot.objects.order_by("code").values()) == before
    assert Obligation.objects.count() == 0


@pytest.mark.parametrize("procedure", [enact_instrument, preview_instrument])
def test_enact_before_the_day_of_its_signature_is_refused(serang, procedure):
    by = {"by": "direktur"} if procedure is enact_instrument else {}

    with pytest.raises(Refused) as refused:
        text = order_text("X", QUARTER, signed_on="2020-09-11")
        procedure(text=text, file="order.toml", now=NOW, **by)

    facts = {"signed_on": "2020-09-11", "today": "2020-09-10"}
    assert refused.value.refusal == Refusal("instrument.signed_later", "signed_on", facts)
    assert InstrumentRow.objects.count() == 0


def test_enact_on_a_day_that_has_come_only_further_east(serang):
    save_office("jayapura", seat_region="36.72", time_zone="Asia/Jayapura")
    late = datetime(2020, 9, 10, 15, 30, tzinfo=UTC)  # 22:30 in the capital, 00:30 in Jayapura

    done = enact(order_text("SE-9", QUARTER, signed_on="2020-09-11", areas='["office:jayapura"]'), now=late)
    with pytest.raises(Refused) as refused:
        enact(order_text("SE-10", QUARTER, signed_on="2020-09-11", areas='["office:serang"]'), now=late)

    assert done.number == "SE-9"
    assert refused.value.refusal.code == "instrument.signed_later"


def test_enact_faulty_text_names_each_line_and_changes_nothing(serang):
    with pytest.raises(PolicyFaults) as faults:
        enact(order_text("X", 'topic = "quota_share"\nvalue = 1.2'))

    assert [str(fault) for fault in faults.value.faults] == [
        "order.toml:13: value must be a share from 0 to 1, not 1.2"
    ]
    assert InstrumentRow.objects.count() == 0


def test_enact_second_signer_must_be_another_and_sign_the_same(serang):
    text = order_text("SE-9", CLOSED, areas='["office:serang"]')
    enact(text, by="direktur")

    with pytest.raises(Refused) as same:
        enact(text, by="direktur")
    with pytest.raises(Refused) as other:
        enact(text.replace("Surat", "Surat "), by="sekretaris")

    assert same.value.refusal.code == "instrument.same_signer"
    assert other.value.refusal.code == "instrument.proposed_otherwise"
    assert InstrumentRow.objects.count() == 0
    assert ProposedOrder.objects.get().decision == ""


def test_enact_is_known_from_now_whatever_the_file_says(serang):
    enact(order_text("SE-9", QUARTER, known_at="2020-01-01T00:00:00+07:00"))

    assert InstrumentRow.objects.get().known_at == NOW


def test_enact_for_many_offices_shuts_their_days_and_leaves_tasks(serang):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    fill(date(2020, 9, 14), 20)
    text = order_text("SE-9", CLOSED, **{"from": "2020-09-14"})
    enact(text, by="direktur")

    done = enact(text, by="sekretaris")

    assert done.carried_out is not None
    assert (done.carried_out.offices_done, done.carried_out.offices_left) == (0, 7)
    assert not OfficeDay.objects.filter(on__gte=date(2020, 9, 14), is_open=True).exists()
    assert Obligation.objects.count() == 0
    for task in OrderTask.objects.values_list("pk", flat=True):
        carry_out_task(task_id=task, now=NOW, by="worker")
        assert carry_out_task(task_id=task, now=NOW, by="worker") is None
    assert Obligation.objects.count() == 20
    consistent()


def test_enact_on_top_of_an_open_offer_replaces_it(serang):
    codes = fill(date(2020, 9, 14), 5)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    enact(order_text("SE-10", CLOSED, **{**ONE_DAY, "from": "2020-09-15", "until": "2020-09-16"}))

    open_ones = Obligation.objects.filter(outcome="open")
    assert sorted(open_ones.values_list("booking__code", flat=True)) == sorted(codes)
    assert not Booking.objects.filter(
        slot__office_day__on__in=[date(2020, 9, 14), date(2020, 9, 15)], is_live=True
    ).exists()
    consistent()


def test_assess_risk_replans_only_the_offices_whose_zone_changed(serang):
    save_office("cilegon", seat_region="36.72")
    plan_slots(office="cilegon", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    enact(order_text("SE-67", 'topic = "quota_share"\nvalue = 0.25\nzones = ["red"]'))
    before = list(Slot.objects.filter(office_day__office__code="cilegon").order_by("code").values())

    done = assess_risk(assessments=[score("1.50", THE_DAY)], now=NOW, by="direktur")

    assert (done.lines, done.offices) == (1, ("serang",))
    assert done.carried_out.slots_written > 0
    assert list(Slot.objects.filter(office_day__office__code="cilegon").order_by("code").values()) == before
    again = assess_risk(assessments=[score("1.50", THE_DAY)], now=NOW, by="direktur")
    assert (again.lines, again.offices) == (0, ())


def test_assess_risk_takes_an_error_back_to_the_score_that_was(serang):
    enact(order_text("SE-67", 'topic = "quota_share"\nvalue = 0.25\nzones = ["red"]'))
    places = planned_on(MONDAY)

    seen = []
    for minutes, value in enumerate(("2.50", "1.50", "2.50")):
        now = NOW + timedelta(minutes=minutes)
        done = assess_risk(assessments=[score(value, THE_DAY)], now=now, by="direktur")
        seen.append((done.lines, done.offices, planned_on(MONDAY)))

    assert seen == [(1, ("serang",), places), (1, ("serang",), 25), (1, ("serang",), places)]
    assert places > 25


def test_assess_risk_of_a_day_to_come_replans_from_that_day(serang):
    enact(order_text("SE-67", 'topic = "quota_share"\nvalue = 0.25\nzones = ["red"]'))
    friday, places = date(2020, 9, 11), planned_on(MONDAY)
    on_friday = planned_on(friday)

    done = assess_risk(assessments=[score("1.50", MONDAY)], now=NOW, by="direktur")

    assert (done.lines, done.offices) == (1, ("serang",))
    assert (planned_on(friday), planned_on(MONDAY)) == (on_friday, 25)
    assert places > 25


def planned_on(on: date) -> int:
    return sum(Slot.objects.filter(office_day__on=on).values_list("planned_places", flat=True))


def test_enact_by_a_head_of_office_only_for_that_office_in_that_rank(serang):
    own = order_text("SE-9", QUARTER, rank='"office_head"', issuer='"Kepala"', areas='["office:serang"]')
    facts = {"rank": "directorate", "office": "serang"}

    for text in (order_text("X", QUARTER), own.replace("office_head", "directorate")):
        with pytest.raises(Refused) as refused:
            enact_instrument(text=text, file="order.toml", now=NOW, by="kepala", head_of="serang")
        assert refused.value.refusal == Refusal("instrument.signer_not_competent", "rank", facts)
    done = enact_instrument(text=own, file="order.toml", now=NOW, by="kepala", head_of="serang")

    assert (done.number, done.offices) == ("SE-9", 1)


def test_enact_by_a_head_of_office_ends_no_order_of_the_directorate(serang):
    enact(order_text("SE-1", QUARTER))
    words = {"rank": '"office_head"', "issuer": '"Direktur Jenderal Imigrasi"', "areas": '["office:serang"]'}

    with pytest.raises(Refused) as refused:
        text = order_text("X", revokes='["SE-1"]', **words)
        enact_instrument(text=text, file="order.toml", now=NOW, by="kepala", head_of="serang")

    facts = {"rank": "office_head", "office": "serang"}
    assert refused.value.refusal == Refusal("instrument.signer_not_competent", "revokes", facts)


def test_files_that_pile_up_take_free_places_and_never_those_people_hold(serang):
    fill(date(2020, 9, 14), 20)
    held = sum(Slot.objects.filter(office_day__on=date(2020, 9, 14)).values_list("taken", flat=True))
    codes = Booking.objects.values_list("code", flat=True)
    rest = [
        Case(
            number=f"{number:016d}",
            office=serang,
            service="passport-new",
            group="passport",
            purpose="tourism",
            born_on_hash=b"x",
            sealed=b"x",
            stage="interviewed",
            stage_since_at=NOW,
            received_on=THE_DAY,
            interviewed_on=THE_DAY,
        )
        for number in range(720)  # 240 of them are done by Monday
    ]
    Case.objects.bulk_create(rest)

    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")

    monday = Slot.objects.filter(office_day__on=date(2020, 9, 14))
    assert sum(monday.values_list("planned_places", flat=True)) == held == 20
    assert Obligation.objects.count() == 0
    assert set(Booking.objects.filter(code__in=codes).values_list("state", flat=True)) == {"confirmed"}
