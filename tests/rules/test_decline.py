"""Declines: what the press printed, what Serang's quota explains, five answers for one month, and the laws."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.baseline import base_parts, read_baseline
from serambi.rules.decline import Counted, Split, decline_of, percent, why_no_decline
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.spans import months_of, read_span, span_text
from tests.rules.golden import golden

PRINTED = golden("press_figures.csv")
WITH_A_BASE = [row for row in PRINTED if row["recomputed_change_pct"]]


@pytest.mark.parametrize("row", WITH_A_BASE, ids=lambda row: f"{row['who']} {row['period']}")
def test_every_printed_figure_is_reproduced_to_a_tenth_of_a_point(row):
    decline = decline_of(Counted(Decimal(row["value"])), Counted(Decimal(row["base"])))

    assert percent(decline.change) == Decimal(row["recomputed_change_pct"])


def test_only_the_printed_figure_without_a_base_cannot_be_reproduced():
    assert [row["as_printed"] for row in PRINTED if row not in WITH_A_BASE] == ['"up to 90 percent"']


def test_serang_fell_by_91_percent_of_which_the_quota_explains_50():
    decline = decline_of(Counted(Decimal(9), quota=Decimal(50)), Counted(Decimal(100), quota=Decimal(100)))

    assert percent(decline.change) == Decimal("-91.0")
    assert decline.split == Split(quota_cut=Fraction(-50, 100), unused_quota=Fraction(-41, 100))


def test_both_ends_of_8_to_10_a_day_lie_around_91():
    ends = [percent(decline_of(Counted(Decimal(a_day)), Counted(Decimal(100))).change) for a_day in (8, 10)]

    assert ends == [Decimal("-92.0"), Decimal("-90.0")]


COUNTS = {row["span"]: Decimal(row["passports"]) for row in golden("japan_passports.csv")}


def passports(span: DayPeriod) -> Decimal:
    """A month's count; a month of a year of which only the sum is known has a twelfth of it."""
    month = COUNTS.get(span_text(span))
    return COUNTS[f"{span.from_on:%Y}"] / 12 if month is None else month


@pytest.mark.parametrize(
    ("baseline", "change"),
    [
        ("same-month-last-year", "-85.9"),
        ("same-month-mean-3", "-85.2"),
        ("mean-month-2019", "-88.5"),
        ("2020-01", "-89.7"),
        ("previous-period", "-22.2"),
    ],
)
def test_japan_in_september_2020_has_five_answers_for_five_baselines(baseline, change):
    period, asked = read_span("2020-09"), read_baseline(baseline)
    parts = base_parts(asked, period)
    twelfth = COUNTS["2019"] / 12
    counts = [twelfth if baseline == "mean-month-2019" else passports(part) for part in parts]

    base = Counted(sum(counts), units=sum(len(months_of(part)) for part in parts))

    assert percent(decline_of(Counted(passports(period)), base).change) == Decimal(change)


def test_working_days_weigh_months_of_different_length():
    decline = decline_of(Counted(Decimal(180), units=18), Counted(Decimal(220), units=22))

    assert decline.change == 0


@pytest.mark.parametrize(
    ("value", "base", "code"),
    [
        (Counted(Decimal(9)), Counted(Decimal(0)), "decline.no_base"),
        (Counted(Decimal(9), units=0), Counted(Decimal(100)), "decline.no_units"),
        (Counted(Decimal(9)), Counted(Decimal(100), units=0), "decline.no_units"),
    ],
)
def test_what_cannot_be_compared_is_refused(value, base, code):
    assert why_no_decline(value, base) == Refusal(code)


def test_the_interval_is_that_of_the_exact_method():
    found = decline_of(Counted(Decimal(215)), Counted(Decimal(2500))).interval

    # Clopper and Pearson's bounds of 215 in 2715 are 0.06931 and 0.09001.
    assert (found.low, found.high) == (Decimal("-0.9255"), Decimal("-0.9011"))


counts = st.integers(0, 10**6).map(Decimal)
some = st.integers(1, 10**6).map(Decimal)
units = st.integers(1, 400)


@given(value=counts, base=some, now=counts, before=some, value_units=units, base_units=units)
def test_the_two_parts_always_add_up_to_the_change(value, base, now, before, value_units, base_units):
    decline = decline_of(Counted(value, value_units, now), Counted(base, base_units, before))

    assert decline.split.quota_cut + decline.split.unused_quota == decline.change


@given(value=counts, base=some, value_units=units, base_units=units, factor=st.integers(1, 1000))
def test_a_larger_office_with_the_same_shares_has_the_same_change(value, base, value_units, base_units, factor):
    decline = decline_of(Counted(value, value_units, value), Counted(base, base_units, base))
    larger = decline_of(Counted(value * factor, value_units, value * factor), Counted(base * factor, base_units, base))

    assert larger.change == decline.change


@given(value=counts, base=some, value_units=units, base_units=units)
def test_nothing_falls_below_all_of_it_and_the_change_lies_in_its_interval(value, base, value_units, base_units):
    decline = decline_of(Counted(value, value_units), Counted(base, base_units))

    assert decline.change >= -1
    assert decline.interval.low >= -1
    assert decline.interval.low <= decline.change + Fraction(1, 10_000)
    assert decline.interval.high is None or decline.interval.high >= decline.change - Fraction(1, 10_000)
