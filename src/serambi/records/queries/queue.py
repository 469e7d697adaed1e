"""The queue of a day: who waits in which order, who is set aside, and one ticket's place with its estimate."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.records.models import Visit, VisitStatus
from serambi.records.models.visits import VisitState
from serambi.records.queries.hall import BUSY
from serambi.rules.queueing import STAGES_BY_GROUP, InLine, Stage, VisitClass, in_order
from serambi.rules.waiting import Ahead, OpenCounter, Station, WaitEstimate, wait_estimate

COUNTER_IS_OPEN_MINUTES = 60
"""A counter that called nobody for so long does not count in an estimate (a setting of ours)."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One visit in line or set aside. `kind` says on time, late, or which walk-in; `service` is empty for those;
    `wanted_counter` alone may call it, any when empty."""

    ticket: str
    visit_class: VisitClass
    stage: Stage
    group: str
    service: str
    kind: str
    companions: int
    arrived_at: datetime
    stage_since_at: datetime
    wanted_counter: str


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One ticket's standing today.

    `position` counts from 1 among those who wait for the same stage and service group, None when it does not wait;
    `estimate` is None while too little is known; `counter` is empty unless called or served.
    """

    ticket: str
    state: str
    stage: Stage
    counter: str
    position: int | None
    estimate: WaitEstimate | None


@dataclass(frozen=True, slots=True)
class _Service:
    """One service of today, from call to end; `finished_at` None: it goes on."""

    visit: int
    stage: str
    group: str
    counter: str
    called_at: datetime
    finished_at: datetime | None


def queue_in_order(
    *,
    office: str,
    on: date,
    stages: Collection[Stage] = tuple(Stage),
    groups: Collection[str] | None = None,
    counter: str | None = None,
) -> tuple[QueueRow, ...]:
    """Everybody who waits for one of these stages and service groups (None: any), first to be called first; without
    those sent to another counter than `counter` (None: with them)."""
    waiting = Visit.objects.filter(office__code=office, on=on, state=VisitState.WAITING, stage__in=list(stages))
    if groups is not None:
        waiting = waiting.filter(group__in=list(groups))
    if counter is not None:
        waiting = waiting.filter(wanted_counter__in=("", counter))
    rows = {visit.ticket: visit for visit in waiting}
    return tuple(_row(rows[each.ticket]) for each in in_order(_in_line(rows.values())))


def parked_visits(*, office: str, on: date) -> tuple[QueueRow, ...]:
    """Everybody set aside, sorted by ticket."""
    rows = Visit.objects.filter(office__code=office, on=on, state=VisitState.PARKED).order_by("ticket")
    return tuple(_row(visit) for visit in rows)


def counters_of_day(*, office: str, on: date) -> tuple[str, ...]:
    """The counters that called somebody on a day, sorted."""
    called = VisitStatus.objects.filter(visit__office__code=office, visit__on=on, event="called")
    return tuple(called.order_by("counter").values_list("counter", flat=True).distinct())


def own_place(*, office: str, on: date, ticket: str, now: datetime) -> OwnPlace | None:
    """Where a ticket stands; None when it was not given out there on that day."""
    visit = Visit.objects.filter(office__code=office, on=on, ticket=ticket).first()
    if visit is None:
        return None
    position = estimate = None
    if visit.state == VisitState.WAITING:
        line = queue_in_order(office=office, on=on, stages=[Stage(visit.stage)], groups=[visit.group])
        position = next((at for at, row in enumerate(line, 1) if row.ticket == ticket), None)
    if position is not None:
        estimate = _estimate(office, on, visit, now)
    return OwnPlace(ticket, visit.state, Stage(visit.stage), visit.counter, position, estimate)


def _estimate(office: str, on: date, visit: Visit, now: datetime) -> WaitEstimate | None:
    """From everybody waiting or at a counter, the counters that called of late, and today's services."""
    services = _services(office, on)
    there = Visit.objects.filter(office__code=office, on=on, state__in=(VisitState.WAITING, *BUSY))
    by_id = {each.pk: each for each in there}
    others = [_ahead(each) for each in by_id.values() if each.state == VisitState.WAITING and each.pk != visit.pk]
    durations: defaultdict[Station, list[float]] = defaultdict(list)
    for each in services:
        if each.finished_at is not None:
            durations[each.stage, each.group].append((each.finished_at - each.called_at) / timedelta(minutes=1))
    return wait_estimate(_ahead(visit), others, _open_counters(services, by_id, now), durations)


def _open_counters(services: Sequence[_Service], there: Mapping[int, Visit], now: datetime) -> list[OpenCounter]:
    since = now - timedelta(minutes=COUNTER_IS_OPEN_MINUTES)
    calls: defaultdict[str, set[Station]] = defaultdict(set)
    for each in services:
        if each.called_at >= since:
            calls[each.counter].add((each.stage, each.group))
    going_on = {each.counter: each for each in services if each.finished_at is None and each.visit in there}
    counters = []
    for name, stations in sorted(calls.items()):
        service = going_on.get(name)
        minutes = (now - service.called_at) / timedelta(minutes=1) if service else 0
        serves = _ahead(there[service.visit]) if service else None
        counters.append(OpenCounter(name, frozenset(stations), serves, minutes))
    return counters


def _ahead(visit: Visit) -> Ahead:
    stages = STAGES_BY_GROUP.get(visit.group, tuple(Stage))
    to_come = stages[stages.index(Stage(visit.stage)) :]
    in_line = InLine(visit.ticket, VisitClass(visit.visit_class), visit.due_at, visit.arrived_at)
    return Ahead(in_line.order, tuple((stage.value, visit.group) for stage in to_come), visit.wanted_counter)


def _services(office: str, on: date) -> list[_Service]:
    """Today's services in the order in which they ended; those that go on stand last."""
    events = VisitStatus.objects.filter(visit__office__code=office, visit__on=on).order_by("pk")
    open_calls: dict[int, _Service] = {}
    ended: list[_Service] = []
    fields = ("visit_id", "visit__group", "event", "stage", "counter", "at")
    for visit, group, event, stage, counter, at in events.values_list(*fields):
        if event == "called":
            open_calls[visit] = _Service(visit, stage, group, counter, at, None)
        elif event in ("finished", "incomplete") and (call := open_calls.pop(visit, None)) is not None:
            ended.append(_Service(visit, call.stage, group, call.counter, call.called_at, at))
        elif event in ("parked", "sent", "absent", "left"):
            open_calls.pop(visit, None)
    return [*ended, *open_calls.values()]


def _in_line(visits: Iterable[Visit]) -> Iterable[InLine]:
    for visit in visits:
        yield InLine(visit.ticket, VisitClass(visit.visit_class), visit.due_at, visit.arrived_at)


def _row(visit: Visit) -> QueueRow:
    return QueueRow(
        ticket=visit.ticket,
        visit_class=VisitClass(visit.visit_class),
        stage=Stage(visit.stage),
        group=visit.group,
        service=visit.service,
        kind=visit.kind,
        companions=visit.companions,
        arrived_at=visit.arrived_at,
        stage_since_at=visit.stage_since_at,
        wanted_counter=visit.wanted_counter,
    )
