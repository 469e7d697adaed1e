"""What a message says, read when it is sent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.codec import to_json
from serambi.records.models import Message, Obligation, ServiceRow
from serambi.records.queries.letters import Letter, letter_of
from serambi.rules.catalogue import Document, Text
from tests.factories import CLOSED, NOW, order_text, service
from tests.procedures.orders import ONE_DAY, enact, fill

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2020, 9, 14)
MONDAY_730, TUESDAY_730 = datetime(2020, 9, 14, 0, 30, tzinfo=UTC), datetime(2020, 9, 15, 0, 30, tzinfo=UTC)
KTP = Document("ktp", Text("KTP", "Identity card"), None, frozenset(), "test", "VERIFIED")
HAJJ_LETTER = Document("hajj", Text("Surat", "Letter"), None, frozenset({"hajj"}), "test", "VERIFIED")


def letter(kind: str) -> Letter:
    found = letter_of(message_id=Message.objects.get(kind=kind).pk, now=NOW)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def papers(serang):
    ServiceRow.objects.update(entry=to_json(service(documents=(KTP, HAJJ_LETTER))))


def test_letter_of_an_offer_is_whole():
    (code,) = fill(MONDAY, 1, language="en")
    enact(order_text("SE-9", CLOSED, short_name='"SE 9 tahun 2020"', **ONE_DAY))

    message = Message.objects.get(kind="offer")
    assert letter("offer") == Letter(
        message_id=message.pk,
        kind="offer",
        language="en",
        to="ani@example.org",
        name="Ani",
        code=code,
        path=f"bookings/{code}/",
        service=Text("Paspor baru", "New passport"),
        office="Kantor Imigrasi Serang",
        address="",
        zone="Asia/Jakarta",
        start_at=TUESDAY_730,
        was_at=MONDAY_730,
        until=Obligation.objects.get().deadline_at,
        order="SE 9 tahun 2020",
        documents=(KTP,),
        office_code="serang",
    )


def test_letter_of_a_confirmation_asks_no_answer_and_names_no_order():
    fill(MONDAY, 1)

    found = letter("confirmed")
    assert (found.start_at, found.was_at, found.until, found.order) == (MONDAY_730, None, None, None)


def test_letter_of_an_expired_offer_speaks_of_the_place_that_went():
    fill(MONDAY, 1)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    expire_offers(office="serang", now=NOW + timedelta(hours=49), by="test")

    found = letter("expired")
    assert (found.start_at, found.was_at, found.documents) == (None, TUESDAY_730, ())


def test_letter_of_a_cancellation_in_line_speaks_of_no_visit():
    (code,) = fill(MONDAY, 1)
    postpone_booking(code=code, key="k1", now=NOW, by="test")
    cancel_booking(code=code, key="k2", now=NOW, by="test")

    assert (letter("postponed").was_at, letter("cancelled").was_at) == (MONDAY_730, None)


@pytest.mark.parametrize("kind", ["confirmed", "offer"])
def test_letter_of_asks_the_database_at_most_eight_times(kind, django_assert_max_num_queries):
    fill(MONDAY, 1)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    message_id = Message.objects.get(kind=kind).pk

    with django_assert_max_num_queries(8):
        letter_of(message_id=message_id, now=NOW)
