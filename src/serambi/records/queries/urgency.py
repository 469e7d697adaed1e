"""Claims of urgency: those to judge at the triage desk, and the sampled ones to audit."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from serambi.records.models import Booking, UrgencyVerdict
from serambi.rules.sampling import is_sampled

MOST_CLAIMS = 500


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim nobody has judged yet; `start_at` aware UTC, None for somebody in line, who is judged all the same."""

    code: str
    start_at: datetime | None
    service: str
    urgency: str
    state: str


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A judged claim that is to be looked at again by somebody else."""

    code: str
    is_accepted: bool
    reason: str
    judged_by: str
    judged_at: datetime


def claims_to_judge(*, office: str, now: datetime) -> tuple[ClaimRow, ...]:
    """The first MOST_CLAIMS unjudged claims of visits to come at an office, sorted by start, then code."""
    claims = Booking.objects.live().filter(office__code=office, slot__start_at__gt=now).exclude(urgency="")
    unjudged = claims.exclude(urgency_verdicts__is_audit=False).select_related("slot")
    rows = unjudged.order_by("slot__start_at", "code")[:MOST_CLAIMS]
    return tuple(
        ClaimRow(row.code, row.slot.start_at if row.slot else None, row.service, row.urgency, row.state) for row in rows
    )


def verdicts_to_audit(*, office: str) -> tuple[VerdictRow, ...]:
    """The sampled verdicts of an office that nobody has audited, oldest first."""
    return tuple(
        VerdictRow(row.booking.code, row.is_accepted, row.reason, row.by, row.at)
        for row in _verdicts().filter(booking__office__code=office).order_by("id")
        if is_sampled(row.booking.code)
    )


def is_to_audit(*, code: str) -> bool:
    """Whether the verdict on a booking is sampled and not yet audited."""
    return is_sampled(code) and _verdicts().filter(booking__code=code).exists()


def _verdicts() -> QuerySet[UrgencyVerdict]:
    verdicts = UrgencyVerdict.objects.filter(is_audit=False).select_related("booking")
    return verdicts.exclude(booking__urgency_verdicts__is_audit=True)
