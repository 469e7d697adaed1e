"""Regions and offices are read whole, or refused with every fault at its line."""

from datetime import date

import pytest

from serambi.rules.offices import Region, RegionKind
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.territory import OfficeLine, parse_offices, parse_regions

REGIONS = """\
code,name,kind,code_now,source
36,Banten,province,,a page
36.73,Kota Serang,city,,a page
"""
OFFICES = """\
code,name,class,has_tpi,province_code,seat_region,seat_confidence,time_zone,served_regions,served_confidence,e_passport_since
serang,Kantor Imigrasi Serang,I,no,36,36.73,VERIFIED,Asia/Jakarta,36.73,VERIFIED,2019-12-22
"""
BANTEN = Region("36", "Banten", RegionKind.PROVINCE)
SERANG = Region("36.73", "Kota Serang", RegionKind.CITY)
BY_CODE = {"36": BANTEN, "36.73": SERANG}


def test_regions_are_read_whole():
    assert parse_regions(REGIONS, "regions.csv") == (BANTEN, SERANG)


def test_offices_are_read_whole():
    assert parse_offices(OFFICES, "offices.csv", BY_CODE) == (
        OfficeLine(
            code="serang",
            name="Kantor Imigrasi Serang",
            office_class="I",
            has_tpi=False,
            seat_region="36.73",
            confidence="VERIFIED",
            time_zone="Asia/Jakarta",
            served_regions=("36.73",),
            e_passport_since=date(2019, 12, 22),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("code,name", "name,code", 1, "the heading must be code,name,kind,code_now,source"),
        (REGIONS[REGIONS.index("36,") :], "", 1, "the table has no rows"),
        ("36.73,Kota Serang,city,,a page", "36.73,Kota Serang", 3, "2 fields where 5 are due"),
        ("36.73,Kota", ",Kota", 3, "code is empty"),
        ("city", "town", 3, "kind has an unknown value town"),
        ("city", "province", 3, "code 36.73 is not that of a province"),
        ("36.73", "99.01", 3, "code 99.01 lies in no province of the table"),
        ("36.73,Kota Serang,city", "36,Banten,province", 3, "36 is already on line 2"),
    ],
)
def test_broken_regions_are_refused_at_their_line(old: str, new: str, line: int, reason: str):
    with pytest.raises(PolicyFaults) as refused:
        parse_regions(REGIONS.replace(old, new, 1), "regions.csv")

    assert refused.value.faults == (Fault("regions.csv", line, reason),)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (",I,no", ",IV,no", "class has an unknown value IV"),
        (",no,", ",perhaps,", "has_tpi has an unknown value perhaps"),
        ("36,36.73,V", "36,36.99,V", "seat_region has an unknown value 36.99"),
        ("36,36.73,V", "36,36,V", "seat_region has an unknown value 36"),
        (",36.73,VERIFIED,2", ",36.73 36.98,VERIFIED,2", "served_regions has an unknown value 36.98"),
        (",36.73,VERIFIED,2", ",36.73,,2", "served_confidence is empty"),
        ("Asia/Jakarta", "Europe/Berlin", "time_zone has an unknown value Europe/Berlin"),
        ("2019-12-22", "2019", "e_passport_since must be a date as 2020-09-10, not 2019"),
    ],
)
def test_broken_offices_are_refused_at_their_line(old: str, new: str, reason: str):
    assert old in OFFICES

    with pytest.raises(PolicyFaults) as refused:
        parse_offices(OFFICES.replace(old, new, 1), "offices.csv", BY_CODE)

    assert refused.value.faults == (Fault("offices.csv", 2, reason),)
