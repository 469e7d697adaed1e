"""A line as it is typed: many spellings, one meaning; every field that cannot be read is named."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.codes import code_from
from serambi.rules.paper.lines import (
    COLUMNS,
    AtCounter,
    LineFault,
    Outcome,
    PaperLine,
    read_line,
    same_words,
)
from serambi.rules.queueing import Stage

DAY = date(2020, 9, 10)
CODE = code_from([0] * 11)


def read(**typed: str):
    return read_line(typed, on=DAY, zone="Asia/Jakarta", services={"passport", "passport-new"})


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 9, 10, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def test_read_line_with_every_field():
    line = read(
        ticket="b-501",
        code=CODE.lower().replace("-", ""),
        arrived="0755",
        kind="",
        service="passport-new",
        companions="2",
        temperature="36,58",
        documents="1 0805-0815",
        interview="2a 8.20–8.35",
        payment="3 0840",
        received="08:12",
        outcome="Finished",
        left="2020-09-10 0900",
    )

    assert line == PaperLine(
        number=501,
        letter="B",
        code=CODE,
        arrived_at=at(7, 55),
        kind="",
        service="passport-new",
        companions=2,
        temperature_c=Decimal("36.6"),
        at_counters=(
            AtCounter(Stage.DOCUMENTS, "1", at(8, 5), at(8, 15)),
            AtCounter(Stage.INTERVIEW, "2a", at(8, 20), at(8, 35)),
            AtCounter(Stage.PAYMENT, "3", at(8, 40), None),
        ),
        received_at=at(8, 12),
        outcome=Outcome.FINISHED,
        left_at=at(9),
    )


def test_read_line_with_a_number_alone():
    assert read(ticket=" 501 ") == PaperLine(501, "", "", None, "", "", 0, None, (), None, Outcome.ADMITTED, None)


@pytest.mark.parametrize("typed", ["0755", "755", "7.55", "07:55", "07.55", "2020-09-10 0755", "2020-09-10T07:55"])
def test_a_time_may_be_typed_in_any_way(typed):
    assert read(ticket="501", arrived=typed).arrived_at == at(7, 55)


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("ticket", "X-501", "number"),
        ("ticket", "0", "number"),
        ("ticket", "123456", "number"),
        ("code", "ABCD-EFGH-JKLM", "code"),
        ("arrived", "2575", "time"),
        ("arrived", "7", "time"),
        ("arrived", "2020-13-10 0755", "time"),
        ("left", "nanti", "time"),
        ("received", "24:00", "time"),
        ("kind", "teman", "kind"),
        ("service", "visa", "service"),
        ("companions", "5", "companions"),
        ("companions", "-1", "companions"),
        ("companions", "²", "companions"),
        ("temperature", "99", "temperature"),
        ("temperature", "NaN", "temperature"),
        ("temperature", "dingin", "temperature"),
        ("documents", "0805-0815", "counter"),
        ("interview", "1 0805-2575", "time"),
        ("payment", "loket/1 0805", "counter"),
        ("outcome", "pergi", "outcome"),
        ("left", "9" * 61, "long"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(field, typed, reason):
    others = {} if field == "ticket" else {"ticket": "501"}

    assert read(**others | {field: typed}) == (LineFault(field, reason, typed[:60]),)


def test_a_line_about_nobody_is_a_fault_and_every_fault_is_told():
    assert read(arrived="2575", left="x") == (
        LineFault("arrived", "time", "2575"),
        LineFault("left", "time", "x"),
        LineFault("ticket", "nobody", ""),
    )


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=80)))
def test_whatever_is_typed_gives_a_line_or_faults_of_its_fields(typed):
    found = read(**typed)

    if not isinstance(found, PaperLine):
        assert found
        assert {fault.field for fault in found} <= set(COLUMNS)


MINUTES = st.integers(0, 24 * 60 - 1)


@given(MINUTES, st.sampled_from(["{h:02}{m:02}", "{h}.{m:02}", "{h:02}:{m:02}", "2020-09-10 {h}{m:02}"]))
def test_every_minute_of_the_day_reads_as_itself(minute, shape):
    typed = shape.format(h=minute // 60, m=minute % 60)

    assert read(ticket="501", arrived=typed).arrived_at == at(0) + timedelta(minutes=minute)


def words(**typed: str) -> dict:
    return same_words(read(**typed), number=501, code=CODE, implied=("passport-new", "passport"))


THROUGH = {"documents": "1 0805-0815", "interview": "2 0820-0835", "payment": "3 0840-0845"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"ticket": "501"}, {"ticket": "B-501"}),
        ({"ticket": "501"}, {"code": CODE}),
        ({"ticket": "501", "service": "passport-new"}, {"ticket": "501"}),
        ({"ticket": "501", "service": "passport"}, {"ticket": "501", "companions": "0"}),
        ({"ticket": "501", "arrived": "7.55"}, {"ticket": "501", "arrived": "0755"}),
        ({"ticket": "501", "outcome": "finished"} | THROUGH, {"ticket": "501"} | THROUGH),
    ],
)
def test_two_spellings_of_one_line_are_the_same_words(one, other):
    assert words(**one) == words(**other)


@pytest.mark.parametrize(
    "change",
    [
        {"arrived": "0756"},
        {"companions": "1"},
        {"temperature": "36.5"},
        {"documents": "2 0805-0815"},
        {"documents": "1 0805"},
        {"received": "0812"},
        {"outcome": "incomplete"},
        {"left": "0900"},
        {"kind": "lost"},
    ],
)
def test_another_fact_makes_other_words(change):
    line = {"ticket": "501", "arrived": "0755", "documents": "1 0805-0815"}

    assert words(**line) != words(**line | change)
