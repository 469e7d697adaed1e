"""From events to figures: the one table of sources, and the statements that count them.

A new measure is one more Source here. A figure says what holds by all events up to now: who was missed and came after
all is no no-show of that day any more. Days on which an import says the same are not counted a second time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from serambi.rules.figures import Measure

FURTHEST_ZONE_HOURS = 14
"""No office's day begins or ends further from that of UTC."""
TOO_EARLY = date(1, 1, 3)
IN_LINE = "('postponed', 'joined_line', 'expired', 'urgency_rejected')"
"""Events after which somebody waits in line, uninvited."""

LOCAL_DAY = "(happened.at AT TIME ZONE office.time_zone)::date"
ALWAYS = "TRUE"
DURING = "happened.at >= %(from_at)s AND happened.at < %(until_at)s"
NARROWED = f"AND booking_id IN (SELECT booking_id FROM booking_status AS happened WHERE {DURING})"
DURING_DAYS = """happened."on" >= %(from_on)s AND happened."on" < %(until_on)s"""


@dataclass(frozen=True, slots=True)
class Source:
    """Events as SQL: `rows` gives (office_id, service, event, day, people), and holds {during} where the condition on
    their time belongs and {narrowed} where only bookings with an event in that time are wanted; `counted` says which
    event counts as which measures."""

    rows: str
    counted: Mapping[str, tuple[Measure, ...]]
    during: str = DURING


SOURCES = (
    Source(
        # Who lost a draw stands in line from the first: their first event is "postponed", without a slot.
        f"""
        SELECT booking.office_id, booking.service, CASE WHEN happened.event = 'postponed' AND happened.slot_id IS NULL
            THEN 'joined_line' ELSE happened.event END, {LOCAL_DAY}, 1
        FROM booking_status AS happened JOIN booking ON booking.id = happened.booking_id
        JOIN office ON office.id = booking.office_id
        WHERE {{during}} AND happened.event IN ('confirmed', 'joined_line', 'postponed', 'moved', 'cancelled')
        """,
        {
            "confirmed": (Measure.APPLIED, Measure.BOOKED),
            "joined_line": (Measure.APPLIED,),
            "moved": (Measure.MOVED,),
            "cancelled": (Measure.CANCELLED,),
        },
    ),
    Source(
        # On the day of the visit, whenever it was noted, and as long as the booking says so.
        """
        SELECT booking.office_id, booking.service, 'missed', happened."on", 1
        FROM office JOIN office_day AS happened ON happened.office_id = office.id
        JOIN slot ON slot.office_day_id = happened.id JOIN booking ON booking.slot_id = slot.id
        WHERE {during} AND booking.state = 'missed'
        """,
        {"missed": (Measure.NO_SHOW,)},
        DURING_DAYS,
    ),
    Source(
        f"""
        SELECT booking.office_id, booking.service, 'displaced', {LOCAL_DAY}, 1
        FROM (
            -- What an undo gives back, it offers again in the same moment: that displaces nobody.
            SELECT booking_id, made_at AS at FROM obligation AS due WHERE NOT EXISTS (
                SELECT FROM obligation AS back WHERE back.booking_id = due.booking_id AND back.id < due.id
                    AND back.outcome = 'restored' AND back.settled_at = due.made_at)
        ) AS happened
        JOIN booking ON booking.id = happened.booking_id JOIN office ON office.id = booking.office_id
        WHERE {{during}}
        """,
        {"displaced": (Measure.DISPLACED,)},
    ),
    Source(
        # Only those who were ever in line are looked through, event by event with the one before it.
        f"""
        SELECT booking.office_id, booking.service, 'in_line', {LOCAL_DAY},
            (happened.event IN {IN_LINE})::int - coalesce((happened.before IN {IN_LINE})::int, 0)
        FROM (
            SELECT booking_id, event, at, lag(event) OVER (PARTITION BY booking_id ORDER BY id) AS before
            FROM booking_status WHERE booking_id IN (
                SELECT booking_id FROM booking_status WHERE event IN {IN_LINE}) {{narrowed}}
        ) AS happened JOIN booking ON booking.id = happened.booking_id JOIN office ON office.id = booking.office_id
        WHERE {{during}}
        """,
        {"in_line": (Measure.WAITING,)},
    ),
    Source(
        # Who came without a booking named no service: their kind tells it (lost, damaged), or else only the group is
        # known, which then stands for it. Who left before a counter was done with them was admitted and not served.
        """
        SELECT happened.office_id, coalesce(nullif(happened.service, ''), named.code, happened."group"),
            CASE WHEN happened.state IN ('done', 'incomplete') THEN 'served' ELSE 'admitted' END, happened."on", 1
        FROM visit AS happened LEFT JOIN service AS named ON named.code = happened."group" || '-' || happened.kind
        WHERE {during}
        """,
        {"served": (Measure.ADMITTED, Measure.SERVED), "admitted": (Measure.ADMITTED,)},
        DURING_DAYS,
    ),
    Source(
        # A step that was taken back and done again counts once, when it was done last.
        f"""
        SELECT application.office_id, application.service, CASE WHEN happened.event = 'make_ready' AND
            application.ready_on <= application.promised_on THEN 'ready_in_time' ELSE happened.event END, {LOCAL_DAY}, 1
        FROM case_status AS happened JOIN application_case AS application ON application.id = happened.case_id
        JOIN office ON office.id = application.office_id
        WHERE {{during}} AND happened.event IN ('received', 'make_ready', 'collect') AND (happened.event = 'received'
            OR happened.event = 'make_ready' AND application.ready_on IS NOT NULL
            OR happened.event = 'collect' AND application.stage = 'collected')
            AND NOT EXISTS (SELECT FROM case_status AS later WHERE later.case_id = happened.case_id
                AND later.event = happened.event AND later.id > happened.id)
        """,
        {
            "received": (Measure.ACCEPTED,),
            "make_ready": (Measure.ISSUED,),
            "ready_in_time": (Measure.ISSUED, Measure.PROMISE_KEPT),
            "collect": (Measure.COLLECTED,),
        },
    ),
)


