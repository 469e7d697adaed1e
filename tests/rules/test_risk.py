"""Scores, zones and the assessment that counts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from serambi.rules.risk import Zone, assessment_for, new_lines, zone_change, zone_of
from tests.rules.orders import KNOWN, LATER, score

TODAY, WEEK = date(2020, 9, 10), timedelta(days=7)


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        (None, Zone.GREEN),
        ("0", Zone.RED),
        ("1.57", Zone.RED),
        ("1.80", Zone.RED),
        ("1.81", Zone.ORANGE),
        ("1.83", Zone.ORANGE),  # Cilegon, called orange
        ("1.89", Zone.ORANGE),  # Lebak, called orange
        ("2.05", Zone.ORANGE),
        ("2.40", Zone.ORANGE),
        ("2.41", Zone.YELLOW),
        ("3.00", Zone.YELLOW),
    ],
)
def test_zone_of_a_score(value, zone):
    assert zone_of(None if value is None else Decimal(value)) is zone


@pytest.mark.parametrize("value", ["-0.01", "3.01"])
def test_zone_of_an_impossible_score_is_an_error(value):
    with pytest.raises(ValueError, match="between 0 and 3"):
        zone_of(Decimal(value))


def test_assessment_for_takes_the_newest_known_of_the_region_first():
    older, newer = score("2.05", date(2020, 9, 6)), score("1.70", date(2020, 9, 13))
    province = score("1.20", date(2020, 9, 13), region="36")

    def on(day: int, known_at: datetime = LATER):
        return assessment_for("36.73", date(2020, 9, day), known_at, [newer, older, province])

    assert (on(5), on(6), on(13)) == (None, older, newer)
    assert assessment_for("36.01", date(2020, 9, 20), LATER, [newer, older, province]) == province
    assert on(13, KNOWN - timedelta(days=1)) is None


def test_assessment_for_takes_the_later_recorded_of_one_day():
    first = score("2.05", date(2020, 9, 6))
    corrected = score("2.50", date(2020, 9, 6), known_at=datetime(2020, 9, 8, tzinfo=UTC))

    assert assessment_for("36.73", date(2020, 9, 9), LATER, [corrected, first]) == corrected


def test_new_lines_are_those_that_differ_from_the_last_recorded():
    first, corrected = score("2.50"), score("1.50", known_at=KNOWN + timedelta(days=1))
    elsewhere, never = score("2.50", region="36.04"), score(None, region="36.04")

    assert new_lines([first, elsewhere], []) == (first, elsewhere)
    assert new_lines([first, elsewhere], [first]) == (elsewhere,)
    assert new_lines([first], [first, corrected]) == (first,)
    assert new_lines([corrected], [corrected, first]) == ()
    assert new_lines([never], [elsewhere]) == (never,)
    assert new_lines([never], [never]) == ()


@pytest.mark.parametrize(
    ("known", "new", "change"),
    [
        ([], [], None),
        ([], [score("1.50", TODAY)], (None, Zone.RED)),
        ([score("1.60", TODAY)], [score("1.50", TODAY + WEEK)], None),
        ([score("2.00", TODAY)], [score("1.50", TODAY + WEEK)], (Zone.ORANGE, Zone.RED)),
        ([], [score("1.50", TODAY + WEEK)], (None, Zone.RED)),
        # What is over by today changes nothing any more.
        ([score("2.00", TODAY)], [score("1.50", TODAY - WEEK)], None),
        # The first day on which it changes counts.
        (
            [score("2.00", TODAY)],
            [score("2.50", TODAY + 2 * WEEK), score("1.50", TODAY + WEEK)],
            (Zone.ORANGE, Zone.RED),
        ),
        # A province stands behind its regions only.
        ([score("2.00", TODAY)], [score("1.50", TODAY, region="36")], None),
        ([], [score("1.50", TODAY + WEEK, region="36")], (None, Zone.RED)),
    ],
)
def test_zone_change_from_today_on(known, new, change):
    assert zone_change("36.73", TODAY, LATER, known=known, new=new) == change
