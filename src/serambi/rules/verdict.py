"""The verdict on a file: what is asked of this person, what is missing by which rule, and is the purpose clear."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from serambi.rules.catalogue import Document, Service, Text, Who
from serambi.rules.requirement import documents_asked


class VerdictKind(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNCLEAR_PURPOSE = "unclear_purpose"


PURPOSE_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "tourism": ("country", "places", "length", "companions", "date"),
    "study": ("university", "subject", "town", "length"),
    "work": ("country", "town", "job", "contract", "company"),
    "umrah": ("organiser", "date"),
    "hajj": ("organiser", "date"),
    "medical": ("country", "hospital", "referral"),
    "family": ("country", "relative", "length"),
    "business": ("country", "company", "length"),
    "duty": ("country", "assignment", "date"),
}
"""What the officer asks of citizens by purpose: holiday, study and work as published (imigrasi.go.id 2022/10/06); the
others are settings of ours on the same pattern. Of foreigners no such list was found: their papers speak."""


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """One question that decides about papers: does this hold for the person? `code` is that of its first paper."""

    text: Text
    documents: tuple[Document, ...]

    @property
    def code(self) -> str:
        return self.documents[0].code


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that was not brought, with the rule that asks for it."""

    document: Document


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk found. `unanswered` are the questions of the purpose that got no answer."""

    asked: tuple[Document, ...]
    missing: tuple[MissingPaper, ...]
    unanswered: tuple[str, ...]

    @property
    def is_purpose_clear(self) -> bool:
        return not self.unanswered

    @property
    def kind(self) -> VerdictKind:
        if self.missing:
            return VerdictKind.INCOMPLETE
        return VerdictKind.COMPLETE if self.is_purpose_clear else VerdictKind.UNCLEAR_PURPOSE


def conditions_to_ask(service: Service, purpose: str | None, on: date) -> tuple[AskedCondition, ...]:
    """The questions that decide which papers are asked, one for each condition; no other question is needed.

    In the catalogue's order; empty when every paper is asked of everybody.
    """
    by_text: dict[Text, list[Document]] = {}
    for document in documents_asked(service, purpose=purpose, on=on):
        if document.condition is not None and not document.is_made_here:
            by_text.setdefault(document.condition, []).append(document)
    return tuple(AskedCondition(text, tuple(documents)) for text, documents in by_text.items())


def questions_of(service: Service, purpose: str) -> tuple[str, ...]:
    """The questions about a purpose, by code; none for foreigners, whose papers state it."""
    return () if service.who is Who.FOREIGNER else PURPOSE_QUESTIONS.get(purpose, ())


def verdict_on(
    service: Service,
    *,
    purpose: str,
    on: date,
    conditions: Collection[str],
    brought: Collection[str],
    answers: Mapping[str, str],
) -> Verdict:
    """The verdict on a file on a day.

    `conditions` are codes of conditional papers whose condition holds for this person (one of several under the same
    condition is enough), `brought` codes of the papers at hand, `answers` what was said to the purpose's questions.
    What the office makes itself is never missing. An unclear purpose is no refusal and no blacklist: the person may
    come again. Source: docs/sources.md, papers and interview.
    """
    asked = _asked(service, purpose, on, conditions)
    missing = tuple(MissingPaper(document) for document in asked if document.code not in brought)
    unanswered = tuple(q for q in questions_of(service, purpose) if not answers.get(q, "").strip())
    return Verdict(asked, missing, unanswered)


def _asked(service: Service, purpose: str, on: date, conditions: Collection[str]) -> tuple[Document, ...]:
    documents: Sequence[Document] = documents_asked(service, purpose=purpose, on=on)
    holding = {d.condition for d in documents if d.code in conditions}
    return tuple(d for d in documents if not d.is_made_here and (d.condition is None or d.condition in holding))
