"""The catalogue: services, purposes and the fees of a day."""

from datetime import date

from django.db.models import TextField
from django.db.models.functions import Cast

from serambi.records.codec import from_json, from_json_text
from serambi.records.models import FeeRow, PurposeRow, ServiceRow
from serambi.rules.catalogue import Fee, Purpose, Service


def all_services() -> tuple[Service, ...]:
    """Every kind of application, in the order of the catalogue."""
    rows = ServiceRow.objects.order_by("position", "code").values_list("entry", flat=True)
    return tuple(from_json(Service, entry) for entry in rows)


def service_by_code(*, code: str) -> Service | None:
    """One kind of application; None when there is no such code."""
    entry = ServiceRow.objects.filter(code=code).values_list(Cast("entry", TextField()), flat=True).first()
    return None if entry is None else from_json_text(Service, entry)


def all_purposes() -> tuple[Purpose, ...]:
    """Every purpose, in the order of the catalogue."""
    rows = PurposeRow.objects.order_by("position", "code").values_list("entry", flat=True)
    return tuple(from_json(Purpose, entry) for entry in rows)


def fees_on(*, on: date) -> dict[str, Fee]:
    """The fees valid on a day, by code."""
    rows = FeeRow.objects.filter(valid_from__lte=on).order_by("code", "valid_from")
    fees = (from_json(Fee, entry) for entry in rows.values_list("entry", flat=True))
    return {fee.code: fee for fee in fees if fee.valid.covers(on)}
