"""What a list of booking requests stands on: the time zones of its offices and its services, in one statement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from serambi.records.codec import from_json_text
from serambi.rules.catalogue import Service

GROUND = """
SELECT TRUE, code, time_zone, coalesce((profile #>> '{visit_day,rebook_after_days}')::int, 0)
FROM office WHERE code = ANY(%s)
UNION ALL
SELECT FALSE, code, entry::text, 0 FROM service WHERE code = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class BookingGround:
    """Time zones by office code, with the days an office has people rest after a missed visit where it does, and
    services by code; unknown codes are missing."""

    zones: Mapping[str, str]
    rest_days: Mapping[str, int]
    services: Mapping[str, Service]


def booking_ground(*, offices: Collection[str], services: Collection[str]) -> BookingGround:
    """Read both for the codes asked. In SQL of its own: every booking passes here."""
    with connection.cursor() as cursor:
        cursor.execute(GROUND, [list(offices), list(services)])
        rows = cursor.fetchall()
    return BookingGround(
        zones={code: zone for is_office, code, zone, _ in rows if is_office},
        rest_days={code: days for is_office, code, _, days in rows if is_office and days},
        services={code: from_json_text(Service, entry) for is_office, code, entry, _ in rows if not is_office},
    )
