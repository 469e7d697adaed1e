"""Draws the people of many days: who stays away, who comes unbooked, when each comes and how long each takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serambi.rules.queueing import VisitClass
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.plan import DayPlan, GroupPlan

Minutes = NDArray[np.float64]
Numbers = NDArray[np.int64]

CLASSES = tuple(VisitClass)
NEVER = np.inf


@dataclass(frozen=True, slots=True)
class People:
    """Columns of people, one row per day. `groups` and `classes` belong to a column, as numbers into the plan's groups
    and CLASSES.

    `arrives_at` and `admitted_at` are minutes after midnight; NEVER for somebody who stays away; `admitted_at` also
    for one who comes after the end of service. `rank` orders a day's people as they are called, from 0. `seats` are
    those taken in the hall, with a companion's.
    """

    groups: Numbers
    classes: Numbers
    arrives_at: Minutes
    admitted_at: Minutes
    rank: Numbers
    service_minutes: Minutes
    seats: Numbers


@dataclass(frozen=True, slots=True)
class _Column:
    """Some people of one group and class; `due_at` is NEVER where nobody has a slot."""

    group: int
    visit_class: VisitClass
    slot_at: Minutes
    arrives_at: Minutes


def draw_people(plan: DayPlan, habits: Habits, *, days: int, chance: np.random.Generator) -> People:
    """Draw the people of so many days. The counters and the hall of the plan play no part, so that two plans that
    differ only in those meet the same people when given the same chance."""
    columns = [_booked(plan, number, habits, days, chance) for number in range(len(plan.groups))]
    columns += [
        _unbooked(plan, number, visit_class, per_booked, habits, days, chance)
        for number in range(len(plan.groups))
        for visit_class, per_booked in _unbooked_kinds(plan, habits)
    ]
    arrives_at = np.concatenate([column.arrives_at for column in columns], axis=1)
    slot_at = np.concatenate([np.broadcast_to(c.slot_at, c.arrives_at.shape) for c in columns], axis=1)
    widths = [column.arrives_at.shape[1] for column in columns]
    groups = np.repeat([column.group for column in columns], widths)
    classes = np.repeat([CLASSES.index(column.visit_class) for column in columns], widths)
    service = np.empty_like(arrives_at)
    for number, group in enumerate(plan.groups):
        mine = groups == number
        service[:, mine] = _service_minutes(group, habits, (days, int(mine.sum())), chance)
    companions = chance.random(arrives_at.shape) < habits.companion_share
    return People(
        groups=groups,
        classes=classes,
        arrives_at=arrives_at,
        admitted_at=_admitted_at(plan, groups, arrives_at, slot_at, habits),
        rank=_rank(classes, _due_at(arrives_at, slot_at, habits), arrives_at),
        service_minutes=service,
        # Two in a hall for one would wait for ever.
        seats=np.minimum(1 + companions, plan.hall_limit).astype(np.int64),
    )


def _unbooked_kinds(plan: DayPlan, habits: Habits) -> list[tuple[VisitClass, float]]:
    kinds = [(VisitClass.PRIORITY, habits.priority_per_booked)]
    return [*kinds, (VisitClass.WALK_IN, habits.walk_ins_per_booked)] if plan.takes_walk_ins else kinds


def _booked(plan: DayPlan, number: int, habits: Habits, days: int, chance: np.random.Generator) -> _Column:
    bands = plan.groups[number].bands
    slot_at = np.repeat([float(band.start_minute) for band in bands], [band.people for band in bands])
    shape = (days, len(slot_at))
    if habits.arrival_samples:
        offsets = chance.choice(np.array(habits.arrival_samples), shape)
    else:
        offsets = chance.normal(-habits.early_minutes, habits.arrival_spread_minutes, shape)
    stays_away = chance.random(shape) < habits.no_show_share
    arrives_at = np.where(stays_away, NEVER, np.maximum(slot_at + offsets, 0.0))
    return _Column(number, VisitClass.BOOKED, slot_at, arrives_at)


def _unbooked(
    plan: DayPlan,
    number: int,
    visit_class: VisitClass,
    per_booked: float,
    habits: Habits,
    days: int,
    chance: np.random.Generator,
) -> _Column:
    group = plan.groups[number]
    came = chance.poisson(per_booked * group.booked, days)
    shape = (days, int(came.max()))
    last = max(float(group.opens_minute), group.closes_minute - habits.last_ticket_minutes)
    at = chance.uniform(group.opens_minute, last, shape)
    arrives_at = np.where(np.arange(shape[1]) < came[:, None], at, NEVER)
    return _Column(number, visit_class, np.full(shape[1], NEVER), arrives_at)


def _service_minutes(group: GroupPlan, habits: Habits, shape: tuple[int, int], chance: np.random.Generator) -> Minutes:
    if samples := habits.service_samples.get(group.code):
        return chance.choice(np.array(samples, dtype=np.float64), shape)
    variance = np.log1p(habits.service_spread**2)
    return chance.lognormal(np.log(group.service_minutes) - variance / 2, np.sqrt(variance), shape)


def _admitted_at(plan: DayPlan, groups: Numbers, arrives_at: Minutes, slot_at: Minutes, habits: Habits) -> Minutes:
    """When the door opens for each: not before the day, nor too long before the slot; not after the end of service."""
    too_early_until = np.where(slot_at < NEVER, slot_at - habits.admit_early_minutes, 0.0)
    admitted = np.maximum(np.maximum(arrives_at, too_early_until), plan.opens_minute)
    closes = np.array([group.closes_minute for group in plan.groups], dtype=np.float64)[groups]
    return np.where(admitted < closes, admitted, NEVER)


def _due_at(arrives_at: Minutes, slot_at: Minutes, habits: Habits) -> Minutes:
    """As `queueing.due_at`: the slot of who comes in time, else the arrival."""
    is_in_time = arrives_at <= slot_at + habits.late_after_minutes
    return np.where((slot_at < NEVER) & is_in_time, slot_at, arrives_at)


def _rank(classes: Numbers, due_at: Minutes, arrives_at: Minutes) -> Numbers:
    """As `queueing.in_order`: by class, then due time, then arrival."""
    order = np.lexsort((arrives_at, due_at, np.broadcast_to(classes, due_at.shape)), axis=-1)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(order.shape[1]), order.shape), axis=-1)
    return rank
