"""What to bring to a visit."""

from django.db.models import Subquery

from serambi.records.codec import from_json
from serambi.records.models import ServiceRow, Slot
from serambi.rules.catalogue import Document, Service
from serambi.rules.requirement import documents_asked


def documents_for_slot(*, service: str, purpose: str, slot: str) -> tuple[Document, ...]:
    """The documents a service asks for on the day of a slot, in the catalogue's order; none for unknown codes."""
    day_of_slot = Slot.objects.filter(code=slot).values("office_day__on")
    found = ServiceRow.objects.filter(code=service).values_list("entry", Subquery(day_of_slot)).first()
    if found is None or found[1] is None:
        return ()
    entry, on = found
    return documents_asked(from_json(Service, entry), purpose=purpose, on=on)
