"""Cases at their largest, on a database of their own: the work list over 100,000 open ones, a decree, a closing order.

`python -m bench cases` runs it alone.
"""

import os
import resource
import time
from datetime import UTC, date, datetime, timedelta

from bench import uploads
from bench.figures import Figure, Steps
from serambi.config.temporary_postgres import temporary
from tests import elsewhere

OPEN_CASES, OFFICE = 100_000, "serang"
NOW = datetime(2020, 9, 10, 3, tzinfo=UTC)
PAGES, FAR = 20, 90_000
SETTINGS = ("shared_buffers=512MB", "max_wal_size=4GB")
ORDER = """
number = "{number}"
short_name = "{number}"
title = "bench"
issuer = "bench"
rank = "{rank}"
signed_on = 2020-09-10
from = {first}
until = {end}
areas = ["office:serang"]
source = "bench"
confidence = "EXAMPLE"
[[clause]]
{clause}
"""
DECREE = ORDER.format(
    number="SKB-BENCH",
    rank="ministry",
    first=date(2020, 9, 10),
    end=date(2021, 1, 1),
    clause='topic = "holiday"\nvalue = { kind = "public", year = 2020, days = [2020-09-21] }',
)
CLOSING = ORDER.format(
    number="SE-BENCH",
    rank="directorate",
    first=date(2020, 9, 22),
    end=date(2020, 9, 23),
    clause='topic = "open"\nvalue = false',
)


def measure(steps: Steps, cases: int = OPEN_CASES) -> list[Figure]:
    """Look at the work list near its beginning and far down; then a decree on holidays and a closing order arrive."""
    with temporary(options=SETTINGS) as database_url:

        def inside(function: str, *arguments: object):
            return elsewhere.call(database_url, f"bench.cases:{function}", *arguments)

        steps.do(f"{cases:,} open cases", lambda: inside("make_ready", cases))
        first, median, late, worst = steps.do("Work list pages", lambda: inside("pages"))
        decreed = steps.do("Clocks after a decree", lambda: inside("decree"))
        closed = steps.do("Promises after a closing order", lambda: inside("close"))
    photo = steps.do("Uploads of 10 MB", uploads.measure)
    return [
        Figure(
            f"Work list page, {cases:,} open cases (very first {first:.0f} ms)",
            f"{median:.0f} ms",
            f"p95 {late:.0f}, worst {worst:.0f} ms",
            aim="< 200 ms",
        ),
        Figure("All clocks after a calendar decree", *_told(decreed), aim="< 20 s"),
        Figure("All promises after a closing order, in its transaction", *_told(closed)),
        *(
            Figure(
                f"One upload of {photo[f'{name}_mb']:.0f} MB ({name}), {photo[f'{name}_seconds']:.1f} s",
                f"{photo[f'{name}_reader_peak_mb']:.0f} MB",
                aim="≤ 300 MB",
            )
            for name in ("photo", "scan")
        ),
    ]


def _told(done: tuple[float, int, float]) -> tuple[str, str]:
    seconds, changed, peak_mb = done
    return f"{seconds:.1f} s", f"{changed:,} changed, {peak_mb:.0f} MB"


def make_ready(cases: int) -> None:
    """Load the policy, and fill cases of one office in every stage, with the days promised for them."""
    from django.core.management import call_command  # here: these need Django, which the caller has brought up
    from django.db import connection

    from serambi.procedures.ensure_staff import ensure_staff
    from serambi.procedures.recompute_clocks import recompute_clocks

    call_command("migrate", verbosity=0)
    call_command("load", verbosity=0)
    ensure_staff(username="bench", password="a long password", office_code=OFFICE, role="clerk", now=NOW, by="bench")
    _fill(cases)
    recompute_clocks(now=NOW, by="bench")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE application_case")


def pages() -> tuple[float, float, float, float]:
    """Milliseconds of server time: the very first page of a process; median, 95th percentile, worst of the others."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from serambi.records.models import Case

    os.environ["SERAMBI_CLOCK_OFFSET_SECONDS"] = str((NOW - datetime.now(UTC)).total_seconds())
    client = Client()
    client.force_login(get_user_model().objects.get(username="bench"))
    far = Case.objects.order_by("promised_on", "id").values_list("number", flat=True)[FAR]
    asked = [{}, {"stage": "paid"}, {"after": far}, {"stage": "paid", "after": far}]
    first = _page_ms(client, asked[0])
    times = sorted(_page_ms(client, each) for _ in range(PAGES) for each in asked)
    return first, times[len(times) // 2], times[len(times) * 95 // 100], times[-1]


def decree() -> tuple[float, int, float]:
    """Seconds to enact a decree on holidays to the last clock, how many cases changed, and the process' peak in MB."""
    return _enacted(DECREE, "legal_on", "practice_on")


def close() -> tuple[float, int, float]:
    """The same of an order that closes the office for a day, to the last promise."""
    return _enacted(CLOSING, "promised_on")


def _enacted(order: str, *days: str) -> tuple[float, int, float]:
    from serambi.procedures.enact_instrument import enact_instrument
    from serambi.records.models import Case

    before = list(Case.objects.order_by("id").values_list(*days))
    started = time.perf_counter()
    enacted = enact_instrument(text=order, file="bench.toml", now=NOW + timedelta(minutes=1), by="bench")
    seconds = time.perf_counter() - started
    assert enacted.carried_out is not None
    after = Case.objects.order_by("id").values_list(*days)
    changed = sum(was != now for was, now in zip(before, after, strict=True))
    return seconds, changed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fill(cases: int) -> None:
    from serambi.records.models import Case, Office

    office, sealed = Office.objects.get(code=OFFICE), os.urandom(400)
    stages = ("interviewed", "paid", "adjudicated", "printed", "checked")
    for start in range(0, cases, 10_000):
        rows = []
        for serial in range(start, min(start + 10_000, cases)):
            stage, day = stages[serial % len(stages)], date(2020, 9, 1) + timedelta(days=serial % 20)
            rows.append(
                Case(
                    number=f"{serial:016d}",
                    office=office,
                    service="passport-new",
                    group="passport",
                    purpose="tourism",
                    born_on_hash=b"0" * 32,
                    sealed=sealed,
                    stage=stage,
                    stage_since_at=NOW,
                    received_on=day,
                    interviewed_on=day,
                    paid_on=None if stage == "interviewed" else day,
                    named_at=NOW,
                    named_on=day + timedelta(days=6),
                )
            )
        Case.objects.bulk_create(rows)


def _page_ms(client, asked: dict[str, str]) -> float:
    started = time.perf_counter()
    answer = client.get("/console/cases/", asked)
    assert answer.status_code == 200
    return (time.perf_counter() - started) * 1000
