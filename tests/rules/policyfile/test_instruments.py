"""An instrument is read whole, or refused with every fault at its line."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.instrument import (
    Advice,
    Clause,
    Condition,
    HolidayList,
    Instrument,
    Mode,
    PermitDeadline,
    Rank,
    Topic,
)
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.instruments import parse_instrument
from serambi.rules.policyfile.places import Places
from serambi.rules.risk import Zone
from serambi.rules.territory import NATION, Area, AreaKind

PLACES = Places(frozenset({"36"}), frozenset({"36.01", "36.73"}), frozenset({"serang"}))
FILE = "instruments/order.toml"
ORDER = """\
number = "ORDER-1"
short_name = "Order 1"
title = "Surat Edaran 1"
issuer = "Menteri PANRB"
rank = "ministry"
signed_on = 2020-09-04
from = 2020-09-05
until = 2021-01-01
areas = ["nation"]
source = "a page"
confidence = "VERIFIED"

[[clause]]
topic = "staff_ceiling_share"
value = 0.5
zones = ["orange"]

[[clause]]
topic = "mode"
value = "urgent_only"
areas = ["region:36.73", "office:serang"]
"""
SCRIBBLES = st.sampled_from(
    [
        "1",
        "-1",
        "nan",
        "inf",
        "true",
        '""',
        '"x"',
        "[]",
        "[1]",
        '["x"]',
        "[[]]",
        "{}",
        "{ a = 1 }",
        "[{ a = 1 }]",
        "0001-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
        "12:00:00",
        '"""',
        "'",
        "]",
    ]
) | st.text(max_size=20)


def parse(text: str) -> Instrument:
    return parse_instrument(text, FILE, PLACES)


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(PolicyFaults) as refused:
        parse(text)
    return refused.value.faults


def test_instrument_is_read_whole():
    instrument = parse(ORDER)

    assert instrument == Instrument(
        number="ORDER-1",
        short_name="Order 1",
        title="Surat Edaran 1",
        issuer="Menteri PANRB",
        rank=Rank.MINISTRY,
        signed_on=date(2020, 9, 4),
        in_force=DayPeriod(date(2020, 9, 5), date(2021, 1, 1)),
        areas=(NATION,),
        clauses=(
            Clause(1, Topic.STAFF_CEILING_SHARE, Decimal("0.5"), Condition(zones=frozenset({Zone.ORANGE}))),
            Clause(
                2,
                Topic.MODE,
                Mode.URGENT_ONLY,
                areas=(Area(AreaKind.REGION, "36.73"), Area(AreaKind.OFFICE, "serang")),
            ),
        ),
        known_at=datetime(2020, 9, 3, 17, tzinfo=UTC),
        source="a page",
        confidence="VERIFIED",
    )


def test_recorded_at_stands_above_the_file():
    now = datetime(2026, 1, 2, 3, tzinfo=UTC)

    instrument = parse_instrument(ORDER, FILE, PLACES, recorded_at=now)

    assert instrument.known_at == now


