"""The clocks of a case, computed anew and written down. In the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from serambi.records.codec import from_json
from serambi.records.models import Case, CasePause, CaseStatus, Office, ServiceRow
from serambi.records.queries.closures import pauses_by_order
from serambi.records.queries.orders import calendar_of
from serambi.rules.catalogue import Service
from serambi.rules.period import DayPeriod
from serambi.rules.promise import Pause, PauseReason, after_closures, clocks, due_on
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.workdays import Calendar


def lock_case(number: str) -> Case:
    """The case, locked with its office at hand. Raises Refused: `case.not_found`."""
    rows = Case.objects.select_related("office").select_for_update(of=("self",))
    case = rows.filter(number=number).first()
    if case is None:
        raise Refused(Refusal("case.not_found"))
    return case


def local_day_of(office: Office, now: datetime) -> date:
    return now.astimezone(ZoneInfo(office.time_zone)).date()


def own_pauses(rows: Iterable[CasePause]) -> tuple[Pause, ...]:
    """A case's own pauses; one that began and ended on the same day stopped nothing and is left out."""
    lasting = (row for row in rows if row.until_on is None or row.until_on > row.from_on)
    return tuple(Pause(PauseReason(row.reason), DayPeriod(row.from_on, row.until_on)) for row in lasting)


EXAMINED = "examined"


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """Working days of a service: by law from the interview, in practice from payment; None where nobody names any."""

    legal_days: int | None = None
    service_days: int | None = None


def time_of(service: str) -> ServiceTime:
    """The time of a service; none of either where the service is gone."""
    entry = ServiceRow.objects.filter(code=service).values_list("entry", flat=True).first()
    return time_in(from_json(Service, entry)) if entry else ServiceTime()


def time_in(service: Service) -> ServiceTime:
    return ServiceTime(service.legal_days, service.service_days)


def set_clocks(case: Case, calendar: Calendar, allowed: ServiceTime, pauses: Sequence[Pause]) -> bool:
    """Compute both clocks; returns whether one changed. The promised day stays: it was a promise. Not yet saved."""
    before = (case.legal_on, case.practice_on)
    both = clocks(
        legal_days=allowed.legal_days,
        service_days=allowed.service_days,
        interviewed_on=case.interviewed_on,
        paid_on=case.paid_on,
        pauses=pauses,
        calendar=calendar,
    )
    case.legal_on, case.practice_on = both.legal_on, both.practice_on
    return before != (case.legal_on, case.practice_on)


def foresee(case: Case, now: datetime) -> None:
    """Name, at acceptance, the day that is due if interview and payment are the same day. Not yet saved."""
    allowed = time_of(case.service)
    days = allowed.service_days or allowed.legal_days
    case.named_on, case.named_at = due_on(case.received_on, days, (), calendar_of(known_at=now)), now


def promise_anew(case: Case, now: datetime) -> None:
    """Compute the clocks as known at `now` and name the promised day by them: after interview or payment."""
    _count(case, now, named_at=now)


def promise_after_pause(case: Case, now: datetime) -> None:
    """Compute the clocks as known at `now`, and move the day that was named by the case's own pauses.

    The day is counted on the calendar known when it was named, as bring_clocks does: a pause moves a promise, a decree
    does not. Before the interview the day stays as it was foreseen; queries move it by the pauses.
    """
    _count(case, now, named_at=case.named_at or now)


def _count(case: Case, now: datetime, *, named_at: datetime) -> None:
    """Once a document was ready its promise was kept or not; nothing makes another of it."""
    allowed = time_of(case.service)
    own = own_pauses(CasePause.objects.filter(case=case).order_by("id"))
    closed = pauses_by_order(office=case.office.code, service_group=case.group, known_at=now)
    set_clocks(case, calendar_of(known_at=now), allowed, (*own, *closed))
    if case.ready_on is not None or case.interviewed_on is None:
        return
    calendar, days = (
        calendar_of(known_at=named_at),
        allowed.legal_days if case.paid_on is None else allowed.service_days,
    )
    case.named_on, case.named_at = due_on(case.paid_on or case.interviewed_on, days, own, calendar), named_at
    case.promised_on = promised_day(case, calendar, own, closed)


def promised_day(case: Case, calendar: Calendar, own: Sequence[Pause], closed: Sequence[Pause]) -> date | None:
    """The named day as closures move it, on the calendar known when it was named; None where none is promised."""
    counted_from = case.paid_on or case.interviewed_on
    if case.named_on is None or counted_from is None:
        return None
    return after_closures(case.named_on, counted_from, own=own, closed=closed, calendar=calendar)


def is_to_be_examined(case: Case) -> bool:
    """Whether the service asks for papers of the office's own (an examination record) and none was noted yet."""
    entry = ServiceRow.objects.filter(code=case.service).values_list("entry", flat=True).first()
    asks = entry is not None and any(document.is_made_here for document in from_json(Service, entry).documents)
    return asks and not CaseStatus.objects.filter(case=case, event=EXAMINED).exists()


def note_step(case: Case, event: str, *, now: datetime, by: str, reason: str = "") -> None:
    """Append a step to the case's history."""
    CaseStatus.objects.create(
        case=case, event=event, stage=case.stage, reason=reason, promised_on=case.promised_on, at=now, by=by
    )
