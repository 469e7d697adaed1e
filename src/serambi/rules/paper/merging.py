"""Whether a paper line can become a visit. What contradicts itself, or what is on record, is never guessed."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from serambi.rules.paper.lines import Outcome, PaperLine
from serambi.rules.queueing import PRIORITY_KINDS, STAGES_BY_GROUP, TICKET_LETTERS, Stage, VisitClass
from serambi.rules.refusal import Refusal

COMES = frozenset({"confirmed", "missed"})
"""States of a booking in which somebody can come. A missed one was missed because nobody could note the arrival."""
SERVED = frozenset({"arrived", "visited"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be known of the booking a line is about. `state` is that of its row; `ticket` of its visit, if any.

    `is_booked_again` says that the person meanwhile holds another live booking of the service group.
    """

    code: str
    on: date | None
    start_at: datetime | None
    service: str
    group: str
    state: str
    ticket: str
    has_case: bool
    is_booked_again: bool


@dataclass(frozen=True, slots=True)
class InHall:
    """A visit that the hall itself let in before the network was lost. `last_at` is when something last happened to it.

    `is_in_line` is False once it was finished or sent home.
    """

    ticket: str
    group: str
    stage: Stage
    is_in_line: bool
    last_at: datetime
    has_left: bool


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Another line of the day that stands beside this one. `same` is ticket, booking or person."""

    number: str
    same: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line is held against.

    `is_kept` says that its number was kept for paper, `kept_for` for which booking (empty: for anybody). `in_hall` is
    the live visit with that number, or of that booking where a line has neither number nor arrival; `is_code_known`
    says that the code is of a booking of this office; `numbers_of_code` counts the numbers sheets kept for it.
    """

    on: date
    zone: str
    now: datetime
    is_kept: bool
    kept_for: str
    in_hall: InHall | None
    is_code_known: bool
    numbers_of_code: int
    expected: Expected | None
    others: tuple[OtherLine, ...]


def why_not_merge(line: PaperLine, facts: LineFacts) -> Refusal | None:
    """Say why a line must wait for a person's decision, None when it can be merged.

    Refusal codes: `paper.times_crossed` (facts `before`, `after`: fields), `paper.outside_day` (fact `field`),
    `paper.nobody_came`, `paper.came_after_all`, `paper.number_unknown`, `paper.number_not_kept` (fact `ticket`),
    `paper.number_needed`, `paper.booking_unknown`, `paper.other_booking` (fact `code`), `paper.kind_and_booking`,
    `paper.kind_needed`, `paper.service_needed`, `paper.other_service` (fact `service`), `paper.other_day` (fact `on`),
    `paper.ticket_class` (fact `letter`), `paper.same_ticket`, `paper.same_booking`, `paper.same_person` (fact
    `number`), `paper.served_online` (fact `ticket`), `paper.booking_not_live` (fact `state`), `paper.booked_again`,
    `paper.hall_went_on` (fact `ticket`), `paper.stage_missing`, `paper.not_finished`, `paper.nowhere_incomplete`,
    `paper.file_without_booking`, `paper.file_open_already`.
    Source: docs/rules.md, the paper day.
    """
    for why in (_why_not_times, _why_not_outcome, _why_not_number, _why_not_person, _why_not_others, _why_not_state):
        refusal = why(line, facts)
        if refusal is not None:
            return refusal
    return _why_not_stages(line, facts) or _why_not_file(line, facts)


def class_of(line: PaperLine, *, has_booking: bool) -> VisitClass:
    """The class in which somebody was called: by the booking, else by the kind."""
    if has_booking:
        return VisitClass.BOOKED
    return VisitClass.PRIORITY if line.kind in PRIORITY_KINDS else VisitClass.WALK_IN


def _why_not_times(line: PaperLine, facts: LineFacts) -> Refusal | None:
    received = (("received", line.received_at),) if line.received_at else ()
    for name, at in (*line.instants, *received):
        if at.astimezone(ZoneInfo(facts.zone)).date() != facts.on or at > facts.now:
            return Refusal("paper.outside_day", name, {"field": name})
    first, last = line.arrived_at, line.left_at
    chain = [line.instants]
    if line.received_at is not None:
        ends = (("arrived", first), ("received", line.received_at), ("left", last))
        chain.append(tuple((name, at) for name, at in ends if at is not None))
    for times in chain:
        for (before, earlier), (after, later) in pairwise(times):
            if later < earlier:
                return Refusal("paper.times_crossed", after, {"before": before, "after": after})
    return None


def _why_not_outcome(line: PaperLine, facts: LineFacts) -> Refusal | None:
    if line.outcome is Outcome.NO_SHOW:
        came = line.instants or line.received_at
        return Refusal("paper.came_after_all", "outcome") if came else None
    if line.arrived_at is None and facts.in_hall is None:
        return Refusal("paper.nobody_came", "arrived")
    return None