def parameters(from_on: date, until_on: date) -> dict[str, date]:
    """The days, and the instants within which every office's [from_on, until_on) lies."""
    margin = timedelta(hours=FURTHEST_ZONE_HOURS)
    return {
        "from_on": from_on,
        "until_on": until_on,
        "from_at": datetime.combine(from_on, time(), tzinfo=UTC) - margin,
        "until_at": datetime.combine(until_on, time(), tzinfo=UTC) + margin,
    }


def _counts(source: Source, is_always: bool) -> str:
    """Counts per office, service, measure and day of the office: a column for each measure first, then a row."""
    of_measure: dict[Measure, list[str]] = {}
    for event, measures in source.counted.items():
        for measure in measures:
            of_measure.setdefault(measure, []).append(f"'{event}'")
    columns = ", ".join(
        f"sum(people) FILTER (WHERE event IN ({', '.join(events)})) AS count_{place}"
        for place, events in enumerate(of_measure.values())
    )
    pairs = ", ".join(f"('{measure}', count_{place})" for place, measure in enumerate(of_measure))
    during, narrowed = (ALWAYS, "") if is_always else (source.during, NARROWED)
    rows = source.rows.format(during=during, narrowed=narrowed)
    return f"""
    SELECT office_id, service, counted.measure, "on", counted.count FROM (
        SELECT office_id, service, "on", {columns}
        FROM ({rows}) AS events (office_id, service, event, "on", people) GROUP BY 1, 2, 3
    ) AS by_day CROSS JOIN LATERAL (VALUES {pairs}) AS counted (measure, count) WHERE counted.count <> 0
    """


def _all_counts(*, is_always: bool) -> str:
    return " UNION ALL ".join(_counts(source, is_always) for source in SOURCES)


COVERED = """EXISTS (SELECT FROM history_figure AS covering WHERE covering.office_id = counts.office_id
    AND covering.measure = counts.measure AND covering.from_on <= counts."on"
    AND covering.from_on > counts."on" - 31 AND covering.until_on > counts."on")"""
