"""Finish an upload: put its pieces together, then keep or refuse the file."""

from datetime import datetime

from serambi.procedures.steps.judge_upload import UploadAnswer, answer_of, judge_upload
from serambi.procedures.steps.storage import storage
from serambi.records import sealed_files
from serambi.records.models import Upload
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import UploadState, why_not_finish


def finish_upload(*, code: str, upload: str, now: datetime, by: str) -> UploadAnswer:
    """Judge an upload whose last piece has come; the answer says kept, or refused and why.

    Doing it twice is safe: the second gets the answer of the first. Raises Busy, OutcomeUnknown, and Refused:
    `upload.not_found`, `upload.incomplete`, `upload.busy` (too many are being read; try again), `upload.unavailable`.
    Source: docs/rules.md, files.
    """
    row = Upload.objects.filter(booking__code=code, code=upload).first()
    if row is None or row.state == UploadState.DROPPED:
        raise Refused(Refusal("upload.not_found"))
    if row.state != UploadState.RECEIVING:
        return answer_of(row)
    refusal = why_not_finish(size=row.size, received=row.received)
    if refusal is not None:
        raise Refused(refusal)
    return judge_upload(row, _put_together(row), now=now, by=by)


def _put_together(row: Upload) -> bytes:
    """The received pieces in order, each beginning where the one before ends."""
    whole = bytearray()
    with storage():
        while len(whole) < row.received:
            piece = sealed_files.read(f"{row.stored_as}.{len(whole)}")
            whole += piece
    return bytes(whole)
