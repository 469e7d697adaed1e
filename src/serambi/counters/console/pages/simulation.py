"""A planned day played many times: the verdict, its figures, what they rest on, and two charts with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.chart import Chart, Series, data_table, line_chart
from serambi.counters.common.dates import clock_text
from serambi.counters.common.figure_lines import Lines, figure_lines, source_lines, verdict_text
from serambi.counters.common.refusals import sentence
from serambi.records.queries.day_plan import DayPlanRow
from serambi.rules.simulation.figures import CurvePoint, DayFigures
from serambi.rules.simulation.plan import DayPlan, why_not_simulate
from serambi.rules.simulation.simulate import simulate
from serambi.rules.simulation.verdict import verdict_of

SEED = 1
"""The same page shows the same figures."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart and its numbers."""

    title: str
    svg: SafeString
    table: SafeString


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the played days."""

    holds: bool
    verdict: str
    people: str
    lines: Lines
    sources: Lines
    charts: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class SimulationPage:
    """`why_not` says why the day cannot be played, empty when it can (then there is an outcome)."""

    on: date
    before: date
    after: date
    is_example: bool
    why_not: str
    outcome: Outcome | None


def simulation_page(row: DayPlanRow, *, only_booked: bool) -> SimulationPage:
    plan, on = row.booked if only_booked else row.full, row.places.capacity.on
    refusal = why_not_simulate(plan)
    return SimulationPage(
        on=on,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        is_example=row.places.profile.means.is_example,
        why_not=sentence(refusal) if refusal else "",
        outcome=None if refusal else _outcome(row, plan),
    )


def _outcome(row: DayPlanRow, plan: DayPlan) -> Outcome:
    figures = simulate(plan, row.known.habits, seed=SEED)
    return Outcome(
        holds=verdict_of(figures).holds,
        verdict=verdict_text(figures, row.known),
        people=_("%(people)s orang dalam rencana") % {"people": words.number_text(plan.booked)},
        lines=figure_lines(figures),
        sources=source_lines(row.known),
        charts=(_drawing(_waiting_chart(figures)), _drawing(_inside_chart(figures))),
    )


def _waiting_chart(figures: DayFigures) -> Chart:
    worst = max(figures.curve, key=lambda point: point.waiting_p95_minutes)
    text = _("Terburuk mulai pukul %(time)s: 95 dari 100 orang menunggu paling lama %(minutes)s menit.")
    return Chart(
        key="waiting",
        title=_("Lama menunggu menurut waktu datang, dalam menit"),
        description=text % {"minutes": round(worst.waiting_p95_minutes), "time": _clock(worst)},
        labels=_labels(figures.curve),
        series=(
            Series(_("Separuh orang"), [point.waiting_p50_minutes for point in figures.curve]),
            Series(_("95 dari 100 orang"), [point.waiting_p95_minutes for point in figures.curve]),
        ),
    )


def _inside_chart(figures: DayFigures) -> Chart:
    text = _("Pada 99 dari 100 menit paling banyak %(p99)s orang di dalam; batasnya %(limit)s.")
    return Chart(
        key="inside",
        title=_("Orang di dalam sepanjang hari"),
        description=text % {"p99": figures.inside_p99, "limit": figures.hall_limit},
        labels=_labels(figures.curve),
        series=(
            Series(_("Rata-rata"), [point.inside for point in figures.curve]),
            Series(_("Pada 99 dari 100 menit"), [point.inside_p99 for point in figures.curve]),
            Series(_("Menunggu di luar"), [point.outside for point in figures.curve]),
        ),
        limit=Series(_("Batas %(limit)s") % {"limit": figures.hall_limit}, (figures.hall_limit,)),
    )


def _drawing(chart: Chart) -> Drawing:
    return Drawing(chart.title, line_chart(chart), data_table(chart, _("Pukul")))


def _labels(curve: Sequence[CurvePoint]) -> tuple[str, ...]:
    return tuple(map(_clock, curve))


def _clock(point: CurvePoint) -> str:
    return clock_text(time(*divmod(point.start_minute, 60)))
