"""Bookings through their doors: the holder's (code and secret), and the staff's (office)."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from serambi.records.codec import from_json
from serambi.records.models import Booking, Region
from serambi.records.models.bookings import BookingState
from serambi.records.sealing import pseudonym, secret_hash, unseal
from serambi.rules.booking import Applicant
from serambi.rules.codes import read_code
from serambi.rules.identity import IdentityWarning, identities_of, masked, nik_warnings


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One thing that happened: `event` confirmed | moved | offered | …; `start_at` of the slot it then had, if any."""

    event: str
    at: datetime
    start_at: datetime | None


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking as its holder sees it. Times aware UTC; `party` holds the codes booked together, its own included.

    `masked_number` is the identity number with its middle hidden.
    """

    code: str
    office: str
    service: str
    group: str
    purpose: str
    urgency: str | None
    needed_on: date | None
    slot: str | None
    on: date | None
    start_at: datetime | None
    minutes: int
    state: str
    is_live: bool
    name: str
    masked_number: str
    language: str
    party: tuple[str, ...]
    history: tuple[StatusRow, ...]

    @property
    def is_over(self) -> bool:
        """It neither holds a place nor waits in line."""
        return not self.is_live and self.state != "postponed"


@dataclass(frozen=True, slots=True)
class DayListRow:
    """One line of the day's list at the office, with what a clerk should check; no `start_at` for who waits in line."""

    code: str
    start_at: datetime | None
    contingent: str
    service: str
    purpose: str
    urgency: str | None
    state: str
    party_size: int
    applicant: Applicant
    warnings: tuple[IdentityWarning, ...]


def booking_of_holder(*, code: str, secret: str) -> BookingRow | None:
    """The booking with this code, if the secret opens it; None alike for a wrong secret and an unknown code."""
    known = read_code(code)
    row = _rows().filter(code=known).first() if known else None
    kept = bytes(row.secret_hash) if row else bytes(32)
    if not hmac.compare_digest(kept, secret_hash(secret)) or row is None:
        return None
    return _booking_row(row)


def booking_of_office(*, code: str, office: str | None) -> BookingRow | None:
    """The booking with this code at an office (None: any, for the directorate); None when there is none there."""
    known = read_code(code)
    row = _rows().filter(code=known).first() if known else None
    if row is None or (office is not None and row.office.code != office):
        return None
    return _booking_row(row)


def booking_of_identity(*, number: str, office: str) -> str | None:
    """The code of a person's booking at an office, by the number of their NIK or of a passport of whatever country.

    Of several the one that is live, else the newest; None when there is none. It is looked up by its keyed hash.
    """
    hashes = [pseudonym(identity.canonical) for identity in identities_of(number)]
    rows = Booking.objects.filter(office__code=office, identity_hash__in=hashes)
    return rows.order_by("-is_live", "-booked_at", "-id").values_list("code", flat=True).first()


def applicant_of_office(*, code: str, office: str | None) -> DayListRow | None:
    """The person of a booking at an office (None: any), with warnings; None when there is none there.

    Whoever calls notes the view in the ledger.
    """
    known = read_code(code)
    row = _rows().filter(code=known).first() if known else None
    if row is None or (office is not None and row.office.code != office):
        return None
    return next(iter(_day_list([row])))


def day_list(*, office: str, on: date) -> tuple[DayListRow, ...]:
    """The live bookings of an office's day, sorted by start, then code."""
    rows = _rows().filter(office__code=office, slot__office_day__on=on, is_live=True)
    return tuple(_day_list(rows.order_by("slot__start_at", "code")))


def everybody_of_day(*, office: str, on: date) -> tuple[DayListRow, ...]:
    """The same, with those whose visit of that day is over or was missed; in a fixed number of statements."""
    came_or_not = Q(is_live=True) | Q(state__in=(BookingState.VISITED, BookingState.MISSED))
    rows = _rows().filter(came_or_not, office__code=office, slot__office_day__on=on)
    return tuple(_day_list(rows.order_by("slot__start_at", "code")))


def _rows() -> QuerySet[Booking]:
    return Booking.objects.select_related("office", "slot__office_day", "applicant").prefetch_related(
        "statuses__slot", "party__bookings"
    )


def _booking_row(row: Booking) -> BookingRow:
    slot, applicant = row.slot, _applicant(row)
    return BookingRow(
        code=row.code,
        office=row.office.code,
        service=row.service,
        group=row.group,
        purpose=row.purpose,
        urgency=row.urgency or None,
        needed_on=row.needed_on,
        slot=slot.code if slot else None,
        on=slot.office_day.on if slot else None,
        start_at=slot.start_at if slot else None,
        minutes=slot.minutes if slot else 0,
        state=row.state,
        is_live=row.is_live,
        name=applicant.name,
        masked_number=masked(applicant.identity.number),
        language=row.language,
        party=tuple(sorted(other.code for other in row.party.bookings.all())),
        history=tuple(
            StatusRow(status.event, status.at, status.slot.start_at if status.slot else None)
            for status in sorted(row.statuses.all(), key=lambda status: status.pk)
        ),
    )


def _day_list(rows: Iterable[Booking]) -> Iterable[DayListRow]:
    regions = frozenset(Region.objects.exclude(kind="province").values_list("code", flat=True))
    for row in rows:
        applicant = _applicant(row)
        yield DayListRow(
            code=row.code,
            start_at=row.slot.start_at if row.slot else None,
            contingent=row.slot.contingent if row.slot else "",
            service=row.service,
            purpose=row.purpose,
            urgency=row.urgency or None,
            state=row.state,
            party_size=len(row.party.bookings.all()),
            applicant=applicant,
            warnings=nik_warnings(applicant.identity, applicant.born_on, regions),
        )


def _applicant(row: Booking) -> Applicant:
    return from_json(Applicant, unseal(row.applicant.sealed))
