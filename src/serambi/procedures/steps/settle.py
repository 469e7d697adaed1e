"""Ending what was owed: the open obligation of a booking, and its place in line. In the caller's transaction."""

from datetime import datetime

from serambi.records.models import Booking, Obligation, WaitingPlace
from serambi.records.models.obligations import ObligationOutcome

WITHOUT_ANSWER = (ObligationOutcome.OPEN, ObligationOutcome.TOLD, ObligationOutcome.REACHED, ObligationOutcome.EXPIRED)
"""Outcomes of a due that its person has not answered."""


def settle_open_obligation(booking: Booking, outcome: ObligationOutcome, *, now: datetime, by: str) -> None:
    """Settle the booking's open obligation, if there is one."""
    Obligation.objects.filter(booking=booking, outcome=ObligationOutcome.OPEN).update(
        outcome=outcome, settled_at=now, settled_by=by
    )


def settle_by_answer(booking: Booking, outcome: ObligationOutcome, *, now: datetime, by: str) -> None:
    """Settle what was last due to a person by their own answer, if none had settled it yet.

    Also when they had been told or called, or the offer ran out: an undo must not pull them out of what they chose.
    """
    last = Obligation.objects.filter(booking=booking).order_by("-id").values_list("pk")[:1]
    Obligation.objects.filter(pk__in=last, outcome__in=WITHOUT_ANSWER).update(
        outcome=outcome, settled_at=now, settled_by=by
    )


def is_answer_too_late(booking: Booking, now: datetime) -> bool:
    """Whether the time to answer the booking's offer or invitation is over, expired yet or not."""
    offered = Obligation.objects.filter(booking=booking, outcome=ObligationOutcome.OPEN, deadline_at__lte=now)
    invited = WaitingPlace.objects.filter(booking=booking, invited_until__lte=now)
    return offered.exists() or invited.exists()


def stand_in_line(booking: Booking) -> None:
    """Give the booking a place in line since it was booked, or keep the one the person has, waiting again."""
    WaitingPlace.objects.stand([booking.pk])


def leave_line(booking: Booking) -> None:
    WaitingPlace.objects.filter(booking=booking).delete()
