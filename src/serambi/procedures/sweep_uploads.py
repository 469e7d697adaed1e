"""Sweep the uploads: give up what stopped coming, settle what a crash left, and remove files that belong to nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from serambi.procedures.drop_upload import forget_bytes
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.storage import storage
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records import sealed_files
from serambi.records.models import Upload
from serambi.records.sealed_files import StoredFile
from serambi.rules.upload import RECEIVING_HOURS, UploadState


@dataclass(frozen=True, slots=True)
class Swept:
    """Uploads given up, drafts settled, and files removed."""

    given_up: int
    settled: int
    removed: int


def sweep_uploads(*, now: datetime, by: str) -> Swept:
    """Bring rows and disk together. Doing it twice is safe; files younger than a day are left alone.

    Raises Busy, OutcomeUnknown, and Refused: `upload.unavailable`. Source: docs/rules.md, files.
    """
    before = now - timedelta(hours=RECEIVING_HOURS)
    given_up = _give_up(before, now, by)
    with storage():
        for stored_as in given_up:
            forget_bytes(stored_as)
        old = [each for each in sealed_files.all_files() if each.written_at < before]
        settled, removed = _tidy(old)
    if settled or removed:
        with durable_transaction():
            facts = {"settled": settled, "removed": removed}
            write_ledger("uploads.swept", "uploads", now=now, by=by, facts=facts)
    return Swept(len(given_up), settled, removed)


def _give_up(before: datetime, now: datetime, by: str) -> list[str]:
    with durable_transaction():
        late = Upload.objects.filter(state=UploadState.RECEIVING, made_at__lt=before)
        rows = list(late.select_related("booking__office").select_for_update(of=("self",)).order_by("pk"))
        for row in rows:
            row.state, row.ended_at = UploadState.DROPPED, now
            row.save(update_fields=["state", "ended_at"])
            facts = {"upload": row.code, "document": row.document, "received": row.received}
            office = row.booking.office.code
            write_ledger("upload.given_up", row.booking.code, now=now, by=by, office=office, facts=facts)
    return [row.stored_as for row in rows]


def _tidy(old: Collection[StoredFile]) -> tuple[int, int]:
    """Settle the drafts of kept uploads that have no file, and remove what belongs to no upload."""
    stems = {each.name.partition(".")[0] for each in old}
    states = dict(Upload.objects.filter(stored_as__in=stems).values_list("stored_as", "state"))
    settled = removed = 0
    for each in old:
        stem, is_part, _ = each.name.partition(".")
        state = states.get(stem)
        is_kept_file = state == UploadState.KEPT and not is_part
        if is_kept_file and each.draft and not sealed_files.is_there(each.name):
            sealed_files.settle(each.name, each.draft)
            settled += 1
        elif each.draft or not (is_kept_file or state == UploadState.RECEIVING):
            sealed_files.drop(each.draft or each.name)
            removed += 1
    return settled, removed
