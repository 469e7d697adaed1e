"""The orders on record: instruments and assessments as rules values, and the regime they give."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Max

from serambi.records.models import AssessmentRow, InstrumentRow, Office, PublicHoliday, Region
from serambi.records.queries.offices import office_profile
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile, RegionKind
from serambi.rules.policyfile.instruments import parse_instrument
from serambi.rules.policyfile.places import Places
from serambi.rules.regime import Regime, SeatOrders, orders_for, regime_on
from serambi.rules.revocation import Standing, standing
from serambi.rules.risk import Assessment
from serambi.rules.territory import Seat
from serambi.rules.workdays import Calendar, calendar_as_known

Version = tuple[object, ...]
"""Changes whenever a table of orders does; what was read under one version can be kept."""


def all_instruments() -> tuple[Instrument, ...]:
    """Every instrument ever recorded, undone ones included, sorted by number."""
    rows = InstrumentRow.objects.aggregate(Count("id"), Max("id"), Count("undone_at"))
    return _instruments(tuple(rows.values()))


def all_assessments() -> tuple[Assessment, ...]:
    """Every risk assessment ever recorded, sorted by region, day and time of recording."""
    return _assessments(tuple(AssessmentRow.objects.aggregate(Count("id"), Max("id")).values()))


def standing_instruments(*, known_at: datetime) -> tuple[Standing, ...]:
    """The instruments that stand as known at `known_at` (aware UTC), with what is left of their periods."""
    return standing(all_instruments(), known_at)


def seat_of(profile: OfficeProfile) -> Seat:
    """Where an office stands, as the rules of territory need it."""
    return Seat(profile.code, profile.seat_region, profile.means.sectors)


def orders_of_office(*, profile: OfficeProfile, known_at: datetime) -> SeatOrders:
    """What speaks for an office as known at `known_at`: for asking many days."""
    return orders_for(
        seat_of(profile),
        known_at,
        standings=standing_instruments(known_at=known_at),
        assessments=all_assessments(),
    )


def regime_of(*, office: str, on: date, known_at: datetime, service_group: str | None = None) -> Regime | None:
    """The regime of an office on a day as known at `known_at` (aware UTC); None when there is no such office."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    orders = orders_of_office(profile=profile, known_at=known_at)
    return regime_on(orders, on, service_group=service_group)


def number_in(cause: object) -> str | None:
    """The number of the order in a cause such as "enacted SE-1"; None for a plan or a risk map."""
    action, _, number = str(cause or "").partition(" ")
    return number if action in ("enacted", "undone") else None


def order_behind(*, cause: object) -> str | None:
    """The short name of the order in a cause such as "enacted SE-1"; None for a plan or a risk map."""
    number = number_in(cause)
    if number is None:
        return None
    return next((each.short_name for each in all_instruments() if each.number == number), number)


def calendar_of(*, known_at: datetime, language: str = "id") -> Calendar:
    """The calendar as known at `known_at`, holiday names in the given language ("id" or "en")."""
    column = "name_en" if language == "en" else "name_id"
    holidays = dict(PublicHoliday.objects.order_by("on").values_list("on", column))
    return calendar_as_known(known_at, public_holidays=holidays, instruments=all_instruments())


def known_places() -> Places:
    """The region and office codes that an area may name."""
    regions = tuple(Region.objects.aggregate(Count("id"), Max("id")).values())
    offices = tuple(Office.objects.aggregate(Count("id"), Max("id")).values())
    return _places(regions + offices)


@lru_cache(maxsize=2)
def _instruments(version: Version) -> tuple[Instrument, ...]:
    places = known_places()
    rows = InstrumentRow.objects.order_by("number")
    return tuple(_instrument(row.text, row.file, places, row.known_at, row.undone_at) for row in rows)


@lru_cache(maxsize=1024)
def _instrument(text: str, file: str, places: Places, known_at: datetime, undone_at: datetime | None) -> Instrument:
    parsed = parse_instrument(text, file, places, recorded_at=known_at)
    return replace(parsed, undone_at=undone_at)


@lru_cache(maxsize=2)
def _assessments(version: Version) -> tuple[Assessment, ...]:
    rows = AssessmentRow.objects.order_by("region", "assessed_on", "known_at")
    return tuple(Assessment(r.region, r.score, r.assessed_on, r.known_at, r.source) for r in rows)


@lru_cache(maxsize=2)
def _places(version: Version) -> Places:
    rows = Region.objects.order_by("code").values_list("code", "kind")
    provinces = frozenset(code for code, kind in rows if kind == RegionKind.PROVINCE)
    return Places(
        provinces=provinces,
        regions=frozenset(code for code, _ in rows) - provinces,
        offices=frozenset(Office.objects.values_list("code", flat=True)),
    )
