"""The document desk: what is asked of this person, and the verdict on what lies there."""

from dataclasses import dataclass

from django.http import Http404

from serambi.counters.common import case_words
from serambi.counters.common.words import in_language
from serambi.counters.console.pages.people import Visitor, catalogue_words, visitor
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.bookings import BookingRow, DayListRow
from serambi.records.queries.catalogue import service_by_code
from serambi.records.queries.desk import ReturnedFile, returned_file
from serambi.rules.catalogue import Document, Service
from serambi.rules.desk import DeskFindings
from serambi.rules.requirement import documents_asked
from serambi.rules.verdict import AskedCondition, Verdict, VerdictKind, conditions_to_ask, questions_of, verdict_on


@dataclass(frozen=True, slots=True)
class Desk:
    """One file on the desk. `returned` is what was found when it was returned, None when it was not."""

    booking: BookingRow
    visitor: Visitor
    service: Service
    conditions: tuple[AskedCondition, ...]
    papers: tuple[Document, ...]
    questions: tuple[str, ...]
    returned: ReturnedFile | None


@dataclass(frozen=True, slots=True)
class VerdictText:
    """A verdict in words; `why` holds pairs of paper and source, `unanswered` open questions."""

    kind: str
    said: str
    missing: tuple[tuple[str, str], ...]
    unanswered: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return self.kind == VerdictKind.COMPLETE


def desk_of(at: AtOffice, booking: BookingRow, person: DayListRow) -> Desk:
    """Raises Http404 for a service that is no longer in the catalogue."""
    service = service_by_code(code=booking.service)
    if service is None:
        raise Http404
    papers = documents_asked(service, purpose=booking.purpose, on=at.today)
    return Desk(
        booking=booking,
        visitor=visitor(person, catalogue_words()),
        service=service,
        conditions=conditions_to_ask(service, booking.purpose, at.today),
        papers=tuple(paper for paper in papers if not paper.is_made_here),
        questions=questions_of(service, booking.purpose),
        returned=returned_file(code=booking.code),
    )


def verdict_of(at: AtOffice, desk: Desk, findings: DeskFindings) -> Verdict:
    """The verdict on what was found, by the papers of the office's today."""
    return verdict_on(
        desk.service,
        purpose=desk.booking.purpose,
        on=at.today,
        conditions=findings.conditions,
        brought=findings.brought,
        answers=dict.fromkeys(findings.answered, "-"),
    )


def verdict_text(verdict: Verdict) -> VerdictText:
    return VerdictText(
        kind=str(verdict.kind),
        said=str(case_words.VERDICTS[verdict.kind]),
        missing=tuple((_paper(each.document), each.document.source) for each in verdict.missing),
        unanswered=tuple(str(case_words.QUESTIONS[question]) for question in verdict.unanswered),
    )


def _paper(document: Document) -> str:
    name = in_language(document.name)
    return f"{name} ({in_language(document.note)})" if document.note else name
