"""Decide on a whole file: draw it anew, then keep or refuse it, in one transaction of its own."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from serambi.procedures.steps.clean_file import clean_file
from serambi.procedures.steps.cleaning.redrawn import Redrawn
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.storage import storage
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records import sealed_files
from serambi.records.models import Upload
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import UploadState, why_not_content

SAY_AGAIN = frozenset({"upload.busy"})
"""No verdict on the file: nothing is written, sending the end again may succeed."""


@dataclass(frozen=True, slots=True)
class UploadAnswer:
    """What became of an upload: kept, or refused with the reason, which a repeated question gets again."""

    upload: str
    state: UploadState
    refusal: Refusal | None


def answer_of(upload: Upload) -> UploadAnswer:
    """The answer a decided upload got."""
    refusal = Refusal(upload.reason, "file", upload.facts) if upload.reason else None
    return UploadAnswer(upload.code, UploadState(upload.state), refusal)


def judge_upload(upload: Upload, content: bytes, *, now: datetime, by: str) -> UploadAnswer:
    """Keep what the cleaning drew, or note why the file is refused.

    The reading takes seconds, so it happens before the transaction; the sealed draft is on the disk before the commit
    and gets its name after it. A crash between leaves a draft that is read all the same, and the sweep settles it.
    Raises Busy, OutcomeUnknown, and Refused: `upload.busy`, `upload.unavailable`, `upload.not_found`.
    """
    with storage():
        outcome = _outcome(upload, content)
        draft = sealed_files.write_draft(upload.stored_as, outcome.content) if isinstance(outcome, Redrawn) else None
    with durable_transaction():
        row = Upload.objects.select_related("booking__office").select_for_update(of=("self",)).get(pk=upload.pk)
        if row.state == UploadState.DROPPED:
            raise Refused(Refusal("upload.not_found"))
        if row.state == UploadState.RECEIVING:
            _write(row, outcome, now, by)
            transaction.on_commit(partial(_tidy, row.stored_as, draft), robust=True)
        elif draft is not None:
            sealed_files.drop(draft)  # the same end was sent twice, and the other was faster
        return answer_of(row)


def _outcome(upload: Upload, content: bytes) -> Redrawn | Refusal:
    refusal = why_not_content(announced_sha256=upload.sha256, found_sha256=hashlib.sha256(content).hexdigest())
    outcome = refusal or clean_file(content)
    if isinstance(outcome, Refusal) and outcome.code in SAY_AGAIN:
        raise Refused(outcome)
    return outcome


def _write(row: Upload, outcome: Redrawn | Refusal, now: datetime, by: str) -> None:
    row.received, row.ended_at = row.size, now
    facts: dict[str, object] = {"upload": row.code, "document": row.document}
    if isinstance(outcome, Redrawn):
        row.state, row.media_type, row.pages = UploadState.KEPT, outcome.media_type, outcome.pages
        row.kept_size = len(outcome.content)
        facts |= {"size": row.kept_size, "pages": row.pages, "left_out": list(outcome.left_out)}
    else:
        row.state, row.reason, row.facts = UploadState.REFUSED, outcome.code, dict(outcome.facts)
        facts |= {"refusal": outcome.code}
    row.save()
    booking = row.booking
    write_ledger(f"upload.{row.state}", booking.code, now=now, by=by, office=booking.office.code, facts=facts)


def _tidy(stored_as: str, draft: str | None) -> None:
    if draft is not None:
        sealed_files.settle(stored_as, draft)
    sealed_files.drop(*sealed_files.parts_of(stored_as))
