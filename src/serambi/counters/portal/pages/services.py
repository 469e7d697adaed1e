"""What an office offers: services with their documents, the fees of the day, and for whom."""

from dataclasses import dataclass

from serambi.counters.common.words import SERVICE_GROUPS, in_language, word
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.catalogue import all_purposes, all_services, fees_on, service_by_code
from serambi.rules.catalogue import Document, Fee, Jurisdiction, Service, Who
from serambi.rules.requirement import documents_asked

ELECTRONIC_FEES = frozenset({"PASPOR_48E", "PASPOR_E5", "PASPOR_E10"})


@dataclass(frozen=True, slots=True)
class GroupRow:
    name: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document; `purposes` names those it is asked for, empty for all."""

    document: Document
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee of the day; `is_offered` is False for an electronic passport where the office issues none yet."""

    fee: Fee
    is_offered: bool


@dataclass(frozen=True, slots=True)
class ServicePage:
    service: Service
    documents: tuple[DocumentRow, ...]
    fees: tuple[FeeRow, ...]
    is_for_foreigners: bool
    is_own_territory: bool


def service_groups() -> tuple[GroupRow, ...]:
    services = all_services()
    return tuple(
        GroupRow(word(SERVICE_GROUPS, group), tuple(s for s in services if s.group == group))
        for group in dict.fromkeys(s.group for s in services)
    )


def service_page(at: AtOffice, code: str) -> ServicePage | None:
    """A service as it is on the office's day; None when there is no such service."""
    service = service_by_code(code=code)
    if service is None:
        return None
    names = {purpose.code: in_language(purpose.name) for purpose in all_purposes()}
    fees = fees_on(on=at.today)
    since = at.profile.e_passport_since
    issues_electronic = since is not None and since <= at.today
    return ServicePage(
        service=service,
        documents=tuple(
            DocumentRow(document, tuple(names[code] for code in sorted(document.purposes) if code in names))
            for document in documents_asked(service, purpose=None, on=at.today)
        ),
        fees=tuple(
            FeeRow(fees[code], issues_electronic or code not in ELECTRONIC_FEES)
            for code in service.fee_codes
            if code in fees
        ),
        is_for_foreigners=service.who is Who.FOREIGNER,
        is_own_territory=service.jurisdiction is Jurisdiction.OWN_TERRITORY,
    )
