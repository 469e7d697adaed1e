"""Where the races run: an office with slots, in the tests' own PostgreSQL, and the address of that database."""

import os
from datetime import date, time, timedelta

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from serambi.records.models import Slot
from tests.factories import save_office, save_slot

FIRST_DAY = date(2020, 9, 14)
HOURS = [time(hour, minute) for hour in range(7, 16) for minute in (0, 30)]


@pytest.fixture
def race_slots(transactional_db):
    """Makes so many slots of so many places at Serang and gives their codes."""

    def make(number: int, places: int) -> tuple[str, ...]:
        office = save_office()
        days = (FIRST_DAY + timedelta(days=at // len(HOURS)) for at in range(number))
        return tuple(save_slot(office, places, on=on, at=HOURS[at % len(HOURS)]).code for at, on in enumerate(days))

    return make


@pytest.fixture
def test_database_url(transactional_db, database_url) -> str:
    return make_conninfo(database_url, dbname=connection.settings_dict["NAME"])


@pytest.fixture
def unguarded(transactional_db):
    """Drops the last wall, the database's own; puts it up again over an empty table."""
    constraint = next(c for c in Slot._meta.constraints if c.name == "slot_never_overbooked")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Slot, constraint)
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE slot CASCADE")
    with connection.schema_editor() as editor:
        editor.add_constraint(Slot, constraint)


@pytest.fixture(scope="session")
def is_proving() -> bool:
    """The long form: `make prove`."""
    return os.environ.get("SERAMBI_PROVE") == "1"
