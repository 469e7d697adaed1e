"""Public holidays and risk maps are read whole, or refused with every fault at its line."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from serambi.rules.catalogue import Text
from serambi.rules.holidays import PublicHoliday
from serambi.rules.policyfile.days import parse_assessments, parse_public_holidays
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.risk import Assessment

HOLIDAYS = """\
# final state
date,name_id,name_en,source
2020-01-01,Tahun Baru Masehi,New Year's Day,a page
"""
MAP = """\
region_code,score,assessed_on,known_at,source,confidence
36.73,2.05,2020-09-06,2020-09-08T00:00:00+07:00,a page,VERIFIED
36.74,,2020-09-06,2020-09-08T00:00:00+07:00,a page,VERIFIED
"""
CODES = ["36.73", "36.74"]


def test_holidays_are_read_whole_and_remarks_passed_over():
    assert parse_public_holidays(HOLIDAYS, "holidays.csv") == (
        PublicHoliday(date(2020, 1, 1), Text("Tahun Baru Masehi", "New Year's Day"), "a page"),
    )


def test_holiday_that_is_there_twice_is_refused():
    with pytest.raises(PolicyFaults) as refused:
        parse_public_holidays(HOLIDAYS + "2020-01-01,Lain,Other,a page\n", "holidays.csv")

    assert refused.value.faults == (Fault("holidays.csv", 4, "2020-01-01 is already on line 3"),)


def test_risk_map_is_read_whole():
    known_at = datetime(2020, 9, 7, 17, tzinfo=UTC)

    assert parse_assessments(MAP, "risk/map.csv", CODES) == (
        Assessment("36.73", Decimal("2.05"), date(2020, 9, 6), known_at, "a page"),
        Assessment("36.74", None, date(2020, 9, 6), known_at, "a page"),
    )


def test_recorded_at_stands_above_the_risk_map():
    now = datetime(2026, 1, 2, tzinfo=UTC)

    assessments = parse_assessments(MAP, "risk/map.csv", CODES, recorded_at=now)

    assert [assessment.known_at for assessment in assessments] == [now, now]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("2.05", "3.05", 2, "score must lie between 0 and 3.00, not 3.05"),
        ("2.05", "orange", 2, "score must be a number, not orange"),
        ("36.74,", "36.99,", 3, "region_code has an unknown value 36.99"),
        ("36.74,", "36.73,", 3, "36.73 on 2020-09-06 is already on line 2"),
        (
            "+07:00,a page,VERIFIED\n36.74",
            ",a page,VERIFIED\n36.74",
            2,
            "known_at must be a date and time with offset, not 2020-09-08T00:00:00",
        ),
        (",a page,VERIFIED\n36.74", ",,VERIFIED\n36.74", 2, "source is empty"),
    ],
)
def test_broken_risk_map_is_refused_at_its_line(old: str, new: str, line: int, reason: str):
    assert old in MAP

    with pytest.raises(PolicyFaults) as refused:
        parse_assessments(MAP.replace(old, new, 1), "risk/map.csv", CODES)

    assert refused.value.faults == (Fault("risk/map.csv", line, reason),)
