"""The decline of an office's figures: the counts of a period and of its base, with working days and quotas."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from serambi.records.queries.figures import counts_in
from serambi.records.queries.offices import office_profile
from serambi.records.queries.public_figures import public_counts_in
from serambi.records.queries.quotas import worked_stretches
from serambi.rules.baseline import Baseline, base_parts
from serambi.rules.decline import Change, Counted, Decline, Weighting, change_of, decline_of, why_no_decline
from serambi.rules.figures import COMPARED, Measure
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import are_whole_months, days_of, end_of, months_of

MOST_DAYS = 3700
"""The longest period or window, about ten years."""


@dataclass(frozen=True, slots=True)
class DeclineAsked:
    """A question: which office, service group, measure and period, against which baseline, weighted by what.

    `group` None: the first group of the office.
    """

    office: str
    period: DayPeriod
    baseline: Baseline
    measure: Measure = Measure.APPLIED
    weighting: Weighting = Weighting.WORKING_DAYS
    group: str | None = None


@dataclass(frozen=True, slots=True)
class StretchRow:
    """What stands behind a side of the comparison: one stretch, its count, working days and quota."""

    span: DayPeriod
    count: int
    working_days: int
    quota: int


@dataclass(frozen=True, slots=True)
class DeclineFound:
    """The answer with the data it comes from. `period` ends where today begins, should the asked one not be over;
    `unit` says per what the rates are: working-days, months or days. `changes` is the change with each weighting, the
    asked one first; one alone where a stretch has no working day."""

    asked: DeclineAsked
    office_name: str
    is_example: bool
    group: str
    period: StretchRow
    base: tuple[StretchRow, ...]
    unit: str
    decline: Decline
    changes: tuple[Change, ...]


Counts = Callable[[str, Sequence[DayPeriod]], tuple[int, ...]]
"""The counts of a service group in stretches."""


def decline_of_office(*, asked: DeclineAsked, now: datetime) -> DeclineFound:
    """Answer from all figures, for the office itself.

    Raises Refused: `office.unknown`, `group.unknown`, `measure.not_compared`, `period.too_long` (fact `most`),
    `decline.not_begun` (nothing of the period is over), and the codes of rules.decline.why_no_decline.
    """
    return _found(
        asked, now, lambda group, spans: counts_in(office=asked.office, group=group, measure=asked.measure, spans=spans)
    )


def public_decline(*, asked: DeclineAsked, now: datetime) -> DeclineFound:
    """Answer from published figures alone, for anybody. Raises as decline_of_office, and Refused:
    `figures.not_published`."""
    return _found(
        asked,
        now,
        lambda group, spans: public_counts_in(
            office=asked.office, group=group, measure=asked.measure, spans=spans, now=now
        ),
    )


def _found(asked: DeclineAsked, now: datetime, counts: Counts) -> DeclineFound:
    profile = office_profile(code=asked.office)
    if profile is None:
        raise Refused(Refusal("office.unknown", "office"))
    if asked.measure not in COMPARED:
        raise Refused(Refusal("measure.not_compared", "measure"))
    group = _group(profile, asked.group)
    period = _over(asked.period, now.astimezone(ZoneInfo(profile.time_zone)).date())
    spans = (period, *base_parts(asked.baseline, period))
    if sum(map(days_of, spans)) > MOST_DAYS:
        raise Refused(Refusal("period.too_long", "period", {"most": MOST_DAYS}))
    worked = worked_stretches(profile=profile, group=group, spans=spans, known_at=now)
    rows = [
        StretchRow(span, count, each.working_days, each.quota)
        for span, count, each in zip(spans, counts(group, spans), worked, strict=True)
    ]
    return _compared(asked, profile, group, rows)


def _compared(asked: DeclineAsked, profile: OfficeProfile, group: str, rows: Sequence[StretchRow]) -> DeclineFound:
    units = {
        Weighting.WORKING_DAYS: str(Weighting.WORKING_DAYS),
        Weighting.NONE: "months" if are_whole_months(row.span for row in rows) else "days",
    }
    unit = units.pop(asked.weighting)
    value, base = _counted(rows[:1], unit), _counted(rows[1:], unit)
    refusal = why_no_decline(value, base)
    if refusal is not None:
        raise Refused(refusal)
    return DeclineFound(
        asked=asked,
        office_name=profile.name,
        is_example=profile.means.is_example,
        group=group,
        period=rows[0],
        base=tuple(rows[1:]),
        unit=unit,
        decline=decline_of(value, base),
        changes=tuple(_changes(rows, [unit, *units.values()])),
    )


def _changes(rows: Sequence[StretchRow], units: Sequence[str]) -> Iterator[Change]:
    for unit in units:
        value, base = _counted(rows[:1], unit), _counted(rows[1:], unit)
        if why_no_decline(value, base) is None:
            # Of stretches equally long the change per month or day is that of the counts themselves.
            is_plain = unit != Weighting.WORKING_DAYS and value.units * len(rows[1:]) == base.units
            yield Change(None if is_plain else unit, change_of(value, base))


def _counted(rows: Sequence[StretchRow], unit: str) -> Counted:
    match unit:
        case "months":
            units = sum(len(months_of(row.span)) for row in rows)
        case "days":
            units = sum(days_of(row.span) for row in rows)
        case _:
            units = sum(row.working_days for row in rows)
    return Counted(Decimal(sum(row.count for row in rows)), units, Decimal(sum(row.quota for row in rows)))


def _group(profile: OfficeProfile, group: str | None) -> str:
    groups = [each.code for each in profile.means.groups]
    if group is not None and group not in groups:
        raise Refused(Refusal("group.unknown", "group"))
    return group or groups[0]


def _over(period: DayPeriod, today: date) -> DayPeriod:
    """What of a period is over."""
    over = period.cut_at(today)
    if over is None:
        raise Refused(Refusal("decline.not_begun", "period"))
    return DayPeriod(over.from_on, end_of(over))
