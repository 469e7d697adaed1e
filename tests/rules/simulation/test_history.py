"""Habits from an office's own visits: from enough of them on, and each with its source."""

from datetime import date

import pytest

from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.history import LEAST_VISITS, ServiceSource, VisitHistory, known_habits
from serambi.rules.visit_day import VisitDay

SETTINGS, PLANNED = VisitDay(early_minutes=20, grace_minutes=10), {"passport": 15, "permit": 20}


def history(services: int = 0, arrivals: int = 0, missed: int = 0) -> VisitHistory:
    minutes = {"passport": (12.0, 14.0) * (services // 2)}
    return VisitHistory(date(2020, 3, 1), date(2020, 9, 10), minutes, (-5.0,) * arrivals, missed)


def test_an_office_without_history_has_our_habits_with_its_own_settings():
    known = known_habits(history(), SETTINGS, PLANNED)

    assert known.habits == Habits(admit_early_minutes=20, late_after_minutes=10)
    assert known.service == {"passport": ServiceSource(0, False, 15), "permit": ServiceSource(0, False, 20)}
    assert (known.arrivals_are_own, known.missed_are_own) == (False, False)


@pytest.mark.parametrize(
    ("visits", "source"),
    [(LEAST_VISITS - 2, ServiceSource(48, False, 15)), (LEAST_VISITS, ServiceSource(50, True, 13))],
)
def test_service_times_are_the_offices_own_from_enough_visits_on(visits, source):
    known = known_habits(history(services=visits), SETTINGS, PLANNED)

    assert known.service == {"passport": source, "permit": ServiceSource(0, False, 20)}
    assert known.habits.service_samples == ({"passport": (12.0, 14.0) * 25} if source.is_own else {})


def test_arrivals_and_missed_visits_each_count_on_their_own():
    some, many = (known_habits(history(arrivals=arrivals, missed=5), SETTINGS, PLANNED) for arrivals in (45, 95))

    assert (some.arrivals_are_own, some.missed_are_own, some.habits.no_show_share) == (False, True, 0.1)
    assert (many.habits.arrival_samples, many.habits.no_show_share) == ((-5.0,) * 95, 0.05)
