"""The figures of a played day and the days of a rota as JSON-ready objects."""

from typing import Any

from serambi.rules.refusal import Refusal
from serambi.rules.rota.staff import Rota
from serambi.rules.simulation.figures import CurvePoint, DayFigures, Waiting
from serambi.rules.simulation.history import KnownHabits
from serambi.rules.simulation.verdict import verdict_of

Answer = dict[str, Any]


def figures_answer(figures: DayFigures) -> Answer:
    """Minutes and people with one decimal, shares 0..1 with three."""
    return {
        "days": figures.days,
        "people": {
            "expected": round(figures.expected, 1),
            "served": round(figures.served, 1),
            "absent": round(figures.absent, 1),
            "too_late": round(figures.too_late, 1),
            "not_called": round(figures.not_called, 1),
        },
        "waiting_minutes": {
            "all": _waiting(figures.waiting),
            "by_class": {str(name): _waiting(value) for name, value in figures.waiting_by_class.items()},
            "by_group": {name: _waiting(value) for name, value in figures.waiting_by_group.items()},
        },
        "inside": {"limit": figures.hall_limit, "p99": figures.inside_p99, "most": figures.inside_most},
        "outside": {"p99": figures.outside_p99, "waiting_p95_minutes": round(figures.outside_waiting_p95_minutes, 1)},
        "overtime_minutes": {
            "mean": round(figures.overtime_mean_minutes, 1),
            "p95": round(figures.overtime_p95_minutes, 1),
        },
        "share_of_days": {
            "holds": round(figures.holds_share, 3),
            "served_in_time": round(figures.in_time_share, 3),
            "within_limit": round(figures.within_limit_share, 3),
        },
        "curve": [_point(point) for point in figures.curve],
    }


def sources_answer(known: KnownHabits) -> Answer:
    """On what the figures rest; `visits` are the office's own finished ones, also where they are too few to be used."""
    return {
        "service_times": {
            group: {
                "source": "history" if source.is_own else "planned",
                "visits": source.visits,
                "mean_minutes": round(source.mean_minutes, 1),
            }
            for group, source in known.service.items()
        },
        "arrivals": "history" if known.arrivals_are_own else "assumed",
        "missed": "history" if known.missed_are_own else "assumed",
    }


def verdict_answer(figures: DayFigures) -> Answer:
    verdict = verdict_of(figures)
    return {"holds": verdict.holds, "reasons": [str(reason) for reason in verdict.reasons]}


def rota_answer(rota: Rota) -> Answer:
    return {
        "days": [
            {
                "on": day.on.isoformat(),
                "teams": list(day.teams),
                "people": day.people,
                "most_people": day.most_people,
                "counters": dict(day.counters),
                "uncovered": [_refusal(each) for each in day.uncovered],
            }
            for day in rota.days
        ],
        "days_on_site": dict(rota.days_on_site),
        "refusals": [_refusal(each) for each in rota.refusals],
    }


def _waiting(waiting: Waiting) -> Answer:
    return {
        "people": round(waiting.people, 1),
        "p50": round(waiting.p50_minutes, 1),
        "p95": round(waiting.p95_minutes, 1),
    }


def _point(point: CurvePoint) -> Answer:
    return {
        "start": f"{point.start_minute // 60:02d}:{point.start_minute % 60:02d}",
        "arrivals": round(point.arrivals, 1),
        "waiting_p50_minutes": round(point.waiting_p50_minutes, 1),
        "waiting_p95_minutes": round(point.waiting_p95_minutes, 1),
        "inside": round(point.inside, 1),
        "inside_p99": point.inside_p99,
        "outside": round(point.outside, 1),
    }


def _refusal(refusal: Refusal) -> Answer:
    return {"code": refusal.code, **refusal.facts}
