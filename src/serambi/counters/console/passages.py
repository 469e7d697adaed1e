"""One passage at the gate: from what was scanned and pressed to the procedure it means, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from serambi.counters.common import words
from serambi.counters.console.forms.gate import LEAVE
from serambi.counters.console.pages.place import AtOffice
from serambi.procedures.admit_visitor import Admission, admit_booked, admit_walk_in
from serambi.procedures.leave_hall import leave_hall
from serambi.records.queries.visits import visit_by_booking
from serambi.rules.codes import read_code
from serambi.rules.queueing import read_ticket
from serambi.rules.refusal import Refusal, Refused

IN, OUT, REFUSED = "in", "out", "refused"
NO_BOOKING, NO_TICKET = Refusal("booking.not_found", "code"), Refusal("visit.not_found", "ticket")


@dataclass(frozen=True, slots=True)
class Passage:
    """What came of one passage, kept in the session until the next: `kind` is in, out or refused.

    `ticket` is also given with a refusal when the person is inside already; `code` is empty without a booking.
    """

    kind: str
    ticket: str
    code: str
    people: int
    refusal: str
    facts: Mapping[str, str | int]
    at: str


def is_entrance(asked: Mapping[str, Any]) -> bool:
    """Whether somebody wants in: a walk-in, or a code with anything but "leave"; a ticket alone means out."""
    if asked["passage"] in words.WALK_IN:
        return True
    return asked["passage"] != LEAVE and read_ticket(asked["code"]) is None


def pass_through(asked: Mapping[str, Any], at: AtOffice, by: str) -> Passage:
    """Do what the cleaned form asks for. Raises Busy, OutcomeUnknown."""
    code, ticket = read_scan(asked["code"]), read_ticket(asked["code"])
    try:
        if not is_entrance(asked):
            return _out(asked, at, by, code, ticket)
        if asked["passage"] in words.WALK_IN:
            return _admitted(_admit_walk_in(asked, at, by), asked, at, "")
        if code is None:
            raise Refused(NO_BOOKING)
        return _admitted(_admit_booked(asked, at, by, code), asked, at, code)
    except Refused as refused:
        inside = visit_by_booking(office=at.code, on=at.today, code=code) if code else None
        ticket = inside.ticket if inside and inside.left_at is None else ""
        return _refused(refused.refusal, at, code or "", ticket)


def read_scan(scanned: str) -> str | None:
    """The booking code in what a scanner typed: the code itself, or an address that carries it; None when none is."""
    asked = parse_qs(urlsplit(scanned.strip()).query).get("code", [])
    return read_code(asked[0] if asked else scanned)


def _out(asked: Mapping[str, Any], at: AtOffice, by: str, code: str | None, ticket: str | None) -> Passage:
    if ticket is None and code is not None:
        visit = visit_by_booking(office=at.code, on=at.today, code=code)
        ticket = visit.ticket if visit else None
    if ticket is None:
        raise Refused(NO_TICKET)
    leave_hall(office=at.code, ticket=ticket, gate=asked["gate"], now=at.now, by=by)
    return Passage(OUT, ticket, code or "", 0, "", {}, at.now.isoformat())


def _admit_booked(asked: Mapping[str, Any], at: AtOffice, by: str, code: str) -> Admission:
    return admit_booked(
        office=at.code,
        code=code,
        companions=asked["companions"],
        temperature_c=asked["temperature_c"],
        gate=asked["gate"],
        now=at.now,
        by=by,
        key=asked["key"],
    )


def _admit_walk_in(asked: Mapping[str, Any], at: AtOffice, by: str) -> Admission:
    return admit_walk_in(
        office=at.code,
        kind=asked["passage"],
        group=asked["group"],
        companions=asked["companions"],
        temperature_c=asked["temperature_c"],
        gate=asked["gate"],
        now=at.now,
        by=by,
        key=asked["key"],
    )


def _admitted(answer: Admission, asked: Mapping[str, Any], at: AtOffice, code: str) -> Passage:
    if answer.refusal is not None:
        return _refused(answer.refusal, at, code, "")
    return Passage(IN, answer.ticket, code, 1 + asked["companions"], "", {}, at.now.isoformat())


def _refused(refusal: Refusal, at: AtOffice, code: str, ticket: str) -> Passage:
    return Passage(REFUSED, ticket, code, 0, refusal.code, dict(refusal.facts), at.now.isoformat())
