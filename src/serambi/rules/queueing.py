"""The queue of the visit day: classes, stages, arrival bands, and an order computed from recorded facts alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class VisitClass(StrEnum):
    """Classes of visitors, in the order in which they are called."""

    PRIORITY = "priority"
    BOOKED = "booked"
    WALK_IN = "walk_in"


class Stage(StrEnum):
    """Stations of a visit, in order."""

    DOCUMENTS = "documents"
    INTERVIEW = "interview"
    PAYMENT = "payment"


class Band(StrEnum):
    """How an arrival lies to its slot."""

    TOO_EARLY = "too_early"
    ON_TIME = "on_time"
    LATE = "late"


STAGES_BY_GROUP = {
    "passport": (Stage.DOCUMENTS, Stage.INTERVIEW, Stage.PAYMENT),
    "permit": (Stage.DOCUMENTS, Stage.INTERVIEW, Stage.PAYMENT),
}
"""Document desk, then photo, fingerprints and interview, then the payment slip (docs/sources.md, the visit day)."""

TICKET_LETTERS = {VisitClass.PRIORITY: "P", VisitClass.BOOKED: "B", VisitClass.WALK_IN: "W"}
TICKET_SIGNS = 6
"""A letter and up to five digits; booking codes have twelve signs, so the two are never mistaken."""

PRIORITY_KINDS = frozenset({"elderly", "disabled", "pregnant", "under-five", "sick"})
"""Kinds with their own contingent, never turned away for lack of a booking (docs/sources.md, booking)."""


@dataclass(frozen=True, slots=True)
class InLine:
    """What the order of the queue depends on. `due_at` is the slot of who came in time, else the arrival."""

    ticket: str
    visit_class: VisitClass
    due_at: datetime
    arrived_at: datetime

    @property
    def order(self) -> tuple[int, datetime, datetime, str]:
        return list(VisitClass).index(self.visit_class), self.due_at, self.arrived_at, self.ticket


def in_order(waiting: Iterable[InLine]) -> tuple[InLine, ...]:
    """Those who wait, first to be called first: by class, then due time, then arrival.

    A function of recorded facts: nothing is stored that could be moved. Source: docs/rules.md, the visit day.
    """
    return tuple(sorted(waiting, key=lambda each: each.order))


def band_of(slot_start_at: datetime, now: datetime, *, early_minutes: int, grace_minutes: int) -> Band:
    """How an arrival at `now` lies to a slot: up to `early_minutes` before it and `grace_minutes` after is on time."""
    if now < slot_start_at - timedelta(minutes=early_minutes):
        return Band.TOO_EARLY
    return Band.ON_TIME if now <= slot_start_at + timedelta(minutes=grace_minutes) else Band.LATE


def due_at(band: Band, slot_start_at: datetime | None, arrived_at: datetime) -> datetime:
    """The instant that counts for the order: the slot of who came in time, else the arrival."""
    if slot_start_at is None or band is Band.LATE:
        return arrived_at
    return slot_start_at


def next_stage(group: str, stage: Stage) -> Stage | None:
    """The station after this one for a service group; None when the visit is done."""
    stages = STAGES_BY_GROUP.get(group, tuple(Stage))
    at = stages.index(stage) + 1
    return stages[at] if at < len(stages) else None


def read_ticket(typed: str) -> str | None:
    """The ticket as it is kept, from what a person typed ("b 41", "B-041"); None when it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign not in " -")
    if not 2 <= len(signs) <= TICKET_SIGNS or signs[0] not in TICKET_LETTERS.values():
        return None
    return f"{signs[0]}-{int(signs[1:]):03d}" if signs[1:].isascii() and signs[1:].isdecimal() else None


def ticket_number(visit_class: VisitClass, number: int) -> str:
    """A hall number that looks like no booking code: a letter for the class and three digits, "P-007", "B-041"."""
    return f"{TICKET_LETTERS[visit_class]}-{number:03d}"
