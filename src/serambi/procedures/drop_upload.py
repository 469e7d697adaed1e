"""Drop an upload: its holder takes the file back."""

from datetime import datetime
from functools import partial

from django.db import transaction

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records import sealed_files
from serambi.records.models import Upload
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import UploadState, why_not_drop


def drop_upload(*, code: str, upload: str, now: datetime, by: str) -> None:
    """Forget a file of a booking; the row stays and says that it was dropped.

    What an officer has judged stays with the office. The bytes go after the commit; where the disk fails then, the
    sweep takes them later. Raises Busy, OutcomeUnknown, and Refused: `upload.not_found`, `upload.marked`.
    """
    with durable_transaction():
        mine = Upload.objects.select_related("booking__office").filter(booking__code=code, code=upload)
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            raise Refused(Refusal("upload.not_found"))
        refusal = why_not_drop(state=UploadState(row.state), is_marked=row.marks.exists())
        if refusal is not None:
            raise Refused(refusal)
        row.state, row.ended_at = UploadState.DROPPED, now
        row.save(update_fields=["state", "ended_at"])
        facts = {"upload": row.code, "document": row.document}
        write_ledger("upload.dropped", code, now=now, by=by, office=row.booking.office.code, facts=facts)
        transaction.on_commit(partial(forget_bytes, row.stored_as), robust=True)


def forget_bytes(stored_as: str) -> None:
    """Remove the file, its drafts and its pieces."""
    sealed_files.drop(stored_as, *sealed_files.drafts_of(stored_as), *sealed_files.parts_of(stored_as))
