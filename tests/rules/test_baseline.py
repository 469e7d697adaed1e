"""Stretches and baselines as they are written, and what they stand for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.baseline import base_parts, read_baseline
from serambi.rules.period import DayPeriod
from serambi.rules.spans import are_whole_months, just_before, read_span, span_text, years_earlier


@pytest.mark.parametrize(
    ("text", "from_on", "until_on"),
    [
        ("2020-09-10", date(2020, 9, 10), date(2020, 9, 11)),
        ("2020-09", date(2020, 9, 1), date(2020, 10, 1)),
        ("2020", date(2020, 1, 1), date(2021, 1, 1)),
        ("2020-09-01..2020-09-10", date(2020, 9, 1), date(2020, 9, 10)),
    ],
)
def test_a_stretch_is_read_and_written_alike(text, from_on, until_on):
    span = read_span(text)

    assert span == DayPeriod(from_on, until_on)
    assert span_text(span) == text


@pytest.mark.parametrize(
    "text", ["", "2020-13", "2020-02-30", "2020-9", "2020-09-10..2020-09-10", "2020-09..2020-10", "0001", "9999", "x"]
)
def test_anything_else_is_no_stretch(text):
    assert read_span(text) is None


days = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@given(first=days, length=st.integers(1, 800))
def test_every_stretch_survives_writing(first, length):
    span = DayPeriod(first, date.fromordinal(first.toordinal() + length))

    assert read_span(span_text(span)) == span
    assert just_before(span).until_on == span.from_on
    assert years_earlier(span, 1).from_on.year == span.from_on.year - 1


@pytest.mark.parametrize(
    ("baseline", "parts"),
    [
        ("same-month-last-year", ["2019-09"]),
        ("same-month-mean-3", ["2019-09", "2018-09", "2017-09"]),
        ("mean-month-2019", [f"2019-{month:02}" for month in range(12, 0, -1)]),
        ("previous-period", ["2020-08"]),
        ("2020-01", ["2020-01"]),
        ("2020-01-06..2020-03-02", ["2020-01-06..2020-03-02"]),
    ],
)
def test_each_baseline_names_its_parts(baseline, parts):
    asked = read_baseline(baseline)

    assert [span_text(part) for part in base_parts(asked, read_span("2020-09"))] == parts
    assert str(asked) == baseline


@pytest.mark.parametrize("text", ["", "same-month-mean-1", "same-month-mean-11", "mean-month-20", "last-week"])
def test_anything_else_is_no_baseline(text):
    assert read_baseline(text) is None


def test_a_part_of_a_month_is_compared_with_the_same_days():
    period = read_span("2020-09-01..2020-09-10")

    assert [span_text(each) for each in base_parts(read_baseline("same-month-last-year"), period)] == [
        "2019-09-01..2019-09-10"
    ]
    assert not are_whole_months([period])


def test_the_29th_of_february_has_a_day_in_every_year():
    assert years_earlier(read_span("2020-02-29"), 1) == DayPeriod(date(2019, 2, 28), date(2019, 3, 1))
    assert years_earlier(read_span("2020-02-28"), 1) == DayPeriod(date(2019, 2, 28), date(2019, 3, 1))
    assert years_earlier(read_span("2020-02"), 1) == DayPeriod(date(2019, 2, 1), date(2019, 3, 1))
