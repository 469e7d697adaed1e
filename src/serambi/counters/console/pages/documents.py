"""The files of a booking as an officer sees them: what is asked, what came, and two of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from serambi.counters.common import upload_words
from serambi.counters.common.dates import moment_text
from serambi.counters.common.refusals import sentence
from serambi.counters.common.words import in_language
from serambi.records.queries.uploads import BookingFiles, UploadRow
from serambi.rules.refusal import Refusal
from serambi.rules.upload import Mark, UploadState


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file; `pages` are those that can be looked at, none until it is kept."""

    code: str
    document: str
    what: str
    at: str
    state: str
    why: str
    mark: str
    marked: str
    is_bad: bool
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    name: str
    condition: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """`left` and `right` are compared; None where none, or one that is not there, was chosen."""

    documents: tuple[DocumentLine, ...]
    kept: tuple[FileLine, ...]
    left: FileLine | None
    right: FileLine | None
    marks: tuple[tuple[str, str], ...]
    error: str

    @property
    def both(self) -> tuple[FileLine | None, FileLine | None]:
        """The two that stand side by side."""
        return self.left, self.right


def documents_page(
    files: BookingFiles, zone: str, chosen: Mapping[str, str] | None = None, refusal: Refusal | None = None
) -> DocumentsPage:
    """`chosen` holds the codes of the files to compare as "left" and "right"."""
    names = {document.code: in_language(document.name) for document in files.asked}
    lines = {row.code: _line(row, names, zone) for row in files.uploads}
    kept = tuple(lines[row.code] for row in files.kept())
    by_code = {line.code: line for line in kept}
    asked = chosen or {}
    return DocumentsPage(
        documents=tuple(
            DocumentLine(
                names[document.code],
                in_language(document.condition) if document.condition else "",
                tuple(lines[row.code] for row in files.sent_for(document.code)),
            )
            for document in files.asked
        ),
        kept=kept,
        left=by_code.get(asked.get("left", "")),
        right=by_code.get(asked.get("right", "")),
        marks=tuple((str(mark), str(upload_words.MARKS[mark])) for mark in Mark),
        error=sentence(refusal) if refusal else "",
    )


def _line(row: UploadRow, names: Mapping[str, str], zone: str) -> FileLine:
    mark = row.mark
    judged = (str(upload_words.MARKS[mark.mark]), mark.by, moment_text(mark.at, zone)) if mark else ()
    return FileLine(
        code=row.code,
        document=names.get(row.document, row.document),
        what=ngettext("%(pages)s halaman", "%(pages)s halaman", row.pages) % {"pages": row.pages},
        at=moment_text(row.made_at, zone),
        state=str(upload_words.STATES[row.state]),
        why=mark.reason if mark else sentence(row.refusal) if row.refusal else "",
        mark=str(mark.mark) if mark else "",
        marked=", ".join(judged),
        is_bad=row.state == UploadState.REFUSED or (mark is not None and mark.mark == Mark.DOES_NOT_FIT),
        pages=tuple(range(1, row.pages + 1)),
    )
