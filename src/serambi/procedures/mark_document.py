"""Mark a document: an officer says seen, fits, or does not fit."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Upload, UploadMark
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import UploadState, why_not_mark


def mark_document(*, code: str, upload: str, mark: str, reason: str, now: datetime, by: str) -> None:
    """Add a mark to an upload of a booking; the newest counts, the earlier ones stay.

    `by` is a member of the office whom the counter has let in; `reason` is read by the file's holder. The same mark
    by the same officer again adds nothing. Raises Busy, OutcomeUnknown, and Refused: `upload.not_found`,
    `mark.unknown`, `mark.reason_missing`, `mark.reason_too_long`.
    """
    with durable_transaction():
        mine = Upload.objects.select_related("booking__office").filter(booking__code=code, code=upload)
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            raise Refused(Refusal("upload.not_found"))
        refusal = why_not_mark(state=UploadState(row.state), mark=mark, reason=reason)
        if refusal is not None:
            raise Refused(refusal)
        newest = row.marks.order_by("-pk").first()
        if newest is not None and (newest.mark, newest.reason, newest.by) == (mark, reason.strip(), by):
            return
        UploadMark.objects.create(upload=row, mark=mark, reason=reason.strip(), at=now, by=by)
        facts = {"upload": row.code, "document": row.document, "mark": mark}
        write_ledger("document.marked", code, now=now, by=by, office=row.booking.office.code, facts=facts)
