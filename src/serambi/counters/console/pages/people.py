"""A visitor in words: what the day's list and the page of a booking both say."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.records.queries.bookings import DayListRow
from serambi.records.queries.catalogue import all_purposes, all_services
from serambi.rules.capacity import Contingent
from serambi.rules.identity import IdentityKind, IdentityWarning, masked

WARNINGS = {
    IdentityWarning.UNKNOWN_REGION: gettext_lazy("Kode wilayah pada NIK tidak dikenal: cocokkan dengan KTP."),
    IdentityWarning.OTHER_BIRTH_DATE: gettext_lazy("Tanggal lahir pada NIK lain dari yang diisi: cocokkan dengan KTP."),
}
"""Hints for the clerk; never a reason to send anyone away."""


@dataclass(frozen=True, slots=True)
class CatalogueWords:
    """Names of services and purposes by code, in the language of the page."""

    services: Mapping[str, str]
    purposes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visitor; `urgency` is empty when it can wait."""

    code: str
    name: str
    service: str
    purpose: str
    urgency: str
    is_urgent_place: bool
    identity: str
    party_size: int
    warnings: tuple[str, ...]


def catalogue_words() -> CatalogueWords:
    return CatalogueWords(
        services={service.code: words.in_language(service.name) for service in all_services()},
        purposes={purpose.code: words.in_language(purpose.name) for purpose in all_purposes()},
    )


def visitor(row: DayListRow, names: CatalogueWords) -> Visitor:
    return Visitor(
        code=row.code,
        name=row.applicant.name,
        service=names.services.get(row.service, row.service),
        purpose=names.purposes.get(row.purpose, row.purpose),
        urgency=words.word(words.URGENCIES, row.urgency) if row.urgency else "",
        is_urgent_place=row.contingent == Contingent.URGENT,
        identity=_identity(row),
        party_size=row.party_size,
        warnings=tuple(str(WARNINGS[warning]) for warning in row.warnings),
    )


def _identity(row: DayListRow) -> str:
    identity = row.applicant.identity
    if identity.kind is IdentityKind.NIK:
        return f"NIK {masked(identity.number)}"
    return _("Paspor %(country)s %(number)s") % {"country": identity.nationality, "number": masked(identity.number)}
