"""For which age a service is meant."""

from datetime import date

import pytest

from serambi.rules.catalogue import is_meant_for_age
from serambi.rules.vulnerable import age_on
from tests.factories import THE_DAY, service


@pytest.mark.parametrize(
    ("born_on", "age"),
    [(date(2003, 9, 10), 17), (date(2003, 9, 11), 16), (date(2020, 9, 10), 0), (date(2004, 2, 29), 16)],
)
def test_age_on_counts_whole_years(born_on, age):
    assert age_on(born_on, THE_DAY) == age


@pytest.mark.parametrize(
    ("bounds", "born_on", "is_meant"),
    [
        ({}, date(2020, 1, 1), True),
        ({"age_from": 17}, date(2003, 9, 10), True),
        ({"age_from": 17}, date(2003, 9, 11), False),
        ({"age_under": 17}, date(2003, 9, 10), False),
        ({"age_under": 17}, date(2003, 9, 11), True),
    ],
)
def test_is_meant_for_age_keeps_to_both_bounds(bounds, born_on, is_meant):
    assert is_meant_for_age(service(**bounds), born_on, THE_DAY) is is_meant
