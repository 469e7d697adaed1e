"""The line to the database is cut at every message of a booking: never a false "confirmed", one booking in the end."""

from collections import Counter

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests import audit, elsewhere
from tests.crash.proxy import Cut, cutting_line

MESSAGES = 16  # more than a booking sends


def test_line_cut_at_every_message_leaves_one_booking_after_a_retry(durable_database):
    (slot,) = elsewhere.call(durable_database, "tests.crash.office:open_office", 1, 100)
    at_each = [Cut(at, is_delivered) for at in (*range(MESSAGES), -1) for is_delivered in (False, True)]
    parts = conninfo_to_dict(durable_database)
    plan = [cut for each in at_each for cut in (each, None)]

    with cutting_line(f"{parts['host']}/.s.PGSQL.{parts['port']}", plan) as line:
        through_line = make_conninfo(durable_database, host="127.0.0.1", port=line.port)
        answers = elsewhere.call(through_line, "tests.crash.office:book_twice", slot, list(range(len(at_each))))

    kinds = Counter(kind for (kind, _, _), _ in answers)
    print(f"\nline cut {len(line.made)} times at {len(set(line.made))} points: {dict(kinds)}")
    assert len(line.made) >= 24
    assert set(kinds) <= {"confirmed", "unknown", "busy"} and kinds["confirmed"] == len(at_each) - len(line.made)
    assert {kind for _, (kind, _, _) in answers} == {"confirmed"}
    # COMMIT arrived and its answer was lost: the retry finds the booking. Cut before it arrived: the retry makes it.
    assert [is_repeat for _, (_, _, is_repeat) in answers[-2:]] == [False, True]
    assert [one[0] for one, _ in answers[-2:]] == ["unknown", "unknown"]
    told = sorted(code for _, (_, codes, _) in answers for code in codes)
    assert elsewhere.call(durable_database, "tests.crash.office:live_codes") == told
    assert elsewhere.call(durable_database, "tests.crash.office:faults", told) == audit.NONE


def test_slot_held_by_a_client_that_hangs_is_answered_busy(durable_database):
    (slot,) = elsewhere.call(durable_database, "tests.crash.office:open_office", 1, 5)

    with psycopg.connect(durable_database) as hanging:
        hanging.execute("SELECT FROM slot WHERE code = %s FOR UPDATE", [slot])
        ((first, second),) = elsewhere.call(durable_database, "tests.crash.office:book_twice", slot, [1])
    ((third, _),) = elsewhere.call(durable_database, "tests.crash.office:book_twice", slot, [1])

    assert (first[0], second[0], third[0]) == ("busy", "busy", "confirmed")
    assert elsewhere.call(durable_database, "tests.crash.office:faults", third[1]) == audit.NONE
