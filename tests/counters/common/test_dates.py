"""Days and times as people at the office say them."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from serambi.counters.common import dates

AT = datetime(2020, 9, 28, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("id", "Asia/Jakarta", "Senin, 28 September 2020 pukul 09.30 WIB"),
        ("en", "Asia/Jakarta", "Monday, 28 September 2020, 09:30 WIB"),
        ("id", "Asia/Makassar", "Senin, 28 September 2020 pukul 10.30 WITA"),
        ("en", "Asia/Jayapura", "Monday, 28 September 2020, 11:30 WIT"),
        ("en", "Asia/Pontianak", "Monday, 28 September 2020, 09:30 WIB"),
    ],
)
def test_a_moment_is_said_in_the_offices_zone(language, zone, said):
    with translation.override(language):
        assert dates.moment_text(AT, zone) == said


def test_the_offices_zone_decides_its_day():
    late = datetime(2020, 9, 9, 17, 30, tzinfo=UTC)

    assert dates.day_at(late, "Asia/Jakarta") == date(2020, 9, 10)
    assert dates.day_at(late, "UTC") == date(2020, 9, 9)


def test_neighbouring_days_with_the_same_hours_share_a_row():
    closes = dict.fromkeys(range(4), time(16)) | {4: time(16, 30)}

    with translation.override("id"):
        rows = dates.hours_text(time(7, 30), closes)

    assert rows == (("Senin–Kamis", "07.30–16.00"), ("Jumat", "07.30–16.30"))
