"""The hall of an office's day as everybody may see it: numbers and tickets, no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from serambi.records.models import HallDay, QueueOverride, Visit
from serambi.records.models.visits import IN_THE_HOUSE, VisitState
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import orders_of_office
from serambi.rules.capacity import seats_at
from serambi.rules.offices import OfficeProfile
from serambi.rules.queueing import Stage
from serambi.rules.regime import Regime, regime_on

BUSY = (VisitState.CALLED, VisitState.AT_COUNTER)
CALLS = ("called", "recalled")


@dataclass(frozen=True, slots=True)
class CalledRow:
    """Somebody called to a counter or served there; `called_at` is the last call."""

    ticket: str
    counter: str
    stage: Stage
    is_served: bool
    called_at: datetime


@dataclass(frozen=True, slots=True)
class HallRow:
    """People inside and the most that may be, who waits for which stage, who is called, and how often order was broken.

    `limit` is what the regime allows now, which may be less than `inside`; `closed_at` is None until the hall is
    closed for the day; `called` has those first who are not at the counter yet, then the last call.
    """

    office: str
    on: date
    inside: int
    limit: int
    waiting: Mapping[Stage, int]
    called: tuple[CalledRow, ...]
    parked: int
    overrides: int
    closed_at: datetime | None

    @property
    def room(self) -> int:
        """How many people may still come in."""
        return max(0, self.limit - self.inside)

    @property
    def people_waiting(self) -> int:
        return sum(self.waiting.values())


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Somebody admitted on a day whose exit was never noted, with their companions."""

    ticket: str
    people: int
    state: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class OverrideDay:
    """A day, and how many were called out of order on it."""

    on: date
    overrides: int


def hall_state(*, office: str, now: datetime) -> HallRow | None:
    """The hall of an office's today; None for an unknown office. Before the first visitor it is empty."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    on = now.astimezone(ZoneInfo(profile.time_zone)).date()
    day = HallDay.objects.filter(office__code=office, on=on).first()
    visits = Visit.objects.filter(office__code=office, on=on)
    counts = dict(visits.filter(state=VisitState.WAITING).values_list("stage").annotate(Count("id")).order_by("stage"))
    return HallRow(
        office=office,
        on=on,
        inside=day.inside if day else 0,
        limit=seats_at(profile.means, _regime(profile, on, now).distance_m),
        waiting={stage: counts.get(stage.value, 0) for stage in Stage},
        called=_called(office, on),
        parked=visits.filter(state=VisitState.PARKED).count(),
        overrides=QueueOverride.objects.filter(visit__office__code=office, visit__on=on).count(),
        closed_at=day.closed_at if day else None,
    )


def missing_exits(*, office: str, on: date) -> tuple[MissingRow, ...]:
    """Every visit of a day without a noted exit, sorted by ticket; before closing these are the people inside."""
    rows = Visit.objects.filter(office__code=office, on=on, left_at=None).order_by("ticket")
    return tuple(MissingRow(visit.ticket, 1 + visit.companions, visit.state, visit.arrived_at) for visit in rows)


def overrides_by_day(*, office: str, from_on: date, until_on: date) -> tuple[OverrideDay, ...]:
    """How often the order was broken on each day of [from_on, until_on) on which anybody came, the newest first."""
    days = Visit.objects.filter(office__code=office, on__gte=from_on, on__lt=until_on).values("on")
    counted = days.annotate(broken=Count("overrides")).order_by("-on")
    return tuple(OverrideDay(row["on"], row["broken"]) for row in counted)


def still_in_line(*, office: str, on: date) -> int:
    """How many visits of a day are not done yet: waiting, called, served or parked."""
    return Visit.objects.filter(office__code=office, on=on, state__in=IN_THE_HOUSE).count()


def _regime(profile: OfficeProfile, on: date, now: datetime) -> Regime:
    return regime_on(orders_of_office(profile=profile, known_at=now), on)


def _called(office: str, on: date) -> tuple[CalledRow, ...]:
    last_call = Max("statuses__at", filter=Q(statuses__event__in=CALLS))
    rows = Visit.objects.filter(office__code=office, on=on, state__in=BUSY).annotate(called_at=last_call)
    return tuple(
        CalledRow(
            visit.ticket, visit.counter, Stage(visit.stage), visit.state == VisitState.AT_COUNTER, visit.called_at
        )
        for visit in rows.order_by("-state", "-called_at", "counter")  # "called" before "at_counter"
    )
