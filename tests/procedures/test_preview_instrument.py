"""A preview says exactly what enacting then does, and leaves nothing behind."""

from datetime import date
from decimal import Decimal

import pytest

from serambi.procedures.preview_instrument import foreseen_offices, preview_instrument
from serambi.procedures.steps.foresee import ChangedDay
from serambi.records.models import Booking, InstrumentRow, LedgerRow, Message, Obligation, Slot
from serambi.rules.refusal import Refused
from tests.factories import CLOSED, NOW, QUARTER, order_text, save_office
from tests.procedures.orders import ONE_DAY, enact, fill

pytestmark = pytest.mark.django_db(transaction=True)


def foresee(text: str):
    preview = preview_instrument(text=text, file="order.toml", now=NOW)
    return preview, list(foreseen_offices(preview=preview, text=text, file="order.toml", now=NOW))


def everything() -> list[object]:
    models = (Booking, Slot, Obligation, Message, InstrumentRow, LedgerRow)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_preview_says_what_enacting_does_and_writes_nothing(serang):
    fill(date(2020, 9, 14), 20)
    fill(date(2020, 9, 14), 10, email=None)
    text, before = order_text("SE-9", CLOSED, **ONE_DAY), everything()

    preview, (foreseen,) = foresee(text)

    assert everything() == before
    assert (preview.needs_second_signer, foreseen.office) == (False, "serang")
    assert foreseen.days == (ChangedDay(date(2020, 9, 14), 100, 0),)
    assert (foreseen.people, foreseen.dues, foreseen.unreachable) == ({"passport": 30}, {"offer": 20, "call": 10}, 10)
    assert (foreseen.before.open, foreseen.after.open) == (True, False)
    done = enact(text)
    assert done.carried_out is not None
    assert done.carried_out.obligations == foreseen.dues


def test_preview_of_a_cut_shows_places_and_regime(serang):
    _, (foreseen,) = foresee(order_text("SE-9", QUARTER, **ONE_DAY))

    assert foreseen.days == (ChangedDay(date(2020, 9, 14), 100, 25),)
    assert (foreseen.first_day, foreseen.after.quota_share) == (date(2020, 9, 14), Decimal("0.25"))
    assert foreseen.after.because["quota_share"].decided_by.instrument.number == "SE-9"


def test_preview_of_an_office_without_a_plan_changes_no_day(serang):
    save_office("cilegon", seat_region="36.72")

    preview, foreseen = foresee(order_text("SE-9", QUARTER))

    assert [(each.office, len(each.days) > 0) for each in foreseen] == [("cilegon", False), ("serang", True)]
    assert len(preview.offices) == 2


def test_preview_refuses_what_enacting_refuses(serang):
    with pytest.raises(Refused) as refused:
        foresee(order_text("X", CLOSED, rank='"mayor"', issuer='"Wali Kota"', areas='["region:36.73"]'))

    assert refused.value.refusal.code == "instrument.not_competent"
