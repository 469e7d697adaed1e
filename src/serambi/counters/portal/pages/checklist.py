"""What to bring, for this person: the questions that matter, then each paper with the reason it is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from serambi.counters.common import case_words
from serambi.counters.common.words import in_language
from serambi.counters.portal.pages.check import purpose_text
from serambi.rules.catalogue import Document, Service
from serambi.rules.verdict import AskedCondition, conditions_to_ask, questions_of, verdict_on


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to bring; `why` says why it is asked of this person."""

    code: str
    name: str
    note: str
    why: str
    source: str
    is_verified: bool
    is_at_hand: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """`made_here` names what the office adds itself; `questions` are what the officer asks about the purpose."""

    purpose: str
    papers: tuple[Paper, ...]
    missing: tuple[Paper, ...]
    made_here: tuple[str, ...]
    questions: tuple[str, ...]


def conditions_of(service: Service, purpose: str, on: date) -> tuple[AskedCondition, ...]:
    return conditions_to_ask(service, purpose, on)


def checklist(
    service: Service, *, purpose: str, on: date, conditions: Collection[str], at_hand: Collection[str]
) -> Checklist:
    """The papers asked on a day; `conditions` and `at_hand` hold codes of papers."""
    questions = questions_of(service, purpose)
    verdict = verdict_on(
        service,
        purpose=purpose,
        on=on,
        conditions=conditions,
        brought=at_hand,
        answers=dict.fromkeys(questions, "-"),
    )
    papers = tuple(_paper(document, purpose, at_hand) for document in verdict.asked)
    missing = {each.document.code for each in verdict.missing}
    return Checklist(
        purpose=purpose_text(purpose),
        papers=papers,
        missing=tuple(paper for paper in papers if paper.code in missing),
        made_here=tuple(in_language(document.name) for document in service.documents if document.is_made_here),
        questions=tuple(str(case_words.QUESTIONS[question]) for question in questions),
    )


def _paper(document: Document, purpose: str, at_hand: Collection[str]) -> Paper:
    return Paper(
        code=document.code,
        name=in_language(document.name),
        note=in_language(document.note) if document.note else "",
        why=_why(document, purpose),
        source=document.source,
        is_verified=document.confidence == "VERIFIED",
        is_at_hand=document.code in at_hand,
    )


def _why(document: Document, purpose: str) -> str:
    if document.condition is not None:
        return _("Diminta karena berlaku bagi Anda: %(condition)s.") % {"condition": in_language(document.condition)}
    if document.purposes:
        return _("Diminta untuk keperluan: %(purpose)s.") % {"purpose": purpose_text(purpose)}
    return _("Diminta dari setiap pemohon layanan ini.")
