"""The database itself refuses to change or drop a ledger row, or to change what happened to a booking."""

import pytest
from django.db import ProgrammingError, connection

from serambi.procedures.book_visits import book_visits
from serambi.records.models import BookingStatus, LedgerRow
from tests.factories import NOW, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written() -> None:
    slot = save_slot(save_office())
    book_visits(requests=[request(slot.code)], now=NOW, by="test")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET by = 'nobody'",
        "UPDATE ledger SET facts = '{}' WHERE id = (SELECT max(id) FROM ledger)",
        "DELETE FROM ledger",
        "UPDATE booking_status SET at = now()",
        "INSERT INTO ledger SELECT * FROM ledger ON CONFLICT (id) DO UPDATE SET by = 'nobody'",
    ],
)
def test_append_only_refuses_to_change_or_drop(written, statement):
    before = rows()

    with pytest.raises(ProgrammingError, match="is append-only"), connection.cursor() as cursor:
        cursor.execute(statement)

    assert rows() == before


def test_append_only_lets_rows_be_added(written):
    LedgerRow.objects.create(at=NOW, by="test", action="test", subject="test")

    assert LedgerRow.objects.count() == 2


def rows() -> list[tuple]:
    return [*LedgerRow.objects.order_by("id").values_list(), *BookingStatus.objects.order_by("id").values_list()]
