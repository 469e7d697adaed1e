from dataclasses import replace

import pytest

from serambi.rules.simulation.simulate import simulate
from serambi.rules.simulation.verdict import PlanVerdict, WhyNot, verdict_of
from tests.rules.simulation.halls import plan

FIGURES = simulate(plan(), days=1, seed=1)


@pytest.mark.parametrize(
    ("holds", "within", "in_time", "verdict"),
    [
        (0.9, 0.95, 0.95, PlanVerdict(True, ())),
        (0.89, 0.5, 0.95, PlanVerdict(False, (WhyNot.HALL_FULL,))),
        (0.1, 0.95, 0.2, PlanVerdict(False, (WhyNot.NOT_IN_TIME,))),
        (0.0, 0.3, 0.2, PlanVerdict(False, (WhyNot.HALL_FULL, WhyNot.NOT_IN_TIME))),
        (0.88, 0.94, 0.94, PlanVerdict(False, (WhyNot.HALL_FULL, WhyNot.NOT_IN_TIME))),
    ],
)
def test_verdict_names_what_keeps_the_plan_from_holding(holds, within, in_time, verdict):
    figures = replace(FIGURES, holds_share=holds, within_limit_share=within, in_time_share=in_time)

    assert verdict_of(figures) == verdict
