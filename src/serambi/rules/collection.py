"""Collecting a finished document: until when, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from serambi.rules.instrument import Topic, is_competent
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.revocation import Standing
from serambi.rules.territory import Seat, covers

COLLECT_WITHIN_DAYS = 30
"""Not collected within 30 days or one month, it is cancelled (kompas 2022/08/21; Permenkumham 18/2022)."""


class CollectorKind(StrEnum):
    APPLICANT = "applicant"
    PROXY = "proxy"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the document: a proxy is on the same family card, or holds a stamped power of attorney."""

    kind: CollectorKind
    is_on_family_card: bool = False
    has_power_of_attorney: bool = False


def suspensions(standings: Iterable[Standing], seat: Seat) -> tuple[DayPeriod, ...]:
    """The periods in which no document lapses at an office, because an instrument says that it may wait.

    Source: SE IMI-GR.01.01-2114/2020: no penalty for collecting late.
    """
    return tuple(
        each.in_force
        for each in standings
        for clause in each.instrument.clauses
        if clause.topic is Topic.COLLECTION_LAPSES
        and clause.value is False
        and is_competent(each.instrument.rank, clause.topic)
        and any(covers(area, seat) for area in clause.areas or each.instrument.areas)
    )


def collect_until(ready_on: date, suspended: Sequence[DayPeriod] = ()) -> date | None:
    """The last day of collection; None while a suspension without an end is in force by then.

    Days on which lapsing is suspended do not count towards the thirty, so that nobody loses a document on the day
    after a circular ends (a setting of ours; the circulars are silent).
    """
    day, left = ready_on, COLLECT_WITHIN_DAYS
    while left:
        day += timedelta(days=1)
        pause = next((period for period in suspended if period.covers(day)), None)
        if pause is None:
            left -= 1
        elif pause.until_on is None:
            return None
    return day


def why_not_hand_over(collector: Collector) -> Refusal | None:
    """Refusal code `collector.no_authority` for a proxy without one, None when the document may be handed over."""
    if collector.kind is not CollectorKind.PROXY or collector.is_on_family_card or collector.has_power_of_attorney:
        return None
    return Refusal("collector.no_authority", "collector")
