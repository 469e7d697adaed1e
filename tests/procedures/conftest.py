"""What tests of orders start from: Serang, planned for twelve days."""

import pytest

from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Office
from tests.factories import NOW, THE_DAY, save_office, save_regions
from tests.procedures.orders import UNTIL


@pytest.fixture
def serang(transactional_db) -> Office:
    save_regions()
    office = save_office()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    return office
