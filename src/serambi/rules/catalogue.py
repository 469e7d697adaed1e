"""What the office offers: services with their documents, fees and time, and the purposes people state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from serambi.rules.period import DayPeriod
from serambi.rules.policy import PROMISE_WORKING_DAYS
from serambi.rules.vulnerable import age_on

SERVICE_GROUPS = ("passport", "permit")
"""The two counter groups: travel documents of citizens, stay permits of foreigners."""


FEE_CHOICES = ("passport", "charge", "visit_extension", "limited_stay", "permanent_stay")
"""The sets of fees of which one is always billed: one book, one length of stay (policy/fees.csv, `choice`)."""


class Who(StrEnum):
    """Whom a service is for."""

    CITIZEN = "citizen"
    FOREIGNER = "foreigner"


class Jurisdiction(StrEnum):
    """Which offices may take an application: any of them, or only the one where the applicant lives."""

    ANY_OFFICE = "any_office"
    OWN_TERRITORY = "own_territory"


@dataclass(frozen=True, slots=True)
class Text:
    """A text for the public in Indonesian and English."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a person applies, e.g. `umrah`."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to bring.

    `condition` says when it is asked, None means always; `purposes` limits it to these purposes, empty means all;
    it is asked on days of [asked_from, asked_until), None means no bound is known. `note` says what must be looked at
    in it. `is_made_here` marks what the office itself adds after acceptance: nobody brings it.
    """

    code: str
    name: Text
    condition: Text | None
    purposes: frozenset[str]
    source: str
    confidence: str
    asked_from: date | None = None
    asked_until: date | None = None
    note: Text | None = None
    is_made_here: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """An official fee in rupiah, valid in a period.

    Of the fees with the same `choice` a case is billed exactly one; "" for a fee that comes on top or stands alone.
    """

    code: str
    name: Text
    amount_idr: int
    regulation: str
    valid: DayPeriod
    source: str
    confidence: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of application.

    `legal_days` is the lawful number of working days from the interview, None where the law sets none;
    `service_days` what offices name in practice, from payment (the longest where they differ), None where nobody
    does and so no day is promised. `purposes` are those it is given for (a file that names none means all of them);
    `is_bookable` is False for what is given without a visit; `position` is its place in lists, counted from 1; it is
    meant for people of [age_from, age_under) years, None means no bound.
    """

    code: str
    group: str
    who: Who
    name: Text
    summary: Text
    documents: tuple[Document, ...]
    fee_codes: tuple[str, ...]
    legal_days: int | None
    time_note: Text
    purposes: frozenset[str]
    is_bookable: bool
    source: str
    jurisdiction: Jurisdiction = Jurisdiction.ANY_OFFICE
    service_days: int | None = PROMISE_WORKING_DAYS
    position: int = 0
    age_from: int | None = None
    age_under: int | None = None

    @property
    def is_promised(self) -> bool:
        """Whether law or practice names working days; where neither does, no day is promised or foreseen."""
        return self.legal_days is not None or self.service_days is not None


def is_meant_for_age(service: Service, born_on: date, on: date) -> bool:
    """Say whether a service is meant for people of this age on a day.

    Never a reason to refuse: who is or was married counts as an adult at any age.
    """
    age = age_on(born_on, on)
    is_old_enough = service.age_from is None or age >= service.age_from
    return is_old_enough and (service.age_under is None or age < service.age_under)