def test_known_at_of_the_file_stands_above_the_day_of_signing():
    text = ORDER.replace("from =", "known_at = 2020-09-05T08:00:00+07:00\nfrom =")

    assert parse(text).known_at == datetime(2020, 9, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rank", "topic", "value", "expected"),
    [
        ("directorate", "open", "false", False),
        ("ministry", "mode", '"all"', Mode.ALL),
        ("ministry", "staff_floor_share", "1", Decimal(1)),
        ("ministry", "quota_share", "0", Decimal(0)),
        ("ministry", "last_service_at", "14:00:00", time(14)),
        ("ministry", "distance_m", "1.5", Decimal("1.5")),
        ("ministry", "max_temperature_c", "37.5", Decimal("37.5")),
        ("ministry", "walk_in", '["lost", "sick"]', frozenset({"lost", "sick"})),
        ("ministry", "restriction", '"psbb"', "psbb"),
        ("ministry", "advice", '{ id = "Tunda", en = "Wait" }', Advice("Tunda", "Wait")),
        (
            "ministry",
            "permit_deadline",
            '{ permit = "itkt", last_on = 2020-09-20 }',
            PermitDeadline("itkt", date(2020, 9, 20)),
        ),
        (
            "ministry",
            "permit_deadline",
            '{ permit = "itkt", last_on = "open", ended_from = 2020-03-23, entered_before = 2020-04-02 }',
            PermitDeadline("itkt", None, date(2020, 4, 2), date(2020, 3, 23)),
        ),
        (
            "ministry",
            "holiday",
            '{ kind = "public", year = 2020, days = [2020-12-09] }',
            HolidayList("public", 2020, (date(2020, 12, 9),)),
        ),
    ],
)
def test_value_takes_the_type_of_its_topic(rank: str, topic: str, value: str, expected: object):
    text = ORDER.replace('"ministry"', f'"{rank}"').replace('"staff_ceiling_share"', f'"{topic}"')

    clause = parse(text.replace("value = 0.5", f"value = {value}")).clauses[0]

    assert clause.value == expected
    assert type(clause.value) is type(expected)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('number = "ORDER-1"', 'number = ""', 1, "number is empty"),
        ('issuer = "Menteri PANRB"\n', "", 1, "issuer is missing"),
        ('source = "a page"', "source = 3", 10, "source must be a text"),
        ('rank = "ministry"', 'rank = "king"', 5, "unknown rank king"),
        ("signed_on = 2020-09-04", 'signed_on = "4 Sep"', 6, "signed_on must be a date"),
        ("from = 2020-09-05", "from = 2020-09-05T00:00:00", 7, "from must be a date"),
        (
            "until = 2021-01-01",
            "until = 2020-09-05",
            8,
            "the period ends on 2020-09-05, not after its first day 2020-09-05",
        ),
        ('areas = ["nation"]', "areas = []", 9, "areas is empty"),
        ('areas = ["nation"]', 'areas = ["nation", "region:99.99"]', 9, "unknown area region:99.99"),
        ('areas = ["nation"]', 'areas = ["nation", "world"]', 9, "unknown area world"),
        ('areas = ["nation"]', 'areas = ["nation", "nation:"]', 9, "unknown area nation:"),
        (
            'confidence = "VERIFIED"',
            'confidence = "sure"',
            11,
            "confidence must be one of VERIFIED, RECALLED, EXAMPLE, not sure",
        ),
        ("from =", "known_at = 2020-09-05T08:00:00\nfrom =", 7, "known_at must be a date and time with offset"),
        ("from =", 'colour = "red"\nfrom =', 7, "unknown key colour"),
        ('"staff_ceiling_share"', '"staff"', 14, "unknown topic staff"),
        ('topic = "staff_ceiling_share"\n', "", 13, "topic is missing"),
        ("value = 0.5\n", "", 13, "value is missing"),
        ("value = 0.5", "value = 1.2", 15, "value must be a share from 0 to 1, not 1.2"),
        ("value = 0.5", "value = -0.1", 15, "value must be a share from 0 to 1, not -0.1"),
        ("value = 0.5", "value = true", 15, "value must be a number"),
        ("value = 0.5", "value = nan", 15, "value must be a finite number"),
        ("signed_on = 2020", "signed_on = 0202", 6, "signed_on must lie in the years 1945 to 2100"),
        ("value = 0.5", 'value = "half"', 15, "value must be a number"),
        ('value = "urgent_only"', 'value = "some"', 20, "unknown mode some"),
        ('zones = ["orange"]', 'zones = ["pink"]', 16, "zones has an unknown value pink"),
        ('zones = ["orange"]', 'zones = ["red", "red"]', 16, "zones names something twice"),
        ('zones = ["orange"]', "zones = [1]", 16, "zones must be a list of texts"),
        ("zones =", 'restrictions = ["lockdown"]\nzones =', 16, "restrictions has an unknown value lockdown"),
        ("zones =", 'sectors = ["fun"]\nzones =', 16, "sectors has an unknown value fun"),
        ("zones =", 'service_groups = ["visa"]\nzones =', 16, "service_groups has an unknown value visa"),
        ("zones =", 'unless = "psbb"\nzones =', 16, "unknown key unless"),
        ('"office:serang"]', '"office:atlantis"]', 21, "unknown area office:atlantis"),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "restriction"\nvalue = "psbb"\nrestrictions = ["level-1"]',
            21,
            "a restriction clause may not depend on restrictions",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "restriction"\nvalue = "lockdown"',
            20,
            "unknown restriction lockdown",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "distance_m"\nvalue = 0',
            20,
            "value must be above 0, not 0",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "walk_in"\nvalue = ["bored"]',
            20,
            "value has an unknown value bored",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "advice"\nvalue = { id = "Tunda" }',
            20,
            "value must have exactly the texts id and en",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "permit_deadline"\nvalue = { permit = "itkt", last_on = "soon" }',
            20,
            'value must have a text permit, a date last_on or "open", and at most dates entered_before and ended_from',
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "permit_deadline"\nvalue = { permit = "itkt", last_on = "open", ended_from = "spring" }',
            20,
            'value must have a text permit, a date last_on or "open", and at most dates entered_before and ended_from',
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "permit_deadline"\nvalue = { permit = "itkt" }',
            20,
            'value must have a text permit, a date last_on or "open", and at most dates entered_before and ended_from',
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "holiday"\nvalue = { kind = "public", year = 2020, days = [2021-12-09] }',
            20,
            "days must be different dates of 2020",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "holiday"\nvalue = { kind = "school", year = 2020, days = [] }',
            20,
            "unknown kind of holiday school",
        ),
        (
            'topic = "mode"\nvalue = "urgent_only"',
            'topic = "open"\nvalue = false',
            19,
            "instrument.not_competent: ministry may not decide open",
        ),
        ('rank = "ministry"', 'rank = "mayor"', 9, "instrument.not_competent: mayor may not speak for nation"),
    ],
)
def test_broken_instrument_is_refused_at_its_line(old: str, new: str, line: int, reason: str):
    assert old in ORDER

    assert faults_of(ORDER.replace(old, new, 1)) == (Fault(FILE, line, reason),)


