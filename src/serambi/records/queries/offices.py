"""Offices: the list, and one office's profile with its means."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from serambi.records.codec import from_json
from serambi.records.models import Office, OfficeDay, Region
from serambi.rules.offices import OfficeProfile


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One line of a list of offices."""

    code: str
    name: str
    province: str
    time_zone: str


def list_offices() -> tuple[OfficeRow, ...]:
    """All offices with the name of their province, sorted by province code and office code."""
    provinces = dict(Region.objects.filter(kind="province").values_list("code", "name"))
    rows = Office.objects.values_list("code", "name", "seat_region", "time_zone")
    by_province = sorted(rows, key=lambda row: (row[2][:2], row[0]))
    return tuple(
        OfficeRow(code, name, provinces.get(seat[:2], seat[:2]), zone) for code, name, seat, zone in by_province
    )


def office_profile(*, code: str) -> OfficeProfile | None:
    """One office with its means; None when there is no such office."""
    kept = Office.objects.filter(code=code).values_list("profile", flat=True).first()
    return None if kept is None else from_json(OfficeProfile, kept)


def all_profiles() -> tuple[OfficeProfile, ...]:
    """Every office with its means, sorted by code."""
    rows = Office.objects.order_by("code").values_list("profile", flat=True)
    return tuple(from_json(OfficeProfile, kept) for kept in rows)


def is_an_office_unplanned(*, from_on: date) -> bool:
    """Is there an office without any planned day from this one on?"""
    planned = OfficeDay.objects.filter(office=OuterRef("pk"), on__gte=from_on)
    return Office.objects.exclude(Exists(planned)).exists()


def region_name(*, code: str) -> str | None:
    """The name of a region or province; None when the code is unknown."""
    return Region.objects.filter(code=code).values_list("name", flat=True).first()
