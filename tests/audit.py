"""Whether the rows of a whole database agree with each other, and with what callers were told; by SQL of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import connection

OVERBOOKED = "SELECT code FROM slot WHERE taken > places"
OVERFULL = """
SELECT slot.code FROM slot JOIN booking ON booking.slot_id = slot.id AND booking.is_live
GROUP BY slot.id HAVING count(*) > slot.places
"""
MISCOUNTED = """
SELECT code FROM slot WHERE taken <>
    (SELECT count(*) FROM booking WHERE slot_id = slot.id AND is_live)
    + (SELECT count(*) FROM returning_place WHERE slot_id = slot.id)
"""
TWICE = 'SELECT min(code) FROM booking WHERE is_live GROUP BY identity_hash, "group" HAVING count(*) > 1'
# Set against set, one question after the other: asked row by row, 200,000 bookings take minutes.
HALF_WRITTEN = """
SELECT code FROM booking WHERE NOT EXISTS (SELECT FROM applicant WHERE booking_id = booking.id)
UNION ALL
SELECT code FROM booking
    WHERE NOT EXISTS (SELECT FROM booking_status WHERE booking_id = booking.id AND event = 'confirmed')
UNION ALL
SELECT code FROM booking
    WHERE NOT EXISTS (SELECT FROM request_key WHERE id = booking.party_id AND sealed_answer IS NOT NULL)
UNION ALL
SELECT code FROM booking JOIN
    (SELECT DISTINCT ON (booking_id) booking_id, event FROM booking_status ORDER BY booking_id, id DESC) AS last
    ON booking_id = booking.id
    WHERE is_live = (event IN ('cancelled', 'declined', 'postponed', 'expired', 'urgency_rejected'))
UNION ALL
(SELECT code FROM booking EXCEPT SELECT jsonb_array_elements_text(facts -> 'codes') FROM ledger
    WHERE action IN ('visits.booked', 'draw.won'))
UNION ALL
SELECT 'key ' || id FROM request_key WHERE sealed_answer IS NULL
"""
UNANSWERED = """
SELECT code FROM booking WHERE state = 'offered'
    AND NOT EXISTS (SELECT FROM obligation WHERE booking_id = booking.id AND outcome = 'open')
UNION ALL
SELECT code FROM booking WHERE state = 'invited'
    AND NOT EXISTS (SELECT FROM waiting_place WHERE booking_id = booking.id)
UNION ALL
SELECT code FROM booking WHERE state = 'postponed'
    AND NOT EXISTS (SELECT FROM waiting_place AS place
        WHERE place.identity_hash = booking.identity_hash AND place."group" = booking."group")
    AND NOT EXISTS (SELECT FROM booking AS newer
        WHERE newer.identity_hash = booking.identity_hash AND newer."group" = booking."group" AND newer.id > booking.id)
UNION ALL
SELECT code FROM booking JOIN obligation ON booking_id = booking.id AND outcome = 'open'
    WHERE state NOT IN ('offered', 'postponed')
UNION ALL
SELECT code FROM booking JOIN waiting_place ON booking_id = booking.id WHERE is_live = (invited_until IS NULL)
"""
IN_LEDGER_ONLY = """
SELECT jsonb_array_elements_text(facts -> 'codes') FROM ledger WHERE action IN ('visits.booked', 'draw.won')
EXCEPT SELECT code FROM booking
"""


@dataclass(frozen=True)
class Faults:
    """Codes of what is wrong, by kind; every tuple is empty in a sound database."""

    overbooked: tuple[str, ...] = ()
    overfull: tuple[str, ...] = ()
    miscounted: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    half_written: tuple[str, ...] = ()
    in_ledger_only: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join(f"{len(getattr(self, field.name))} {field.name}" for field in fields(self))


NONE = Faults()


def faults(acknowledged: Iterable[str] = ()) -> Faults:
    """Look at every slot and booking; `acknowledged` are the codes that somebody was told are confirmed."""
    return Faults(
        overbooked=_codes(OVERBOOKED),
        overfull=_codes(OVERFULL),
        miscounted=_codes(MISCOUNTED),
        twice=_codes(TWICE),
        half_written=_codes(HALF_WRITTEN),
        in_ledger_only=_codes(IN_LEDGER_ONLY),
        unanswered=_codes(UNANSWERED),
        lost=tuple(sorted(set(acknowledged) - set(_codes("SELECT code FROM booking")))),
    )


def deadlocks() -> int:
    """How many deadlocks PostgreSQL had to break in this database since it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _codes(statement: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(code for (code,) in cursor.fetchall())