def test_clause_area_outside_the_instruments_is_refused():
    text = ORDER.replace('areas = ["nation"]', 'areas = ["region:36.01", "office:serang"]')

    assert faults_of(text) == (Fault(FILE, 21, "area region:36.73 does not lie within the instrument's areas"),)


def test_every_fault_of_a_file_is_told():
    text = ORDER.replace("value = 0.5", "value = 1.2").replace('"ministry"', '"king"').replace('"mode"', '"mood"')

    assert faults_of(text) == (
        Fault(FILE, 5, "unknown rank king"),
        Fault(FILE, 15, "value must be a share from 0 to 1, not 1.2"),
        Fault(FILE, 19, "unknown topic mood"),
    )


def test_instrument_without_clause_is_refused():
    text = ORDER[: ORDER.index("[[clause]]")]

    assert faults_of(text) == (Fault(FILE, 1, "the instrument has no clause and revokes nothing"),)


def test_text_that_is_not_toml_is_refused_at_its_line():
    faults = faults_of(ORDER.replace("value = 0.5", "value = half"))

    assert [(fault.file, fault.line) for fault in faults] == [(FILE, 15)]


@given(line=st.integers(0, len(ORDER.splitlines()) - 1), scribble=SCRIBBLES)
def test_whatever_stands_in_a_line_is_read_or_refused(line: int, scribble: str):
    lines = ORDER.splitlines()
    key = lines[line].partition("=")[0]
    lines[line] = f"{key}= {scribble}"

    try:
        assert isinstance(parse("\n".join(lines)), Instrument)
    except PolicyFaults as refused:
        assert refused.faults


def test_fault_reads_as_file_line_and_reason():
    assert str(Fault(FILE, 15, "value is missing")) == "instruments/order.toml:15: value is missing"
