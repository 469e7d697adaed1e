"""Ten million events made in the database itself, and what is measured on them, each in a process of its own."""

import os
import statistics
import time
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import connection
from django.test import Client

from serambi.procedures.roll_up_figures import rebuild_figures, roll_up_figures
from serambi.records.models import BookingStatus, DailyFigure, Office, RequestKey
from tests.factories import NOW

YEARS = 10
PAGES = ("/serang/figures/", "/en/serang/figures/", "/en/serang/figures/decline/", "/serang/figures/days.csv")
LOOKS = 15
UNUSED = """
DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT conrelid::regclass AS holder, conname FROM pg_constraint
        WHERE conrelid IN ('booking'::regclass, 'booking_status'::regclass, 'visit'::regclass, 'visit_status'::regclass,
            'application_case'::regclass, 'case_status'::regclass) AND contype IN ('f', 'c', 'u')
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.holder, found.conname); END LOOP;
END $$;
DROP INDEX person_holds_one_live_booking
"""
"""Constraints that neither counting nor a page reads; without them millions of rows are made sooner."""

BOOKINGS = """
INSERT INTO booking (id, code, secret_hash, party_id, office_id, service, "group", identity_hash, purpose, urgency,
    language, is_vulnerable, is_reachable, state, is_live, booked_at)
SELECT number, number, '', %(party)s, (%(offices)s::bigint[])[1 + number %% %(many)s],
    (ARRAY['passport-new', 'passport-replacement', 'passport-new', 'permit-limited-stay'])[1 + number / 7 %% 4],
    'passport', '', 'tourism', '', 'id', FALSE, TRUE, 'cancelled', FALSE,
    %(first)s + (number::float8 / %(all)s) * %(span)s::interval
FROM generate_series(1, %(all)s) AS number
"""
STATUSES = """
INSERT INTO booking_status (booking_id, event, at, by)
SELECT booking.id, happened.event, booking.booked_at + happened.later, 'bench'
FROM booking CROSS JOIN LATERAL (
    SELECT CASE WHEN booking.id %% 40 = 0 THEN 'joined_line' ELSE 'confirmed' END, interval '0'
    UNION ALL SELECT 'moved', interval '3 hours' WHERE booking.id %% 8 = 1
    UNION ALL SELECT 'cancelled', interval '2 days' WHERE booking.id %% 10 = 2
    UNION ALL SELECT 'invited', interval '1 day' WHERE booking.id %% 40 = 0
) AS happened (event, later)
ORDER BY booking.id
"""


VISITS = """
INSERT INTO visit (id, office_id, "on", ticket, visit_class, kind, "group", service, companions, arrived_at, due_at,
    stage, stage_since_at, state, counter, wanted_counter, calls)
SELECT id, office_id, (booked_at + interval '7 days')::date, 'B-' || id, 'booked', 'on_time', 'passport', service, 0,
    booked_at + interval '7 days', booked_at + interval '7 days', 'payment', booked_at + interval '7 days',
    CASE WHEN id % 50 = 0 THEN 'left' ELSE 'done' END, '', '', 1
FROM booking WHERE id % 5 = 0 ORDER BY id
"""
VISIT_STATUSES = """
INSERT INTO visit_status (visit_id, event, stage, counter, at, by)
SELECT id, event, 'payment', '', arrived_at + later, 'bench' FROM visit
CROSS JOIN (VALUES ('admitted', interval '0'), ('finished', interval '1 hour')) AS happened (event, later) ORDER BY id
"""
CASES = """
INSERT INTO application_case (id, number, office_id, service, "group", purpose, born_on_hash, sealed, stage,
    stage_since_at, is_open, received_on, ready_on, finished_on, promised_on, amount_idr)
SELECT id, id, office_id, service, "group", 'tourism', '', '', 'collected', arrived_at + interval '9 days', FALSE, "on",
    "on" + 4 + id::int % 3, "on" + 9, "on" + 5, 0
FROM visit WHERE id % 15 = 0 ORDER BY id
"""
CASE_STATUSES = """
INSERT INTO case_status (case_id, event, stage, reason, at, by)
SELECT id, event, 'collected', '', stage_since_at - interval '9 days' + later * interval '1 day', 'bench'
FROM application_case CROSS JOIN (VALUES ('received', 0), ('verify', 0), ('interview', 0), ('pay', 1),
    ('make_ready', 4), ('collect', 9)) AS happened (event, later) ORDER BY id
"""
EVENTS = """
SELECT (SELECT count(*) FROM booking_status) + (SELECT count(*) FROM visit_status) + (SELECT count(*) FROM case_status)
"""


def make_ready(bookings: int) -> int:
    """Tables, policy, and events of ten years up to the day of the story; gives how many events there are."""
    call_command("migrate", verbosity=0)
    call_command("load", verbosity=0)
    party = RequestKey.objects.create(key_hash=b"bench", fingerprint=b"bench", sealed_answer=b"bench", at=NOW)
    offices = list(Office.objects.order_by("id").values_list("id", flat=True))
    span = timedelta(days=365 * YEARS)
    asked = {
        "party": party.pk,
        "offices": offices,
        "many": len(offices),
        "all": bookings,
        "first": NOW - span,
        "span": span - timedelta(hours=1),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(UNUSED)
        cursor.execute(BOOKINGS, asked)
        for statement in (STATUSES, VISITS, VISIT_STATUSES, CASES, CASE_STATUSES, "VACUUM ANALYZE", EVENTS):
            cursor.execute(statement, asked if statement == STATUSES else None)
        return int(cursor.fetchone()[0])


def rebuild() -> tuple[float, int]:
    """Count everything anew and publish it; gives the seconds, and how many figures that makes."""
    started = time.monotonic()
    rebuild_figures(now=NOW, by="bench")
    return time.monotonic() - started, DailyFigure.objects.count()


def one_day() -> tuple[float, int]:
    """One more event and a roll-up of what can have changed; gives the seconds, and how many rows of events and figures
    were read for it."""
    BookingStatus.objects.create(booking_id=1, event="moved", at=NOW, by="bench")
    before = _rows_read()
    started = time.monotonic()
    roll_up_figures(now=NOW + timedelta(minutes=10), by="bench")
    seconds = time.monotonic() - started
    return seconds, _rows_read() - before


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(ROWS_READ)
        return int(cursor.fetchone()[0])


ROWS_READ = """
SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables WHERE relname IN ('booking_status',
    'booking', 'visit', 'visit_status', 'application_case', 'case_status', 'obligation', 'daily_figure')
"""


def pages() -> dict[str, float]:
    """The middle of several looks at each page, in milliseconds of this process and the database."""
    offset = (NOW - datetime.now(UTC)).total_seconds()
    os.environ["SERAMBI_CLOCK_OFFSET_SECONDS"] = str(offset)
    client = Client(headers={"Host": "127.0.0.1"})
    return {path: statistics.median(_look(client, path) for _ in range(LOOKS)) for path in PAGES}


def counted_otherwise() -> int:
    """By how much the figures differ from a plain count of the events that make somebody an applicant."""
    applied = DailyFigure.objects.filter(measure="applied").values_list("count", flat=True)
    events = BookingStatus.objects.filter(event__in=("confirmed", "joined_line")).count()
    return sum(applied) - events


def _look(client: Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return (time.perf_counter() - started) * 1000
