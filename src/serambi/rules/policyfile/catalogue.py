"""Reads the catalogue: services, purposes and fees."""

from collections.abc import Iterable
from datetime import date

from serambi.rules.catalogue import (
    FEE_CHOICES,
    SERVICE_GROUPS,
    Document,
    Fee,
    Jurisdiction,
    Purpose,
    Service,
    Text,
    Who,
)
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.fields import Fields, open_fields
from serambi.rules.policyfile.instruments import CONFIDENCES, read_confidence
from serambi.rules.policyfile.tables import Row, read_rows, refuse_overlaps

SERVICE_KEYS = (
    "code",
    "group",
    "who",
    "position",
    "age_from",
    "age_under",
    "name",
    "summary",
    "fees",
    "legal_days",
    "service_days",
    "time_note",
    "purposes",
    "jurisdiction",
    "bookable",
    "source",
    "document",
)
DOCUMENT_KEYS = ("code", "name", "when", "note", "made_here", "purposes", "from", "until", "source", "confidence")
FEE_COLUMNS = (
    "code",
    "name_id",
    "name_en",
    "amount_idr",
    "choice",
    "regulation",
    "from",
    "until",
    "confidence",
    "source",
    "note",
)


def parse_purposes(text: str, file: str) -> tuple[Purpose, ...]:
    """Read the purposes, in the order of the file. Raises PolicyFaults with every fault."""
    faults: list[Fault] = []
    fields = open_fields(text, file, faults)
    fields.refuse_unknown(("purpose",))
    purposes: list[Purpose] = []
    for table in fields.tables("purpose"):
        table.refuse_unknown(("code", "name"))
        code = table.required_text("code")
        if code in {purpose.code for purpose in purposes}:
            table.refuse("code", f"purpose {code} is there twice")
        purposes.append(Purpose(code, table.required_both_languages("name")))
    if not purposes:
        fields.refuse(None, "there is no purpose")
    if faults:
        raise PolicyFaults(faults)
    return tuple(purposes)


def parse_fees(text: str, file: str) -> tuple[Fee, ...]:
    """Read the fees, in the order of the file.

    Raises PolicyFaults with every fault; two rows of one code must not overlap in time.
    """
    faults: list[Fault] = []
    fees: list[Fee] = []
    periods = []
    for row in read_rows(text, file, FEE_COLUMNS, faults):
        fee = _fee(row)
        if fee is not None:
            fees.append(fee)
            periods.append((row, fee.code, fee.valid))
    refuse_overlaps(periods)
    if faults:
        raise PolicyFaults(faults)
    return tuple(fees)


def _fee(row: Row) -> Fee | None:
    code, valid = row.required("code"), row.period("from", "until")
    name = Text(row.required("name_id"), row.required("name_en"))
    amount_idr, regulation = row.amount("amount_idr"), row.required("regulation")
    source, confidence = row.required("source"), row.required("confidence", CONFIDENCES)
    choice = row.required("choice", FEE_CHOICES) if row.text("choice") else ""
    if valid is None:
        return None
    return Fee(code, name, amount_idr, regulation, valid, source, confidence, choice)


def parse_service(text: str, file: str, *, purposes: Iterable[str], fee_codes: Iterable[str]) -> Service:
    """Read a service; `purposes` and `fee_codes` are those that exist.

    Raises PolicyFaults with every fault of the file, each at its line.
    """
    faults: list[Fault] = []
    known_purposes = frozenset(purposes)
    fields = open_fields(text, file, faults)
    fields.refuse_unknown(SERVICE_KEYS)
    group, who = _one_of(fields, "group", SERVICE_GROUPS), _one_of(fields, "who", tuple(Who))
    jurisdiction = _one_of(fields, "jurisdiction", tuple(Jurisdiction))
    legal_days, service_days = _at_least_one(fields, "legal_days"), _at_least_one(fields, "service_days")
    position, (age_from, age_under) = fields.required_count("position", 1), _ages(fields)
    is_bookable = fields.required("bookable", bool)
    code, source = fields.required_text("code"), fields.required_text("source")
    name, summary = fields.required_both_languages("name"), fields.required_both_languages("summary")
    time_note = fields.required_both_languages("time_note")
    fees, allowed = fields.texts("fees", fee_codes), fields.texts("purposes", known_purposes)
    documents = _documents(fields, known_purposes)
    if faults or is_bookable is None:
        raise PolicyFaults(faults)
    return Service(
        code=code,
        group=group,
        who=Who(who),
        name=name,
        summary=summary,
        documents=documents,
        fee_codes=fees,
        legal_days=legal_days,
        time_note=time_note,
        purposes=frozenset(allowed or purposes),
        is_bookable=is_bookable,
        source=source,
        jurisdiction=Jurisdiction(jurisdiction),
        service_days=service_days,
        position=position,
        age_from=age_from,
        age_under=age_under,
    )


def _at_least_one(fields: Fields, key: str) -> int | None:
    value = fields.optional(key, int)
    if value is not None and value < 1:
        fields.refuse(key, f"{key} must be at least 1")
    return value


def _ages(fields: Fields) -> tuple[int | None, int | None]:
    age_from, age_under = _at_least_one(fields, "age_from"), _at_least_one(fields, "age_under")
    if age_from is not None and age_under is not None and age_under <= age_from:
        fields.refuse("age_under", f"age_under must be more than age_from, {age_from}")
    return age_from, age_under


def _one_of(fields: Fields, key: str, allowed: tuple[str, ...]) -> str:
    value = fields.required_text(key)
    if value and value not in allowed:
        fields.refuse(key, f"{key} must be one of {', '.join(allowed)}, not {value}")
    return value


def _documents(fields: Fields, purposes: frozenset[str]) -> tuple[Document, ...]:
    documents: list[Document] = []
    for table in fields.tables("document"):
        document = _document(table, purposes)
        if document.code in {earlier.code for earlier in documents}:
            table.refuse("code", f"document {document.code} is there twice")
        documents.append(document)
    return tuple(documents)


def _document(fields: Fields, purposes: frozenset[str]) -> Document:
    fields.refuse_unknown(DOCUMENT_KEYS)
    asked_from, asked_until = fields.optional("from", date), fields.optional("until", date)
    if asked_from and asked_until and asked_until <= asked_from:
        fields.refuse("until", f"the period ends on {asked_until}, not after its first day {asked_from}")
    return Document(
        code=fields.required_text("code"),
        name=fields.required_both_languages("name"),
        condition=fields.both_languages("when"),
        purposes=frozenset(fields.texts("purposes", purposes)),
        source=fields.required_text("source"),
        confidence=read_confidence(fields),
        asked_from=asked_from,
        asked_until=asked_until,
        note=fields.both_languages("note"),
        is_made_here=fields.optional("made_here", bool) or False,
    )
