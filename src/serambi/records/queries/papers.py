"""What to bring to a visit."""

from django.db import connection

from serambi.records.codec import from_json_text
from serambi.rules.catalogue import Document, Service
from serambi.rules.requirement import documents_asked

SERVICE_AND_DAY = """
SELECT service.entry::text, day."on" FROM service, slot JOIN office_day AS day ON day.id = slot.office_day_id
WHERE service.code = %s AND slot.code = %s
"""


def documents_for_slot(*, service: str, purpose: str, slot: str) -> tuple[Document, ...]:
    """The documents a service asks for on the day of a slot, in the catalogue's order; none for unknown codes."""
    with connection.cursor() as cursor:
        cursor.execute(SERVICE_AND_DAY, [service, slot])
        found = cursor.fetchone()
    if found is None:
        return ()
    entry, on = found
    return documents_asked(from_json_text(Service, entry), purpose=purpose, on=on)
