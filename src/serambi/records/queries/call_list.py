"""The call list: people whom no message reaches, and what they must be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from serambi.records.codec import from_json
from serambi.records.models import Booking, LedgerRow, Message, Obligation
from serambi.records.models.bookings import BookingState
from serambi.records.models.messages import MessageState
from serambi.records.models.obligations import ObligationKind, ObligationOutcome
from serambi.records.sealing import unseal
from serambi.rules.booking import Applicant
from serambi.rules.calling import CallOutcome, CallReason, call_order

CALL_NOTED = "call.noted"
"""The ledger's action for one call; its fact `outcome` is a CallOutcome."""

UNANSWERED = (ObligationOutcome.OPEN, ObligationOutcome.EXPIRED)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that somebody owes. `since_at` is when it came up, `slot_at` the start of the place that is held or
    restored (None: none is), `deadline_at` the end of the offer; `tries` counts calls since, all without success.
    """

    office: str
    code: str
    reason: CallReason
    since_at: datetime
    slot_at: datetime | None
    deadline_at: datetime | None
    is_urgent: bool
    is_vulnerable: bool
    tries: int
    is_wrong_number: bool


@dataclass(frozen=True, slots=True)
class CallRow:
    """An open call with whom to ask for; `phone` E.164, None when none was left: wait for them at the office."""

    call: OpenCall
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class _Due:
    """A booking with what its person must be told, before the calls are looked up."""

    booking: Booking
    reason: CallReason
    since_at: datetime
    deadline_at: datetime | None
    needs_earlier_call: bool = False
    """Only who had been told of the change must be told that it is taken back."""


def call_list(*, office: str | None, now: datetime) -> tuple[CallRow, ...]:
    """The open calls of an office (None: every office) with name and number, urgent first, then by deadline.

    Whoever shows it notes the view in the ledger.
    """
    dues = _unanswered(_due(office, None, now))
    rows = [CallRow(call, *_whom(booking)) for booking, call in dues]
    return tuple(sorted(rows, key=lambda row: _order(row.call)))


def open_call(*, code: str, now: datetime) -> OpenCall | None:
    """The open call of a booking; None when nobody need call."""
    return next((call for _, call in _unanswered(_due(None, code, now))), None)


def _due(office: str | None, code: str | None, now: datetime) -> Iterable[_Due]:
    """At most one per booking matters; what is open comes before what is over."""
    of = {"booking__code": code} if code else {"office__code": office} if office else {}
    yield from _obligations(Obligation.objects.filter(**of), now)
    yield from _messages(Message.objects.filter(**of), now)
    bookings = Booking.objects.filter(**{name.removeprefix("booking__"): value for name, value in of.items()})
    yield from _invitations(bookings, now)


def _obligations(rows: QuerySet[Obligation], now: datetime) -> Iterable[_Due]:
    """Those without an e-mail whose place an order changed, or changed back after somebody had called them."""
    is_open = Q(outcome=ObligationOutcome.OPEN)
    is_over = Q(outcome=ObligationOutcome.EXPIRED, booking__state=BookingState.POSTPONED)
    later = Obligation.objects.filter(booking=OuterRef("booking"), pk__gt=OuterRef("pk"))
    is_back = Q(~Exists(later), outcome=ObligationOutcome.RESTORED, booking__state=BookingState.CONFIRMED)
    kept = rows.filter(is_open | is_over | is_back, kind=ObligationKind.CALL).order_by("-id")
    for due in kept.select_related("booking__office", "booking__slot", "booking__applicant"):
        booking, since_at = due.booking, due.settled_at or due.made_at
        if due.outcome == ObligationOutcome.EXPIRED:
            yield _Due(booking, CallReason.EXPIRED, since_at, None)
        elif due.outcome == ObligationOutcome.RESTORED:
            if booking.slot and booking.slot.start_at > now:
                yield _Due(booking, CallReason.RESTORED, since_at, booking.slot.start_at, needs_earlier_call=True)
        elif booking.state == BookingState.OFFERED:
            yield _Due(booking, CallReason.OFFER, since_at, due.deadline_at)
        else:
            yield _Due(booking, CallReason.CALLED_OFF, since_at, None)


def _messages(rows: QuerySet[Message], now: datetime) -> Iterable[_Due]:
    """Those whose critical message could not be delivered, while what it says still holds."""
    unanswered = Obligation.objects.filter(outcome__in=UNANSWERED)
    holds = (
        Q(kind="offer", booking__obligations__in=unanswered, booking__state=BookingState.OFFERED)
        | Q(kind="offer", booking__obligations__in=unanswered, booking__state=BookingState.POSTPONED)
        | Q(kind="called_off", booking__obligations__in=unanswered, booking__state=BookingState.POSTPONED)
        | Q(kind="invited", booking__state=BookingState.INVITED, booking__waiting_place__invited_until__gt=now)
        | Q(kind="restored", booking__state=BookingState.CONFIRMED, booking__slot__start_at__gt=now)
        | Q(kind="urgency_rejected", booking__state=BookingState.POSTPONED, not_after__gt=now)
    )
    holding = rows.filter(holds, state=MessageState.GIVEN_UP, is_critical=True).values("pk")
    kept = Message.objects.filter(pk__in=holding).order_by("-id")
    related = ("booking__office", "booking__slot", "booking__applicant", "booking__waiting_place")
    for message in kept.select_related(*related).prefetch_related("booking__obligations"):
        booking = message.booking
        if booking is None:
            continue  # none of these kinds speaks of anything else
        since_at = message.settled_at or message.made_at
        if message.kind == "offer" and booking.state == BookingState.POSTPONED:
            yield _Due(booking, CallReason.EXPIRED, since_at, None)
        else:
            yield _Due(booking, CallReason(message.kind), since_at, _deadline(booking))


def _invitations(rows: QuerySet[Booking], now: datetime) -> Iterable[_Due]:
    """Those without an e-mail for whom a place from the line is held."""
    kept = rows.filter(state=BookingState.INVITED, is_reachable=False, waiting_place__invited_until__gt=now)
    invited = kept.annotate(invited_at=Max("statuses__at", filter=Q(statuses__event="invited"))).order_by("id")
    for booking in invited.select_related("office", "slot", "applicant", "waiting_place"):
        yield _Due(booking, CallReason.INVITED, booking.invited_at or booking.booked_at, _deadline(booking))


def _deadline(booking: Booking) -> datetime | None:
    match booking.state:
        case BookingState.INVITED:
            return booking.waiting_place.invited_until
        case BookingState.OFFERED:
            open_ones = [o.deadline_at for o in booking.obligations.all() if o.outcome == ObligationOutcome.OPEN]
            return next(iter(open_ones), None)
        case BookingState.CONFIRMED:
            return booking.slot.start_at if booking.slot else None
        case _:
            return None


def _unanswered(dues: Iterable[_Due]) -> list[tuple[Booking, OpenCall]]:
    """One call per booking, without those who have been reached since it came up."""
    first: dict[str, _Due] = {}
    for due in dues:
        first.setdefault(due.booking.code, due)
    notes: dict[str, list[tuple[datetime, str]]] = {code: [] for code in first}
    noted = LedgerRow.objects.filter(action=CALL_NOTED, subject__in=list(first)).order_by("id")
    for code, at, facts in noted.values_list("subject", "at", "facts"):
        notes[code].append((at, facts["outcome"]))
    calls = []
    for code, due in first.items():
        since = [outcome for at, outcome in notes[code] if at >= due.since_at]
        was_reached = any(outcome == CallOutcome.REACHED for _, outcome in notes[code])
        if due.reason is CallReason.RESTORED and due.needs_earlier_call and not was_reached:
            continue
        if CallOutcome.REACHED not in since:
            is_wrong = any(outcome == CallOutcome.WRONG_NUMBER for _, outcome in notes[code])
            calls.append((due.booking, _call(due, since, is_wrong)))
    return calls


def _call(due: _Due, tries: Sequence[str], is_wrong_number: bool) -> OpenCall:
    booking = due.booking
    return OpenCall(
        office=booking.office.code,
        code=booking.code,
        reason=due.reason,
        since_at=due.since_at,
        slot_at=booking.slot.start_at if booking.slot and booking.is_live else None,
        deadline_at=due.deadline_at,
        is_urgent=bool(booking.urgency),
        is_vulnerable=booking.is_vulnerable,
        tries=len(tries),
        is_wrong_number=is_wrong_number,
    )


def _whom(booking: Booking) -> tuple[str, str | None]:
    person = from_json(Applicant, unseal(booking.applicant.sealed))
    return person.name, person.phone


def _order(call: OpenCall) -> tuple[bool, bool, bool, datetime, str]:
    return call_order(
        is_wrong_number=call.is_wrong_number,
        is_urgent=call.is_urgent,
        deadline_at=call.deadline_at,
        since_at=call.since_at,
        code=call.code,
    )
