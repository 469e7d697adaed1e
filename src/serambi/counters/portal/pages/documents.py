"""The files of a booking as its holder sees them: what is asked, what came, and what the office said."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from serambi.counters.common import upload_words
from serambi.counters.common.refusals import sentence
from serambi.counters.common.words import in_language
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.uploads import BookingFiles, UploadRow
from serambi.rules.refusal import Refusal
from serambi.rules.upload import CHUNK_BYTES, MAX_FILE_BYTES, Mark, UploadState


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file that was sent; `why` says what is wrong with it, empty when nothing is."""

    code: str
    what: str
    at: str
    state: str
    why: str
    is_good: bool
    is_bad: bool
    may_drop: bool


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A document to send, with the files sent for it. `error` is about the file just sent, empty when none."""

    code: str
    name: str
    condition: str
    files: tuple[SentFile, ...]
    error: str


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    documents: tuple[AskedDocument, ...]
    errors: tuple[dict[str, str], ...]
    most_bytes: int = MAX_FILE_BYTES
    chunk_bytes: int = CHUNK_BYTES


def documents_page(at: AtOffice, files: BookingFiles, refusal: Refusal | None = None, about: str = "") -> DocumentsPage:
    """`refusal` is about the document with the code `about`."""
    said = sentence(refusal) if refusal else ""
    documents = tuple(
        AskedDocument(
            code=document.code,
            name=in_language(document.name),
            condition=in_language(document.condition) if document.condition else "",
            files=tuple(_sent(at, row) for row in files.sent_for(document.code)),
            error=said if document.code == about else "",
        )
        for document in files.asked
    )
    at_field = any(document.error for document in documents)
    errors = ({"href": f"#file-{about}" if at_field else "", "text": said},) if said else ()
    return DocumentsPage(documents, errors)


def _sent(at: AtOffice, row: UploadRow) -> SentFile:
    mark = row.mark
    state = upload_words.MARKS[mark.mark] if mark else upload_words.STATES[row.state]
    why = mark.reason if mark else sentence(row.refusal) if row.refusal else ""
    return SentFile(
        code=row.code,
        what=_what(row),
        at=at.moment(row.made_at),
        state=str(state),
        why=why,
        is_good=row.state == UploadState.KEPT and (mark is None or mark.mark != Mark.DOES_NOT_FIT),
        is_bad=row.state == UploadState.REFUSED or (mark is not None and mark.mark == Mark.DOES_NOT_FIT),
        may_drop=mark is None,
    )


def _what(row: UploadRow) -> str:
    if row.state != UploadState.KEPT:
        return pgettext("kiriman", "Berkas")
    if row.media_type != "application/pdf":
        return _("Foto")
    return ngettext("PDF, %(pages)s halaman", "PDF, %(pages)s halaman", row.pages) % {"pages": row.pages}
