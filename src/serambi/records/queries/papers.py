"""What to bring to a visit."""

from datetime import date

from serambi.records.models import Slot
from serambi.records.queries.catalogue import service_by_code
from serambi.rules.catalogue import Document
from serambi.rules.requirement import documents_asked


def documents_for_slot(*, service: str, purpose: str, slot: str) -> tuple[Document, ...]:
    """The documents a service asks for on the day of a slot, in the catalogue's order; none for unknown codes."""
    known = service_by_code(code=service)
    on: date | None = Slot.objects.filter(code=slot).values_list("office_day__on", flat=True).first()
    return () if known is None or on is None else documents_asked(known, purpose=purpose, on=on)
