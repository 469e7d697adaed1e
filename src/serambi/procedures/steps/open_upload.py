"""Begin an upload in the caller's transaction: the person's quota is counted under a lock."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Sum

from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking, Upload
from serambi.records.models.bookings import BookingState
from serambi.records.queries.uploads import documents_to_send
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import Announced, Holdings, UploadState, why_not_start

CODE_BYTES = STORED_NAME_BYTES = 16
STILL_EXPECTED = (
    *(BookingState.CONFIRMED, BookingState.OFFERED, BookingState.INVITED, BookingState.POSTPONED),
    *(BookingState.ARRIVED, BookingState.VISITED),
)
"""After the visit too: an officer may ask for a paper that was missing."""

A_DAY = timedelta(hours=24)


def open_upload(code: str, announced: Announced, *, now: datetime, by: str) -> Upload:
    """The row of a new upload; the same file announced again while it is coming is the same upload.

    Raises Refused: `booking.not_found`, and what why_not_start says.
    """
    booking = Booking.objects.select_related("office", "slot__office_day").filter(code=code).first()
    if booking is None:
        raise Refused(Refusal("booking.not_found"))
    Upload.objects.all().lock_person(bytes(booking.identity_hash))
    mine = Upload.objects.filter(booking=booking, state=UploadState.RECEIVING)
    begun: Upload | None = mine.filter(
        document=announced.document, size=announced.size, sha256=announced.sha256
    ).first()
    if begun is not None:
        return begun
    refusal = why_not_start(
        announced,
        asked=[document.code for document in documents_to_send(booking=booking, now=now)],
        holdings=_holdings(bytes(booking.identity_hash), now),
        is_expected=booking.state in STILL_EXPECTED,
    )
    if refusal is not None:
        raise Refused(refusal)
    upload = Upload.objects.create(
        booking=booking,
        document=announced.document,
        code=secrets.token_urlsafe(CODE_BYTES),
        stored_as=secrets.token_hex(STORED_NAME_BYTES),
        size=announced.size,
        sha256=announced.sha256,
        state=UploadState.RECEIVING,
        made_at=now,
        by=by,
    )
    facts = {"upload": upload.code, "document": upload.document, "size": upload.size}
    write_ledger("upload.started", code, now=now, by=by, office=booking.office.code, facts=facts)
    return upload


def _holdings(identity_hash: bytes, now: datetime) -> Holdings:
    sent = Upload.objects.all().of_person(identity_hash)
    held = sent.coming_or_kept()
    return Holdings(
        files=held.count(),
        bytes=held.aggregate(total=Sum("size"))["total"] or 0,
        tries=sent.filter(made_at__gt=now - A_DAY).count(),
    )
