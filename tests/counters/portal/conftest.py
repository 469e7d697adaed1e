"""An office as of 10 September 2020, 07:30, with one day of slots, and a visitor's browser without any memory."""

from datetime import UTC, datetime, time

import pytest
from django.test import Client

from serambi.records.codec import to_json
from serambi.records.models import PurposeRow, ServiceRow, Slot
from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Purpose, Text, Who
from tests.factories import NOW, save_office, save_slot, service


@pytest.fixture(autouse=True)
def at_the_day(monkeypatch):
    offset = (NOW - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))


@pytest.fixture
def slots(transactional_db) -> list[Slot]:
    """Two general places at 09.30, one at 10.00, and an urgent one at 10.30, on Monday the 14th."""
    office = save_office()
    PurposeRow.objects.create(code="tourism", position=0, entry=to_json(Purpose("tourism", Text("Wisata", "Holiday"))))
    permit = service("permit-visit-extension", group="permit", who=Who.FOREIGNER, name=Text("Izin", "Permit"))
    ServiceRow.objects.create(code=permit.code, group="permit", position=1, entry=to_json(permit))
    return [
        save_slot(office, 2, at=time(9, 30)),
        save_slot(office, 1, at=time(10)),
        save_slot(office, 1, at=time(10, 30), contingent=Contingent.URGENT),
        save_slot(office, 1, at=time(9, 30), group="permit"),
    ]


@pytest.fixture
def visitor(slots) -> Client:
    return Client()
