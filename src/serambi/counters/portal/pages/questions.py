"""The choices that the questions of a booking offer, and the way back."""

from dataclasses import replace
from datetime import date

from django.urls import reverse

from serambi.counters.common.reasons import Said, said_by_each
from serambi.counters.common.words import in_language
from serambi.counters.portal.draft import STEPS, Draft, Way, request_of
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.catalogue import all_purposes, all_services, service_by_code
from serambi.records.queries.orders import regime_of
from serambi.rules.booking import TypedPerson, faults_of_person, why_not_ask
from serambi.rules.catalogue import Service
from serambi.rules.refusal import Refusal

TRIAL_KEY = "trial"


def url(step: str, at: AtOffice) -> str:
    return reverse(f"portal:book-{step}", args=[at.code])


def back_url(step: str, draft: Draft, at: AtOffice) -> str:
    """The page before a question; before the first one stands the office, before the wishes of a draw the day."""
    if step not in STEPS:
        return url("day", at)
    before = [s for s in STEPS[: STEPS.index(step)] if s != "urgency" or draft.can_wait is False]
    return url(before[-1], at) if before else reverse("portal:office", args=[at.code])


def before_people(draft: Draft, at: AtOffice) -> str:
    """The page before the people: the time, the wishes, or what led into the line."""
    line_from = "waiting" if draft.can_wait else "day"
    return url({Way.SLOT: "time", Way.DRAW: "draw", Way.LINE: line_from}[draft.way], at)


def bookable_services() -> dict[str, Service]:
    return {service.code: service for service in all_services() if service.is_bookable}


def service_choices(services: dict[str, Service]) -> list[tuple[str, str]]:
    return [(code, in_language(service.name)) for code, service in services.items()]


def service_hints(services: dict[str, Service]) -> dict[str, str]:
    """What each service is and for whom, by its code."""
    return {code: in_language(service.summary) for code, service in services.items()}


def purpose_choices(service: str) -> list[tuple[str, str]]:
    """The purposes a service is given for."""
    known = service_by_code(code=service)
    allowed = known.purposes if known else frozenset()
    return [(p.code, in_language(p.name)) for p in all_purposes() if p.code in allowed]


def said_of_waiting(draft: Draft) -> str:
    """The answer to "can it wait?" as its form takes it; empty when not asked yet."""
    if draft.can_wait is None:
        return ""
    return "yes" if draft.can_wait else "no"


def advice_today(at: AtOffice) -> tuple[Said, ...]:
    regime = regime_of(office=at.code, on=at.today, known_at=at.now)
    return said_by_each("advice", regime.because["advice"]) if regime else ()


def why_not_needed(draft: Draft, urgency: str, needed_on: date | None, at: AtOffice) -> Refusal | None:
    """What the rules say of an urgent need, before anybody is named."""
    refusal = _why_not(replace(draft, urgency=urgency, needed_on=needed_on), at)
    return refusal if refusal and refusal.field == "needed_on" else None


def faults_of(draft: Draft, number: int, person: TypedPerson, at: AtOffice) -> tuple[Refusal, ...]:
    """All that the rules say of a person of the draft, counted from 1; empty when nothing."""
    others = [other.identity for place, other in enumerate(draft.people, start=1) if place != number]
    return faults_of_person(person, who=draft.who, others=others, today=at.today)


def _why_not(draft: Draft, at: AtOffice) -> Refusal | None:
    request = request_of(draft, office=at.code, key=TRIAL_KEY, language="id")
    return why_not_ask(request, service_by_code(code=draft.service or ""), at.today)
