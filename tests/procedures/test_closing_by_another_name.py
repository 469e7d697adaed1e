"""Who may leave an office without a place, and with how many signatures: by enacting, revoking or undoing."""

from datetime import date, timedelta

import pytest

from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.preview_instrument import foreseen_offices, preview_instrument
from serambi.procedures.undo_instrument import undo_instrument
from serambi.procedures.withdraw_proposal import withdraw_proposal
from serambi.records.models import Booking, InstrumentRow, LedgerRow, ProposedOrder, Slot
from serambi.records.queries.order_book import proposals
from serambi.rules.instrument import Mode
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_office
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, enact, fill

pytestmark = pytest.mark.django_db(transaction=True)

HEADS = {"rank": '"office_head"', "issuer": '"Kepala"', "areas": '["office:serang"]'}
NO_QUOTA = 'topic = "quota_share"\nvalue = 0'
EMPTYING = [
    ("quota_share", "0"),
    ("distance_m", "100000.0"),
    ("last_service_at", "00:00:00"),
    ("staff_ceiling_share", "0"),
]


@pytest.fixture
def reopened(serang):
    """Two offices that SE-A closes from 14 September on, and SE-R opened again before anybody noticed."""
    save_office("cilegon", seat_region="36.72")
    plan_slots(office="cilegon", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    for by in ("direktur", "sekretaris"):
        enact(order_text("SE-A", CLOSED, **{"from": "2020-09-14"}), by=by)
    enact(order_text("SE-R", 'topic = "quota_share"\nvalue = 1', revokes='["SE-A"]', **{"from": "2020-09-14"}))


def undo(number: str, by: str):
    return undo_instrument(number=number, reason="keliru", now=NOW + timedelta(hours=1), by=by)


def places(on: date) -> int:
    return sum(Slot.objects.filter(office_day__on=on).values_list("planned_places", flat=True))


@pytest.mark.parametrize(("topic", "value"), EMPTYING)
@pytest.mark.parametrize("procedure", [enact_instrument, preview_instrument])
def test_a_head_of_office_closes_by_no_name(serang, procedure, topic, value):
    fill(date(2020, 9, 14), 5)
    before = list(Slot.objects.order_by("code").values())
    text = order_text("KEPALA-1", f'topic = "{topic}"\nvalue = {value}', **HEADS)
    by = {"by": "kepala"} if procedure is enact_instrument else {}

    with pytest.raises(Refused) as refused:
        procedure(text=text, file="order.toml", now=NOW, head_of="serang", **by)

    said = {"rank": "office_head", "closes": "serang", "on": "2020-09-10", "topic": topic, "clause": 1}
    assert refused.value.refusal == Refusal("instrument.not_competent", "clause.1.topic", said)
    assert InstrumentRow.objects.count() == 0
    assert list(Slot.objects.order_by("code").values()) == before
    assert set(Booking.objects.values_list("state", flat=True)) == {"confirmed"}


@pytest.mark.parametrize(("topic", "value"), EMPTYING)
def test_the_directorate_closes_by_any_name_with_two_signatures(serang, topic, value):
    fill(date(2020, 9, 14), 5)
    text = order_text("SE-9", f'topic = "{topic}"\nvalue = {value}', areas='["office:serang"]')

    assert preview_instrument(text=text, file="order.toml", now=NOW).needs_second_signer is True
    assert enact(text).carried_out is None
    assert (InstrumentRow.objects.count(), places(date(2020, 9, 14))) == (0, 100)
    done = enact(text, by="sekretaris")

    assert done.carried_out is not None
    assert done.carried_out.obligations == {"told_cancelled": 5}
    assert places(date(2020, 9, 14)) == 0
    consistent()


def test_one_day_of_one_office_takes_one_signature_by_any_name(serang):
    assert enact(order_text("SE-9", NO_QUOTA, **ONE_DAY)).carried_out is not None
    assert (places(date(2020, 9, 14)), places(date(2020, 9, 15))) == (0, 100)


def test_preview_names_the_offices_closed_and_finds_what_is_then_done(serang):
    save_office("cilegon", seat_region="36.72")
    plan_slots(office="cilegon", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    text = order_text("SE-9", NO_QUOTA, **{"from": "2020-09-14", "until": "2020-09-15"})

    preview = preview_instrument(text=text, file="order.toml", now=NOW)
    foreseen = list(foreseen_offices(preview=preview, text=text, file="order.toml", now=NOW))

    assert [(each.office, each.first_on, each.days) for each in preview.emptied] == [
        ("cilegon", date(2020, 9, 14), 1),
        ("serang", date(2020, 9, 14), 1),
    ]
    assert [[(day.on, day.places_after) for day in each.days] for each in foreseen] == [[(date(2020, 9, 14), 0)]] * 2
    assert preview.needs_second_signer is True


def test_urgent_needs_alone_by_the_directorate_take_one_signature_as_in_march_2020(serang):
    urgent = f'topic = "mode"\nvalue = "{Mode.URGENT_ONLY}"'
    come = 'topic = "walk_in"\nvalue = ["urgent"]'

    assert enact(order_text("SE-2114", urgent, NO_QUOTA, come)).carried_out is not None


def test_a_head_of_office_still_tightens(serang):
    done = enact_instrument(
        text=order_text("KEPALA-1", QUARTER, 'topic = "last_service_at"\nvalue = 11:00:00', **HEADS),
        file="order.toml",
        now=NOW,
        by="kepala",
        head_of="serang",
    )

    assert done.carried_out is not None
    assert 0 < places(date(2020, 9, 14)) < 100


def test_undoing_what_reopened_offices_takes_two_signatures(reopened):
    fill(date(2020, 9, 14), 3)

    assert undo("SE-R", by="direktur") is None
    assert InstrumentRow.objects.get(number="SE-R").undone_at is None
    assert places(date(2020, 9, 14)) == 200
    (waiting,) = proposals()
    assert (waiting.number, waiting.undone_why, waiting.proposed_by) == ("SE-R", "keliru", "direktur")
    with pytest.raises(Refused) as refused:
        undo("SE-R", by="direktur")
    assert refused.value.refusal == Refusal("instrument.same_signer", None, {"number": "SE-R"})

    done = undo("SE-R", by="sekretaris")

    assert done is not None
    assert done.obligations == {"told_cancelled": 3}
    assert (places(date(2020, 9, 14)), proposals()) == (0, ())
    (proposed,) = LedgerRow.objects.filter(action="instrument.undoing_proposed", subject="SE-R")
    (undone,) = LedgerRow.objects.filter(action="instrument.undone", subject="SE-R")
    assert (proposed.by, proposed.facts) == ("direktur", {"reason": "keliru"})
    assert undone.facts["signers"] == ["direktur", "sekretaris"]
    assert ProposedOrder.objects.filter(decision="undone", decided_by="sekretaris").count() == 1
    consistent()


def test_undoing_what_closed_takes_one_signature(reopened):
    done = undo("SE-A", by="direktur")

    assert done is not None
    assert LedgerRow.objects.get(action="instrument.undone").facts["signers"] == ["direktur"]


def test_a_proposal_to_undo_can_be_withdrawn(reopened):
    undo("SE-R", by="direktur")

    withdraw_proposal(number="SE-R", now=NOW, by="sekretaris")

    assert undo("SE-R", by="sekretaris") is None
    assert [row.proposed_by for row in proposals()] == ["sekretaris"]


def test_a_proposal_to_enact_is_no_signature_under_an_undoing(reopened):
    undo("SE-R", by="direktur")
    undo("SE-R", by="sekretaris")
    # Proposed as a closing, then enacted in other words that reopen.
    enact(order_text("SE-X", CLOSED), by="direktur")
    enact(order_text("SE-X", QUARTER, revokes='["SE-A"]', **{"from": "2020-09-14"}), by="direktur")

    assert undo("SE-X", by="sekretaris") is None
    assert places(date(2020, 9, 14)) == 50
    assert [(row.number, row.undone_why) for row in proposals()] == [("SE-X", "keliru")]


def test_revoking_what_reopened_offices_before_it_did_takes_two_signatures(reopened):
    text = order_text("SE-X", 'topic = "quota_share"\nvalue = 1', revokes='["SE-R"]')

    assert enact(text, by="direktur").carried_out is None
    assert places(date(2020, 9, 14)) == 200
    assert enact(text, by="sekretaris").carried_out is not None
    assert places(date(2020, 9, 14)) == 0
