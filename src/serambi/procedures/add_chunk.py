"""Add a piece to an upload: exactly where what has been received ends."""

from datetime import datetime

from serambi.procedures.start_upload import UploadTicket
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.storage import storage
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records import sealed_files
from serambi.records.models import Upload
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import UploadState, why_not_add_chunk


def add_chunk(*, code: str, upload: str, offset: int, content: bytes, now: datetime, by: str) -> UploadTicket:
    """Keep a piece of an upload of a booking, sealed; returns where the sending goes on.

    Doing it twice is safe: a piece that is here already, the same bytes at the same offset, changes nothing. The piece
    is on the disk before the commit; one whose commit never came is overwritten by the next try. Raises Busy,
    OutcomeUnknown, and Refused: `upload.not_found`, `upload.not_receiving`, `upload.chunk_size`, `upload.offset` (the
    fact `received` says where to go on), `upload.longer_than_said`, `upload.unavailable`.
    """
    with durable_transaction():
        mine = Upload.objects.select_related("booking__office").filter(booking__code=code, code=upload)
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            raise Refused(Refusal("upload.not_found"))
        refusal = why_not_add_chunk(
            state=UploadState(row.state), size=row.size, received=row.received, offset=offset, length=len(content)
        )
        part = f"{row.stored_as}.{offset}"
        with storage():
            if refusal is not None and refusal.code == "upload.offset" and _is_here(row, part, offset, content):
                return UploadTicket(row.code, row.received, row.size)
            if refusal is not None:
                raise Refused(refusal)
            sealed_files.settle(part, sealed_files.write_draft(part, content))
        row.received = offset + len(content)
        row.save(update_fields=["received"])
        facts = {"upload": row.code, "received": row.received}
        write_ledger("upload.continued", code, now=now, by=by, office=row.booking.office.code, facts=facts)
        return UploadTicket(row.code, row.received, row.size)


def _is_here(row: Upload, part: str, offset: int, content: bytes) -> bool:
    return (
        offset < row.received and part in sealed_files.parts_of(row.stored_as) and (sealed_files.read(part) == content)
    )
