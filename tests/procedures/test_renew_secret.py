"""A new secret for a booking: the old one stops, nothing of either is kept in the clear, one test per refusal."""

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.renew_secret import renew_secret
from serambi.records.models import LedgerRow
from serambi.records.queries.bookings import booking_of_holder
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit():
    slot = save_slot(save_office())
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    return answer.visits[0]


def renew(code: str) -> str:
    return renew_secret(code=code, now=NOW, by="petugas")


def refusal_of(code: str) -> Refusal:
    with pytest.raises(Refused) as refused:
        renew(code)
    return refused.value.refusal


def test_renew_secret_opens_with_the_new_one_and_no_more_with_the_old(visit):
    secret = renew(visit.code)

    found = [booking_of_holder(code=visit.code, secret=each) for each in (visit.secret, secret)]
    assert [each is not None for each in found] == [False, True]
    row = LedgerRow.objects.get(action="secret.renewed")
    assert (row.subject, row.office, row.by, row.at, row.facts) == (visit.code, "serang", "petugas", NOW, {})


def test_renew_secret_twice_gives_another_one(visit):
    first, second = renew(visit.code), renew(visit.code)

    assert first != second
    assert booking_of_holder(code=visit.code, secret=first) is None


def test_renew_secret_for_who_waits_in_line(visit):
    postpone_booking(code=visit.code, key="k", now=NOW, by="test")

    assert booking_of_holder(code=visit.code, secret=renew(visit.code)).state == "postponed"


def test_renew_secret_of_no_booking_is_refused():
    assert refusal_of("2222-2222-2222") == Refusal("booking.not_found")


def test_renew_secret_of_a_cancelled_booking_is_refused(visit):
    cancel_booking(code=visit.code, key="k", now=NOW, by="test")

    assert refusal_of(visit.code) == Refusal("booking.not_live")
    assert not LedgerRow.objects.filter(action="secret.renewed").exists()
