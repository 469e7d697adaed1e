"""Which area covers which seat."""

import pytest

from serambi.rules.territory import NATION, Area, AreaKind, Seat, covers, group_of, lies_within

JAVA_BALI = Area(AreaKind.GROUP, "java-bali")
BANTEN = Area(AreaKind.PROVINCE, "36")
KOTA_SERANG = Area(AreaKind.REGION, "36.73")
OFFICE = Area(AreaKind.OFFICE, "serang")
SERANG, JAMBI = Seat("serang", "36.73"), Seat("jambi", "15.71")


@pytest.mark.parametrize(
    ("area", "serang", "jambi"),
    [
        (NATION, True, True),
        (JAVA_BALI, True, False),
        (BANTEN, True, False),
        (KOTA_SERANG, True, False),
        (Area(AreaKind.REGION, "36.04"), False, False),
        (OFFICE, True, False),
        (Area(AreaKind.GROUP, "sumatera"), False, False),
    ],
)
def test_covers(area, serang, jambi):
    assert (covers(area, SERANG), covers(area, JAMBI)) == (serang, jambi)


@pytest.mark.parametrize(
    ("inner", "outer", "is_within"),
    [
        (KOTA_SERANG, BANTEN, True),
        (KOTA_SERANG, JAVA_BALI, True),
        (BANTEN, JAVA_BALI, True),
        (BANTEN, KOTA_SERANG, False),
        (Area(AreaKind.REGION, "15.71"), BANTEN, False),
        (OFFICE, OFFICE, True),
        (OFFICE, BANTEN, False),
        (OFFICE, NATION, True),
    ],
)
def test_lies_within(inner, outer, is_within):
    assert lies_within(inner, outer) == is_within


def test_group_of_a_region():
    assert (group_of("36.73"), group_of("15.71")) == ("java-bali", None)
