"""What a list of booking requests stands on: the time zones of its offices and its services, in one statement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from serambi.records.codec import from_json_text
from serambi.rules.catalogue import Service

GROUND = """
SELECT TRUE, code, time_zone FROM office WHERE code = ANY(%s)
UNION ALL
SELECT FALSE, code, entry::text FROM service WHERE code = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class BookingGround:
    """Time zones by office code and services by code; unknown codes are missing."""

    zones: Mapping[str, str]
    services: Mapping[str, Service]


def booking_ground(*, offices: Collection[str], services: Collection[str]) -> BookingGround:
    """Read both for the codes asked. In SQL of its own: every booking passes here."""
    with connection.cursor() as cursor:
        cursor.execute(GROUND, [list(offices), list(services)])
        rows = cursor.fetchall()
    return BookingGround(
        zones={code: zone for is_office, code, zone in rows if is_office},
        services={code: from_json_text(Service, entry) for is_office, code, entry in rows if not is_office},
    )