"""An office counted this measure itself on that day, of whatever service; an import covers a month at most."""

NEW_FIGURES = "CREATE TEMPORARY TABLE new_figure ON COMMIT DROP AS "
"""A table made from a query is counted by several workers, an insert is not."""
ALL_DAYS = (
    NEW_FIGURES
    + f"""
SELECT counts.*, covering."on" IS NOT NULL AS is_covered FROM ({_all_counts(is_always=True)}) AS counts LEFT JOIN (
    SELECT DISTINCT office_id, measure, day::date AS "on"
    FROM history_figure CROSS JOIN generate_series(from_on, until_on - 1, interval '1 day') AS day
) AS covering USING (office_id, measure, "on")
"""
)
"""The same for millions of figures at once."""
SOME_DAYS = NEW_FIGURES + (
    f"SELECT *, {COVERED} AS is_covered FROM ({_all_counts(is_always=False)}) AS counts "
    'WHERE "on" >= %(from_on)s AND "on" < %(until_on)s'
)
GONE = """
DELETE FROM daily_figure AS old WHERE "on" >= %(from_on)s AND "on" < %(until_on)s AND NOT EXISTS (
    SELECT FROM new_figure AS new WHERE NOT is_covered AND (new.office_id, new.service, new.measure, new."on")
        = (old.office_id, old.service, old.measure, old."on"))
"""
OTHERWISE = """
UPDATE daily_figure AS old SET count = new.count FROM new_figure AS new
WHERE NOT is_covered AND old.count <> new.count AND old."on" >= %(from_on)s AND old."on" < %(until_on)s
    AND (new.office_id, new.service, new.measure, new."on") = (old.office_id, old.service, old.measure, old."on")
"""
NEW = """
INSERT INTO daily_figure (office_id, service, measure, "on", count)
SELECT office_id, service, measure, "on", count FROM new_figure AS new WHERE NOT is_covered AND NOT EXISTS (
    SELECT FROM daily_figure AS old WHERE old."on" >= %(from_on)s AND old."on" < %(until_on)s
        AND (new.office_id, new.service, new.measure, new."on") = (old.office_id, old.service, old.measure, old."on"))
ORDER BY "on", office_id
"""
CONFLICTS = """
SELECT office.code, measure, min("on"), max("on") + 1, sum(count) FROM new_figure
JOIN office ON office.id = office_id WHERE is_covered AND count > 0 GROUP BY 1, 2 ORDER BY 1, 2
"""

MARKS = """
SELECT (SELECT max(id) FROM booking_status), (SELECT max(id) FROM visit_status), (SELECT max(id) FROM case_status)
"""
EARLIER_DAYS = f"""
SELECT DISTINCT "on" FROM (
    SELECT {LOCAL_DAY} AS "on" FROM booking_status AS happened JOIN booking ON booking.id = happened.booking_id
    JOIN office ON office.id = booking.office_id WHERE happened.id > %(booking_mark)s
    UNION ALL
    SELECT office_day."on" FROM booking_status AS new JOIN booking_status AS missed USING (booking_id)
    JOIN slot ON slot.id = missed.slot_id JOIN office_day ON office_day.id = slot.office_day_id
    WHERE new.id > %(booking_mark)s AND missed.event = 'missed'
    UNION ALL
    SELECT visit."on" FROM visit_status AS new JOIN visit ON visit.id = new.visit_id WHERE new.id > %(visit_mark)s
    UNION ALL
    SELECT {LOCAL_DAY} FROM case_status AS new JOIN application_case AS application ON application.id = new.case_id
    JOIN office ON office.id = application.office_id JOIN case_status AS happened ON happened.case_id = new.case_id
    WHERE new.id > %(case_mark)s AND (happened.id = new.id
        OR happened.event = 'make_ready' AND (application.ready_on IS NULL OR new.event = 'make_ready')
        OR happened.event = 'collect' AND (application.stage <> 'collected' OR new.event = 'collect'))
) AS touched WHERE "on" < %(from_on)s ORDER BY 1
"""
"""The days before a first day that rows written since the last runs speak of: what was entered late with the time it
happened, and the days of what such a row took back."""
