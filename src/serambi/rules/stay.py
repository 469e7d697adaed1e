"""Being told of a changed deadline: what a foreigner gives for it, and when somebody asks too often."""

from dataclasses import dataclass
from datetime import date

from serambi.rules.contact import why_not_email
from serambi.rules.identity import Identity, faults_of_identity
from serambi.rules.permit import Stay
from serambi.rules.refusal import Refusal

MOST_STAYS, STAYS_COUNT_MINUTES = 20, 60
"""Stays that one network may give in so many minutes (a setting of ours: a guarantor has a handful of guests)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the permit and where word of it goes; `language` "id" or "en". Sealed as a whole."""

    identity: Identity
    email: str
    language: str


def faults_of_stay(stay: Stay, holder: Holder, today: date) -> tuple[Refusal, ...]:
    """Everything that is wrong with what a person gave, in the order of the fields; empty when nothing is.

    Refusal codes: `stay.entry_late` (fact-less: entered after today or after the permit's last day),
    `identity.invalid`, `email.invalid`.
    """
    found = (why_not_entry(stay, today), *faults_of_identity(holder.identity), why_not_email(holder.email))
    return tuple(fault for fault in found if fault is not None)


def why_not_entry(stay: Stay, today: date) -> Refusal | None:
    """Refusal code `stay.entry_late` (fact-less) for an entry after today or after the permit's last day, else None."""
    if stay.entered_on is None or stay.entered_on <= min(today, stay.valid_until):
        return None
    return Refusal("stay.entry_late", "entered_on")


def why_not_give_stay(given: int) -> Refusal | None:
    """Refusal code `stay.too_many` (fact `minutes`) after so many from one network in the window, else None."""
    if given < MOST_STAYS:
        return None
    return Refusal("stay.too_many", None, {"minutes": STAYS_COUNT_MINUTES})