def _why_not_number(line: PaperLine, facts: LineFacts) -> Refusal | None:
    if line.number is None:
        needs_none = line.outcome is Outcome.NO_SHOW or facts.in_hall is not None or not facts.is_code_known
        return None if needs_none or facts.numbers_of_code == 1 else Refusal("paper.number_needed", "ticket")
    if not facts.is_kept and facts.in_hall is None:
        return Refusal("paper.number_unknown", "ticket")
    if not facts.is_kept and line.arrived_at is not None:
        return Refusal("paper.number_not_kept", "ticket", {"ticket": facts.in_hall.ticket if facts.in_hall else ""})
    if line.code and facts.kept_for not in ("", line.code):
        return Refusal("paper.other_booking", "code", {"code": facts.kept_for})
    return None


def _why_not_person(line: PaperLine, facts: LineFacts) -> Refusal | None:
    if line.code and not facts.is_code_known:
        return Refusal("paper.booking_unknown", "code")
    expected = facts.expected
    if expected is not None:
        return _why_not_booking(line, expected, facts)
    if facts.in_hall is not None:
        return None
    if not line.kind:
        return Refusal("paper.kind_needed", "kind")
    if not line.service:
        return Refusal("paper.service_needed", "service")
    return _why_not_letter(line, class_of(line, has_booking=False))


def _why_not_booking(line: PaperLine, expected: Expected, facts: LineFacts) -> Refusal | None:
    if line.kind:
        return Refusal("paper.kind_and_booking", "kind")
    if line.service not in ("", expected.service, expected.group):
        return Refusal("paper.other_service", "service", {"service": expected.service})
    if expected.on != facts.on:
        return Refusal("paper.other_day", "code", {"on": expected.on.isoformat() if expected.on else ""})
    if facts.in_hall is not None:
        return None
    return _why_not_letter(line, VisitClass.BOOKED)


def _why_not_letter(line: PaperLine, visit_class: VisitClass) -> Refusal | None:
    letter = TICKET_LETTERS[visit_class]
    return Refusal("paper.ticket_class", "ticket", {"letter": letter}) if line.letter not in ("", letter) else None


def _why_not_others(line: PaperLine, facts: LineFacts) -> Refusal | None:
    for each in facts.others:
        number: dict[str, str | int] = {"number": each.number}
        match each.same:
            case "ticket":
                return Refusal("paper.same_ticket", "ticket", number)
            case "booking":
                return Refusal("paper.same_booking", "code", number)
            case _:
                return Refusal("paper.same_person", None, number)
    return None


def _why_not_state(line: PaperLine, facts: LineFacts) -> Refusal | None:
    hall, expected = facts.in_hall, facts.expected
    if hall is not None and not facts.is_kept:
        written = [at for _, at in line.instants] + ([line.received_at] if line.received_at else [])
        is_over = hall.has_left or (bool(line.at_counters) and not hall.is_in_line)
        if is_over or any(at < hall.last_at for at in written):
            return Refusal("paper.hall_went_on", "ticket", {"ticket": hall.ticket})
        return None
    if expected is None:
        return None
    if expected.state in SERVED:
        return Refusal("paper.served_online", "code", {"ticket": expected.ticket})
    if expected.state not in COMES:
        return Refusal("paper.booking_not_live", "code", {"state": expected.state})
    if expected.state == "missed" and expected.is_booked_again:
        return Refusal("paper.booked_again", "code")
    return None


def _why_not_stages(line: PaperLine, facts: LineFacts) -> Refusal | None:
    """The stages are those of the service group, without a gap, and all but the last ended."""
    group = facts.expected.group if facts.expected else facts.in_hall.group if facts.in_hall else ""
    stages = STAGES_BY_GROUP.get(group, tuple(Stage))
    begun_at = facts.in_hall.stage if facts.in_hall and not facts.is_kept else stages[0]
    due = stages[stages.index(begun_at) :]
    went = [each.stage for each in line.at_counters]
    if tuple(went) != due[: len(went)] or any(each.ended_at is None for each in line.at_counters[:-1]):
        return Refusal("paper.stage_missing", "documents")
    last = line.at_counters[-1] if line.at_counters else None
    if line.outcome is Outcome.INCOMPLETE and (last is None or last.ended_at is None):
        return Refusal("paper.nowhere_incomplete", "outcome")
    is_finished = tuple(went) == due and last is not None and last.ended_at is not None
    if line.outcome is Outcome.FINISHED and not is_finished:
        return Refusal("paper.not_finished", "outcome")
    return None


def _why_not_file(line: PaperLine, facts: LineFacts) -> Refusal | None:
    if line.received_at is None:
        return None
    if facts.expected is None:
        return Refusal("paper.file_without_booking", "received")
    if facts.expected.has_case:
        return Refusal("paper.file_open_already", "received")
    return None
