"""View a document: hand a kept file, or a picture of one of its pages, to an officer, and note that it was seen."""

from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.clean_file import preview_page
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.storage import storage
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records import sealed_files
from serambi.records.models import Upload
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import MediaType, UploadState

ENDINGS = {MediaType.JPEG: "jpg", MediaType.PDF: "pdf"}


@dataclass(frozen=True, slots=True)
class ViewedFile:
    """Bytes that we drew ourselves; `name` is made from codes."""

    name: str
    media_type: str
    content: bytes


def view_document(*, code: str, upload: str, now: datetime, by: str) -> ViewedFile:
    """Hand out a kept file of a booking whole.

    The caller has let the officer in. The view is in the ledger before the file is opened. Raises Busy, OutcomeUnknown,
    SealBroken, and Refused: `upload.not_found`, `upload.unavailable`. Source: reliability Q10.
    """
    row = _note(code, upload, {"whole": True}, now, by)
    with storage():
        content = sealed_files.read(row.stored_as)
    name = f"{code}-{row.document}.{ENDINGS[MediaType(row.media_type)]}"
    return ViewedFile(name, row.media_type, content)


def view_page(*, code: str, upload: str, page: int, longest: int, now: datetime, by: str) -> ViewedFile:
    """Hand out a PNG of a page (counted from 1), its longer side of `longest` pixels. Raises as view_document does."""
    row = _note(code, upload, {"page": page}, now, by)
    with storage():
        picture = preview_page(sealed_files.read(row.stored_as), page=page, longest=longest)
    if isinstance(picture, Refusal):
        raise Refused(picture)
    return ViewedFile(f"{code}-{row.document}-{page}.png", picture.media_type, picture.content)


def _note(code: str, upload: str, facts: dict[str, object], now: datetime, by: str) -> Upload:
    with durable_transaction():
        kept = Upload.objects.select_related("booking__office").filter(state=UploadState.KEPT)
        row = kept.filter(booking__code=code, code=upload).first()
        if row is None:
            raise Refused(Refusal("upload.not_found"))
        seen = {"upload": row.code, "document": row.document} | facts
        write_ledger("document.viewed", code, now=now, by=by, office=row.booking.office.code, facts=seen)
        return row
