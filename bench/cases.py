"""Cases at scale: a work list page over 100,000 open cases, and all clocks after a decree on holidays.

`python -m bench.cases` runs it alone on a database of its own.
"""

import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OPEN_CASES, OFFICE = 100_000, "serang"
NOW = datetime(2020, 9, 10, 3, tzinfo=UTC)
PAGES = 20
DECREE = """
number = "SKB-BENCH"
short_name = "SKB bench"
title = "Cuti bersama"
issuer = "Menteri"
rank = "ministry"
signed_on = 2020-09-10
from = 2020-09-10
areas = ["nation"]
source = "bench"
confidence = "EXAMPLE"
[[clause]]
topic = "holiday"
value = { kind = "public", year = 2020, days = [2020-09-21] }
"""


@dataclass(frozen=True)
class Measured:
    """Milliseconds of server time of a work list page (median and worst), seconds of recomputing all clocks."""

    cases: int
    page_ms: float
    worst_page_ms: float
    recompute_seconds: float
    changed: int


def measure(cases: int = OPEN_CASES) -> Measured:
    """Fill an empty, migrated database and measure; meant to run in a process of its own."""
    from django.core.management import call_command  # here: these need Django, which the caller has brought up
    from django.db import connection
    from django.test import Client
    from django.utils import translation

    from serambi.procedures.enact_instrument import enact_instrument
    from serambi.procedures.recompute_clocks import recompute_clocks

    os.environ["SERAMBI_CLOCK_OFFSET_SECONDS"] = str((NOW - datetime.now(UTC)).total_seconds())
    call_command("migrate", verbosity=0)
    call_command("load", verbosity=0)
    translation.activate("id")
    _fill(cases)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE application_case")
    client = _signed_in(Client())
    recompute_clocks(now=NOW, by="bench")
    times = sorted(_page_ms(client, stage) for _ in range(PAGES) for stage in ("", "paid"))
    enact_instrument(text=DECREE, file="skb-bench.toml", now=NOW, by="bench")
    started = time.perf_counter()
    changed = recompute_clocks(now=NOW + timedelta(seconds=1), by="bench")
    seconds = time.perf_counter() - started
    return Measured(cases, times[len(times) // 2], times[-1], seconds, changed)


def _fill(cases: int) -> None:
    from serambi.records.models import Case, Office

    office = Office.objects.get(code=OFFICE)
    stages = ("interviewed", "paid", "adjudicated", "printed", "checked")
    first = date(2020, 9, 1)
    sealed = os.urandom(400)
    for start in range(0, cases, 10_000):
        rows = []
        for serial in range(start, min(start + 10_000, cases)):
            stage, day = stages[serial % len(stages)], first + timedelta(days=serial % 20)
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
                    promised_on=day + timedelta(days=6),
                )
            )
        Case.objects.bulk_create(rows)


def _signed_in(client):
    from django.contrib.auth import get_user_model

    from serambi.procedures.ensure_staff import ensure_staff

    ensure_staff(username="bench", password="a long password", office_code=OFFICE, role="clerk", now=NOW, by="bench")
    client.force_login(get_user_model().objects.get(username="bench"))
    return client


def _page_ms(client, stage: str) -> float:
    started = time.perf_counter()
    answer = client.get("/console/cases/", {"stage": stage})
    assert answer.status_code == 200
    return (time.perf_counter() - started) * 1000


def main() -> None:
    from serambi.config.temporary_postgres import temporary

    with temporary(options=("shared_buffers=512MB", "max_wal_size=4GB")) as database_url:
        os.environ["DATABASE_URL"] = database_url
        os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings_test"
        import django

        django.setup()
        print(measure())


if __name__ == "__main__":
    main()
