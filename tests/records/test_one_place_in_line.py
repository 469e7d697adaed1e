"""The data move of the migration that leaves each person one place in line."""

from datetime import date, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

from django.db import connection, transaction

from serambi.procedures.join_line import join_line
from serambi.records import migrations
from serambi.records.models import Booking, Obligation, WaitingPlace
from tests.factories import CLOSED, NOW, applicant, order_text, request
from tests.procedures.conftest import serang
from tests.procedures.orders import ONE_DAY, enact, fill

__all__ = ["serang"]

AS_BEFORE = """
ALTER TABLE waiting_place DROP CONSTRAINT person_stands_in_line_once;
ALTER TABLE waiting_place ALTER COLUMN identity_hash DROP NOT NULL;
"""
STAND_AS_BEFORE = """
INSERT INTO waiting_place (booking_id, office_id, "group", since_at, invited_until)
SELECT id, office_id, "group", %s, %s FROM booking WHERE code = %s
"""
DAY = timedelta(days=1)


def test_the_data_move_keeps_one_place_per_person_and_frees_who_was_stuck(serang):
    (offered,) = fill(date(2020, 9, 14), 1)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    (earlier,), (stuck,) = (join(), join())
    (later,) = join()
    Booking.objects.filter(code=later).update(identity_hash=Booking.objects.get(code=earlier).identity_hash)

    kept = moved([(earlier, NOW, None), (later, NOW + DAY, None), (stuck, NOW, NOW), (offered, NOW, NOW)])

    assert kept == {
        later: (NOW, None),
        stuck: (NOW, None),
        offered: (NOW, Obligation.objects.get().deadline_at),
    }


def join() -> list[str]:
    return [place.code for place in join_line(request=request("", applicant()), now=NOW, by="test")]


def moved(places: list[tuple[str, datetime, datetime | None]]) -> dict[str, tuple[datetime, datetime | None]]:
    """What the move makes of these places (code, since, invited until), by code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AS_BEFORE)
        WaitingPlace.objects.all().delete()
        for code, since_at, invited_until in places:
            cursor.execute(STAND_AS_BEFORE, [since_at, invited_until, code])
        cursor.execute(fill_of("one_place_in_line"))
        rows = WaitingPlace.objects.values_list("booking__code", "since_at", "invited_until")
        kept = {code: (since_at, invited_until) for code, since_at, invited_until in rows}
        assert not WaitingPlace.objects.filter(identity_hash=None).exists()
        transaction.set_rollback(True)
    return kept


def fill_of(name: str) -> str:
    (module,) = (each.name for each in iter_modules(migrations.__path__) if each.name.endswith(name))
    return str(import_module(f"{migrations.__name__}.{module}").FILL)
