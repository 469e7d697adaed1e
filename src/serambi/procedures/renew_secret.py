"""Give the holder of a booking a new secret, when the old one is lost."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.new_secrets import new_secret
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking
from serambi.records.models.bookings import BookingState
from serambi.records.sealing import secret_hash
from serambi.rules.refusal import Refusal, Refused


def renew_secret(*, code: str, now: datetime, by: str) -> str:
    """Give a booking a new secret; from now on the old one opens nothing. It is shown once and kept only as a hash.

    The caller is a member of staff of the office who has compared the person with their identity document. Doing it
    twice gives yet another secret. Raises Busy, OutcomeUnknown, and Refused: `booking.not_found`, `booking.not_live`.
    Source: docs/rules.md, booking.
    """
    with durable_transaction():
        booking = Booking.objects.select_related("office").select_for_update(of=("self",)).filter(code=code).first()
        if booking is None:
            raise Refused(Refusal("booking.not_found"))
        if not booking.is_live and booking.state != BookingState.POSTPONED:
            raise Refused(Refusal("booking.not_live"))
        secret = new_secret()
        booking.secret_hash = secret_hash(secret)
        booking.save(update_fields=["secret_hash"])
        write_ledger("secret.renewed", code, now=now, by=by, office=booking.office.code)
    return secret
