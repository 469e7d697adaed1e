"""Start an upload that comes in pieces, or find the one that was interrupted."""

from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.open_upload import open_upload
from serambi.procedures.steps.storage import storage
from serambi.records import sealed_files
from serambi.rules.refusal import Refused
from serambi.rules.upload import Announced, why_no_room


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """An upload under way: its code, and how many bytes are here already (where to go on)."""

    upload: str
    received: int
    size: int


def start_upload(*, code: str, announced: Announced, now: datetime, by: str) -> UploadTicket:
    """Make room for a file of a booking and say where its sending goes on.

    The caller has let the person in (code and secret, or a staff member of the office). Doing it twice is safe: the
    same file for the same document is the same upload. Raises Busy, OutcomeUnknown, and Refused: `booking.not_found`,
    `upload.no_room`, `upload.unavailable`, `upload.booking_over`, `upload.document_unknown`, `upload.empty`,
    `upload.too_big`, `upload.quota_files`, `upload.quota_bytes`, `upload.too_many_tries`. Source: docs/rules.md, files.
    """
    ask_for_room()
    with durable_transaction():
        upload = open_upload(code, announced, now=now, by=by)
        return UploadTicket(upload.code, upload.received, upload.size)


def ask_for_room() -> None:
    """Raises Refused: `upload.no_room` on a disk that is nearly full, `upload.unavailable` on one that fails."""
    with storage():
        refusal = why_no_room(sealed_files.used_percent())
    if refusal is not None:
        raise Refused(refusal)
