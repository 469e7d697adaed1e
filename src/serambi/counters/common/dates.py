"""Days and times as people at the office say them: in its own zone, in the language of the page."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serambi.counters.common.words import is_english
from serambi.rules.period import DayPeriod
from serambi.rules.spans import MONTHS_OF_YEAR, end_of, months_of

WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def weekday_text(weekday: int) -> str:
    """0 is Monday."""
    return WEEKDAYS[_language()][weekday]


def date_text(day: date) -> str:
    """ "28 September 2020" in both languages."""
    return f"{day.day} {MONTHS[_language()][day.month - 1]} {day.year}"


def day_text(day: date) -> str:
    """ "Senin, 28 September 2020" / "Monday, 28 September 2020"."""
    return f"{weekday_text(day.weekday())}, {date_text(day)}"


def month_text(day: date) -> str:
    """ "September 2020" in both languages."""
    return f"{MONTHS[_language()][day.month - 1]} {day.year}"


def span_words(span: DayPeriod) -> str:
    """A stretch in words: a day, a month, a year, or from one to the other."""
    last, months = end_of(span) - timedelta(days=1), len(months_of(span))
    if last == span.from_on:
        return date_text(last)
    if months == 1:
        return month_text(last)
    if months == MONTHS_OF_YEAR and last.year == span.from_on.year:
        return str(last.year)
    said = month_text if months else date_text
    return _("%(first)s sampai %(last)s") % {"first": said(span.from_on), "last": said(last)}


def period_text(period: DayPeriod) -> str:
    """ "10 September 2020 sampai 24 September 2020"; an open end is not named, one day stands alone."""
    if period.until_on is None:
        return _("sejak %(day)s") % {"day": date_text(period.from_on)}
    last_on = period.until_on - timedelta(days=1)
    if last_on == period.from_on:
        return date_text(last_on)
    last = date_text(last_on)
    return _("%(first)s sampai %(last)s") % {"first": date_text(period.from_on), "last": last}


def clock_text(at: time) -> str:
    """ "09.30" in Indonesian, "09:30" in English."""
    return f"{at:%H:%M}" if is_english() else f"{at:%H.%M}"


def zone_text(zone: str) -> str:
    """WIB, WITA or WIT; another zone goes by its own name."""
    return ZONE_NAMES.get(zone, zone)


def time_text(instant: datetime, zone: str) -> str:
    """ "09.30 WIB" / "09:30 WIB"."""
    return f"{clock_text(instant.astimezone(ZoneInfo(zone)).time())} {zone_text(zone)}"


def moment_text(instant: datetime, zone: str) -> str:
    """ "Senin, 28 September 2020 pukul 09.30 WIB" / "Monday, 28 September 2020, 09:30 WIB"."""
    day = day_text(instant.astimezone(ZoneInfo(zone)).date())
    return _("%(day)s pukul %(time)s") % {"day": day, "time": time_text(instant, zone)}


def day_at(instant: datetime, zone: str) -> date:
    """The day it is at the office."""
    return instant.astimezone(ZoneInfo(zone)).date()


def hours_text(opens_at: time, closes_at: Mapping[int, time]) -> tuple[tuple[str, str], ...]:
    """Opening hours as rows of days and times; neighbouring days with the same hours share a row."""
    rows: list[tuple[int, int, time]] = []
    for weekday, closes in sorted(closes_at.items()):
        if rows and rows[-1][1] == weekday - 1 and rows[-1][2] == closes:
            rows[-1] = (rows[-1][0], weekday, closes)
        else:
            rows.append((weekday, weekday, closes))
    return tuple((_span(first, last), f"{clock_text(opens_at)}–{clock_text(closes)}") for first, last, closes in rows)


def _span(first: int, last: int) -> str:
    return weekday_text(first) if first == last else f"{weekday_text(first)}–{weekday_text(last)}"


def _language() -> str:
    return "en" if is_english() else "id"
