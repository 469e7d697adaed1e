"""What an instrument is: who issued it, when and where it is in force, what it revokes, and its clauses by topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.risk import Zone
from serambi.rules.territory import Area, AreaKind


class Rank(StrEnum):
    """Rank of an issuer, highest first."""

    PRESIDENT = "president"
    MINISTRY = "ministry"
    HOME_AFFAIRS = "home_affairs"
    DIRECTORATE = "directorate"
    GOVERNOR = "governor"
    MAYOR = "mayor"
    OFFICE_HEAD = "office_head"


class Topic(StrEnum):
    """What a clause speaks of."""

    OPEN = "open"
    MODE = "mode"
    STAFF_CEILING_SHARE = "staff_ceiling_share"
    STAFF_FLOOR_SHARE = "staff_floor_share"
    QUOTA_SHARE = "quota_share"
    LAST_SERVICE_AT = "last_service_at"
    DISTANCE_M = "distance_m"
    MAX_TEMPERATURE_C = "max_temperature_c"
    WALK_IN = "walk_in"
    RESTRICTION = "restriction"
    ADVICE = "advice"
    PERMIT_DEADLINE = "permit_deadline"
    HOLIDAY = "holiday"
    COLLECTION_LAPSES = "collection_lapses"


class Mode(StrEnum):
    """Which needs are served, widest first."""

    ALL = "all"
    URGENT_ONLY = "urgent_only"


RESTRICTIONS = ("psbb", "ppkm-darurat", "level-1", "level-2", "level-3", "level-4")
WALK_IN_KINDS = ("lost", "damaged", "elderly", "disabled", "under-five", "pregnant", "sick", "urgent")
SECTORS = ("direct-service", "essential", "critical", "non-essential", "cannot-wait")


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence for the public in both languages."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class PermitDeadline:
    """A last day for holders of a kind of permit; `permit` e.g. "itkt". `last_on` None: while the instrument holds.

    `entered_before` limits it to those who entered before a day, `ended_from` to permits whose own last day is that
    day or later; None asks nothing.
    """

    permit: str
    last_on: date | None
    entered_before: date | None = None
    ended_from: date | None = None


@dataclass(frozen=True, slots=True)
class HolidayList:
    """Days off of one year and kind: `collective_leave` replaces the year's list, `public` adds to it."""

    kind: str
    year: int
    days: tuple[date, ...]


ClauseValue: TypeAlias = bool | Mode | Decimal | time | frozenset[str] | str | Advice | PermitDeadline | HolidayList
"""The value of a clause, its type fixed by its topic (see rules/policyfile.py):
open, collection_lapses: bool; mode: Mode; shares, distance_m, max_temperature_c: Decimal; last_service_at: local time;
walk_in: kinds; restriction: a name from RESTRICTIONS; the last three their own types."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When a clause holds. An empty set asks nothing; every non-empty one must be met (positive conditions only,

    so that declaring a restriction or a stricter zone can never switch a rule off).
    """

    zones: frozenset[Zone] = frozenset()
    restrictions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    service_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing an instrument says. `ordinal` counts from 1 in the file; `areas` empty means the instrument's own."""

    ordinal: int
    topic: Topic
    value: ClauseValue
    condition: Condition = Condition()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A circular, decree or order.

    `known_at` (aware UTC) is when it was recorded; `undone_at` when it was struck as if it had never been, None if
    never. `revokes` lists the numbers it ends from its own first day in force.
    """

    number: str
    short_name: str
    title: str
    issuer: str
    rank: Rank
    signed_on: date
    in_force: DayPeriod
    areas: tuple[Area, ...]
    clauses: tuple[Clause, ...]
    known_at: datetime
    revokes: tuple[str, ...] = ()
    undone_at: datetime | None = None
    source: str = ""
    confidence: str = ""


ALL_RANKS = frozenset(Rank)
STATE_RANKS = frozenset({Rank.PRESIDENT, Rank.MINISTRY, Rank.HOME_AFFAIRS})

COMPETENT: Mapping[Topic, frozenset[Rank]] = {
    Topic.OPEN: frozenset({Rank.DIRECTORATE}),
    Topic.STAFF_FLOOR_SHARE: STATE_RANKS,
    Topic.RESTRICTION: STATE_RANKS | {Rank.GOVERNOR, Rank.MAYOR},
    Topic.PERMIT_DEADLINE: frozenset({Rank.MINISTRY, Rank.DIRECTORATE}),
    Topic.HOLIDAY: STATE_RANKS,
    Topic.COLLECTION_LAPSES: frozenset({Rank.MINISTRY, Rank.DIRECTORATE}),
}
"""Ranks whose word counts for a topic; topics not named here are open to all, because the strictest wins and so
nobody can loosen with them. Closing is the directorate's alone (head of Kanim Serang, 10 Sep 2020)."""

AREA_KINDS: Mapping[Rank, frozenset[AreaKind]] = {
    Rank.GOVERNOR: frozenset({AreaKind.PROVINCE, AreaKind.REGION, AreaKind.OFFICE}),
    Rank.MAYOR: frozenset({AreaKind.REGION, AreaKind.OFFICE}),
    Rank.OFFICE_HEAD: frozenset({AreaKind.OFFICE}),
}
"""How wide a rank may speak; ranks not named here speak for any area."""


def is_competent(rank: Rank, topic: Topic) -> bool:
    return rank in COMPETENT.get(topic, ALL_RANKS)


def may_revoke(revoker: Instrument, revoked: Instrument) -> bool:
    """Whether one instrument can end another: the same issuer's own, or that of a lower rank."""
    order = list(Rank)
    return revoker.issuer == revoked.issuer or order.index(revoker.rank) < order.index(revoked.rank)


def why_not_enact(instrument: Instrument) -> Refusal | None:
    """Say why an instrument's issuer may not order what it says, None when it may.

    Refusal codes: `instrument.not_competent` (a topic, or an area wider than the rank's). Source: docs/rules.md.
    """
    for clause in instrument.clauses:
        if not is_competent(instrument.rank, clause.topic):
            facts: dict[str, str | int] = {
                "rank": str(instrument.rank),
                "topic": str(clause.topic),
                "clause": clause.ordinal,
            }
            return Refusal("instrument.not_competent", f"clause.{clause.ordinal}.topic", facts)
    allowed = AREA_KINDS.get(instrument.rank)
    for area in instrument.areas:
        if allowed is not None and area.kind not in allowed:
            return Refusal("instrument.not_competent", "areas", {"rank": str(instrument.rank), "area": str(area)})
    return None
