"""The files of a booking: what is asked, what was sent, and what officers found. The bytes are read elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.records.models import Booking, Upload
from serambi.records.queries.catalogue import service_by_code
from serambi.rules.catalogue import Document
from serambi.rules.refusal import Refusal
from serambi.rules.requirement import documents_asked
from serambi.rules.upload import Mark, UploadState


@dataclass(frozen=True, slots=True)
class MarkRow:
    """What an officer found, and the reason the holder reads, empty when none is needed."""

    mark: Mark
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file that was sent. `pages` and `kept_size` (bytes) are 0 until it is kept; `mark` is the newest, None: none.

    `refusal` says why it was refused; `received` of `size` bytes are here.
    """

    code: str
    document: str
    state: UploadState
    size: int
    received: int
    media_type: str
    pages: int
    kept_size: int
    refusal: Refusal | None
    made_at: datetime
    mark: MarkRow | None


@dataclass(frozen=True, slots=True)
class BookingFiles:
    """What is asked of a booking, in the catalogue's order, and what was sent, oldest first; dropped files left out."""

    asked: tuple[Document, ...]
    uploads: tuple[UploadRow, ...]

    def sent_for(self, document: str) -> tuple[UploadRow, ...]:
        """What was sent for one document."""
        return tuple(upload for upload in self.uploads if upload.document == document)

    def kept(self) -> tuple[UploadRow, ...]:
        """What officers can look at."""
        return tuple(upload for upload in self.uploads if upload.state == UploadState.KEPT)


def files_of_booking(*, code: str, now: datetime) -> BookingFiles | None:
    """The files of a booking; None when there is no such booking. Whoever calls has let the person in.

    Asks the database four times.
    """
    booking = Booking.objects.select_related("office", "slot__office_day").filter(code=code).first()
    if booking is None:
        return None
    sent = Upload.objects.filter(booking=booking).exclude(state=UploadState.DROPPED).prefetch_related("marks")
    return BookingFiles(
        asked=documents_to_send(booking=booking, now=now),
        uploads=tuple(_upload_rows(sent.order_by("made_at", "pk"))),
    )


def upload_of_booking(*, code: str, upload: str) -> UploadRow | None:
    """One file of a booking; None when it has none with this code, or it was dropped."""
    found = Upload.objects.filter(booking__code=code, code=upload).exclude(state=UploadState.DROPPED)
    return next(iter(_upload_rows(found.prefetch_related("marks"))), None)


def documents_to_send(*, booking: Booking, now: datetime) -> tuple[Document, ...]:
    """The documents asked on the day of a booking's visit; on today's, while it waits in line."""
    service = service_by_code(code=booking.service)
    if service is None:
        return ()
    today = now.astimezone(ZoneInfo(booking.office.time_zone)).date()
    on = booking.slot.office_day.on if booking.slot else today
    return documents_asked(service, purpose=booking.purpose, on=on)


def _upload_rows(rows: Iterable[Upload]) -> Iterable[UploadRow]:
    for row in rows:
        newest = max(row.marks.all(), key=lambda mark: mark.pk, default=None)
        yield UploadRow(
            code=row.code,
            document=row.document,
            state=UploadState(row.state),
            size=row.size,
            received=row.received,
            media_type=row.media_type,
            pages=row.pages,
            kept_size=row.kept_size,
            refusal=Refusal(row.reason, "file", row.facts) if row.reason else None,
            made_at=row.made_at,
            mark=MarkRow(Mark(newest.mark), newest.reason, newest.at, newest.by) if newest else None,
        )
