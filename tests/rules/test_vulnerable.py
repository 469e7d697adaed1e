"""Ages, and who is cared for first."""

from datetime import date

import pytest

from serambi.rules.vulnerable import age_on, is_vulnerable


@pytest.mark.parametrize(
    ("born_on", "age", "vulnerable"),
    [
        (date(1959, 9, 10), 61, True),
        (date(1959, 9, 11), 60, False),
        (date(1990, 5, 17), 30, False),
        (date(2015, 9, 10), 5, False),
        (date(2015, 9, 11), 4, True),
        (date(2020, 9, 10), 0, True),
        (date(1960, 2, 29), 60, False),
    ],
)
def test_age_and_vulnerability_on_the_day_of_the_visit(born_on, age, vulnerable):
    on = date(2020, 9, 10)

    assert (age_on(born_on, on), is_vulnerable(born_on, on)) == (age, vulnerable)


def test_age_of_a_leap_day_child_changes_on_the_first_of_march():
    assert [age_on(date(2016, 2, 29), date(2021, month, day)) for month, day in ((2, 28), (3, 1))] == [4, 5]
