"""A booking being made: the answers so far, which question comes next, and the request they add up to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.contrib.sessions.backends.base import SessionBase
from pydantic import ValidationError

from serambi.counters.common.draft import drop_sealed, keep_sealed, read_sealed
from serambi.records.codec import from_json, to_json
from serambi.rules.booking import Applicant, BookingRequest
from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Service, Who
from serambi.rules.draw_window import DrawEntry
from serambi.rules.refusal import Refusal


class Way(StrEnum):
    SLOT = "slot"
    LINE = "line"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers to the questions; None where one was not asked yet.

    `group` and `who` are those of the service; `refusal` is why the last try failed, shown at its question. Instead of
    a day and a slot there may be a place in line (`in_line`), or a draw's `window` with `wishes` in order.
    """

    service: str | None = None
    group: str = ""
    who: Who = Who.CITIZEN
    purpose: str | None = None
    can_wait: bool | None = None
    urgency: str | None = None
    needed_on: date | None = None
    on: date | None = None
    slot: str | None = None
    people: tuple[Applicant, ...] = ()
    in_line: bool = False
    window: str = ""
    wishes: tuple[str, ...] = ()
    may_wait: bool = True
    refusal: Refusal | None = None

    @property
    def way(self) -> Way:
        """How a place is asked for: a slot of one's own, a place in line, or a draw."""
        if self.window:
            return Way.DRAW
        return Way.LINE if self.in_line else Way.SLOT

    @property
    def contingents(self) -> tuple[Contingent, ...]:
        """Which places this person may have: urgent ones only with an urgent need."""
        return (Contingent.GENERAL, Contingent.URGENT) if self.urgency else (Contingent.GENERAL,)

    def for_service(self, service: Service) -> "Draft":
        """The draft for another service; what no longer fits is asked again."""
        if service.code == self.service:
            return self
        same_group = service.group == self.group
        fits = self.purpose is not None and self.purpose in service.purposes
        return replace(
            self,
            service=service.code,
            group=service.group,
            who=service.who,
            purpose=self.purpose if fits else None,
            on=self.on if same_group else None,
            slot=self.slot if same_group else None,
            in_line=self.in_line and same_group,
            window=self.window if same_group else "",
            wishes=self.wishes if same_group else (),
            people=self.people if service.who is self.who else (),
        )

    def for_slot(self, on: date | None = None, slot: str | None = None) -> "Draft":
        """The draft with a day, and a time when it is known, and neither the line nor a draw."""
        return replace(self, on=on, slot=slot, in_line=False, window="", wishes=())

    def for_line(self) -> "Draft":
        return replace(self, in_line=True, window="", wishes=())

    def with_person(self, number: int, person: Applicant) -> "Draft":
        """The draft with a person put in at a place that counts from 1; the place after the last adds one."""
        people = (*self.people[: number - 1], person, *self.people[number:])
        return replace(self, people=people)

    def without_person(self, number: int) -> "Draft":
        return replace(self, people=self.people[: number - 1] + self.people[number:])


STEPS = ("service", "purpose", "wait", "urgency", "day", "time", "people", "check")
IS_ANSWERED: dict[str, Callable[[Draft], bool]] = {
    "service": lambda draft: draft.service is not None,
    "purpose": lambda draft: draft.purpose is not None,
    "wait": lambda draft: draft.can_wait is not None,
    "urgency": lambda draft: draft.can_wait is True or draft.urgency is not None,
    "day": lambda draft: draft.on is not None or draft.way is not Way.SLOT,
    "time": lambda draft: draft.slot is not None or draft.way is not Way.SLOT,
    "people": lambda draft: bool(draft.people),
    "check": lambda draft: False,
}


def next_step(draft: Draft) -> str:
    """The first question without an answer; "check" when all have one."""
    return next(step for step in STEPS if not IS_ANSWERED[step](draft))


def is_reachable(draft: Draft, step: str) -> bool:
    """Whether every question before a step has its answer."""
    return STEPS.index(step) <= STEPS.index(next_step(draft))


def step_of(refusal: Refusal) -> str:
    """The question whose answer a refusal concerns."""
    field = refusal.field or ""
    if field.startswith("people"):
        return "people"
    if field.startswith("wishes"):
        return "draw"
    return {"slot": "time", "needed_on": "urgency"}.get(field, field if field in STEPS else "check")


def person_of(refusal: Refusal) -> tuple[int, str] | None:
    """The person, counted from 1, and the field ("name", "identity.number") of "people.0.name"; None for others."""
    parts = (refusal.field or "").split(".", 2)
    return (int(parts[1]) + 1, parts[2]) if parts[0] == "people" and len(parts) > 2 else None


def request_of(draft: Draft, *, office: str, key: str, language: str) -> BookingRequest:
    """What is asked for, as the procedure and the rules take it."""
    return BookingRequest(
        key=key,
        office=office,
        service=draft.service or "",
        slot=draft.slot or "",
        purpose=draft.purpose or "",
        people=draft.people,
        needed_on=draft.needed_on if draft.urgency else None,
        urgency=draft.urgency,
        language=language,
    )


def entry_of(draft: Draft, *, key: str, language: str) -> DrawEntry:
    """What is entered into a draw."""
    return DrawEntry(
        key=key,
        window=draft.window,
        service=draft.service or "",
        purpose=draft.purpose or "",
        people=draft.people,
        wishes=draft.wishes,
        may_wait=draft.may_wait,
        needed_on=draft.needed_on if draft.urgency else None,
        urgency=draft.urgency,
        language=language,
    )


def read_draft(session: SessionBase, office: str) -> Draft:
    """The draft of an office; an empty one when there is none, or it was kept by an older version."""
    kept = read_sealed(session, _name(office))
    try:
        return Draft() if kept is None else from_json(Draft, kept)
    except ValidationError:
        return Draft()


def keep_draft(session: SessionBase, office: str, draft: Draft) -> None:
    keep_sealed(session, _name(office), to_json(draft))


def drop_draft(session: SessionBase, office: str) -> None:
    drop_sealed(session, _name(office))


def _name(office: str) -> str:
    return f"draft {office}"
