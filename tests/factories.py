"""Valid, boring objects for tests; the test says what is special. Named people: Ani, Budi, Citra, Dewi."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from serambi.records.codec import to_json
from serambi.records.models import Office, OfficeDay, Region, ServiceRow, Slot
from serambi.rules.booking import Applicant, BookingRequest
from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Service, Text, Who
from serambi.rules.identity import Identity, IdentityKind
from serambi.rules.instrument import Mode
from serambi.rules.means import GroupMeans, Means
from serambi.rules.offices import OfficeProfile

JAKARTA = ZoneInfo("Asia/Jakarta")
THE_DAY = date(2020, 9, 10)
NOW = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)
"""07:30 in Serang on the day of the story."""

_numbers = count(1)


def nik(serial: int, born_on: date = date(1990, 5, 17)) -> str:
    """A well-formed NIK of Kota Serang for a man; any serial gives another one."""
    return f"3673{1 + serial // 9999 % 90:02d}{born_on:%d%m%y}{1 + serial % 9999:04d}"


def group_means(**changes: object) -> GroupMeans:
    """The example means of Serang's passport group."""
    values: dict[str, object] = {
        "code": "passport",
        "normal_quota": 100,
        "urgent_share": Decimal("0.1"),
        "slot_minutes": 30,
        "service_minutes": 15,
        "counters": 4,
        "counter_staff": 16,
        "back_office_per_day": 120,
        "opens_at": time(7, 30),
        "closes_at": dict.fromkeys(range(5), time(16, 0)),
        "breaks": ((time(12, 0), time(13, 0)),),
    }
    return GroupMeans(**(values | changes))  # type: ignore[arg-type]


def means(**changes: object) -> Means:
    values: dict[str, object] = {
        "is_example": True,
        "staff_total": 60,
        "sectors": frozenset({"direct-service", "cannot-wait"}),
        "hall_seats": {Decimal(0): 80, Decimal(1): 40, Decimal("1.5"): 24, Decimal(2): 16},
        "stay_minutes": 60,
        "promise_days": 4,
        "groups": (group_means(),),
    }
    return Means(**(values | changes))  # type: ignore[arg-type]


def profile(code: str = "serang", **changes: object) -> OfficeProfile:
    values: dict[str, object] = {
        "code": code,
        "name": f"Kantor Imigrasi {code.title()}",
        "office_class": "I",
        "has_tpi": False,
        "seat_region": "36.73",
        "time_zone": "Asia/Jakarta",
        "served_regions": ("36.73",),
        "address": "",
        "hours_note": "",
        "means": means(),
        "confidence": "EXAMPLE",
    }
    return OfficeProfile(**(values | changes))  # type: ignore[arg-type]


def service(code: str = "passport-new", **changes: object) -> Service:
    values: dict[str, object] = {
        "code": code,
        "group": "passport",
        "who": Who.CITIZEN,
        "name": Text("Paspor baru", "New passport"),
        "summary": Text("Untuk WNI", "For citizens"),
        "documents": (),
        "fee_codes": (),
        "legal_days": 4,
        "time_note": Text("4 hari kerja", "4 working days"),
        "purposes": frozenset({"tourism", "umrah", "work", "study", "medical", "family"}),
        "is_bookable": True,
        "source": "test",
    }
    return Service(**(values | changes))  # type: ignore[arg-type]


def applicant(serial: int | None = None, name: str = "Ani", **changes: object) -> Applicant:
    number = next(_numbers) if serial is None else serial
    values: dict[str, object] = {
        "name": name,
        "identity": Identity(IdentityKind.NIK, nik(number)),
        "born_on": date(1990, 5, 17),
    }
    return Applicant(**(values | changes))  # type: ignore[arg-type]


def request(slot: str, *people: Applicant, **changes: object) -> BookingRequest:
    values: dict[str, object] = {
        "key": f"key-{next(_numbers)}",
        "office": "serang",
        "service": "passport-new",
        "slot": slot,
        "purpose": "tourism",
        "people": people or (applicant(),),
    }
    return BookingRequest(**(values | changes))  # type: ignore[arg-type]


def save_office(code: str = "serang", **changes: object) -> Office:
    """An office on record, with the service `passport-new`."""
    kept = profile(code, **changes)
    ServiceRow.objects.get_or_create(
        code="passport-new", defaults={"group": "passport", "position": 0, "entry": to_json(service())}
    )
    return Office.objects.create(
        code=code,
        name=kept.name,
        seat_region=kept.seat_region,
        time_zone=kept.time_zone,
        profile=to_json(kept),
    )


def save_slot(
    office: Office,
    places: int = 5,
    *,
    on: date = date(2020, 9, 14),
    at: time = time(9, 30),
    contingent: Contingent = Contingent.GENERAL,
    group: str = "passport",
    day: Mapping[str, object] | None = None,
) -> Slot:
    """A slot of an open day at the office."""
    defaults = {"is_open": True, "mode": Mode.ALL, "planned_at": NOW} | dict(day or {})
    office_day, _ = OfficeDay.objects.get_or_create(office=office, on=on, defaults=defaults)
    start = datetime.combine(on, at, tzinfo=ZoneInfo(office.time_zone))
    return Slot.objects.create(
        code=f"{office.code}-{group}-{contingent}-{start:%Y%m%dT%H%M}",
        office_day=office_day,
        group=group,
        contingent=contingent,
        start_at=start.astimezone(UTC),
        minutes=30,
        planned_places=places,
        places=places,
    )


def slots_of_day(office: Office, number: int, places: int) -> list[Slot]:
    """Several slots of one day, half an hour apart."""
    first = datetime(2020, 9, 14, 7, 30, tzinfo=JAKARTA)
    return [save_slot(office, places, at=(first + timedelta(minutes=30 * i)).time()) for i in range(number)]


def save_regions() -> None:
    """Banten, Kota Serang and Kota Cilegon: enough for orders to speak of."""
    for code, name, kind in (
        ("36", "Banten", "province"),
        ("36.73", "Kota Serang", "city"),
        ("36.72", "Kota Cilegon", "city"),
    ):
        Region.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})


def order_text(number: str = "SE-1", *clauses: str, **changes: str) -> str:
    """An order of the directorate in its own words; each clause is TOML lines, and so is each changed value."""
    values = {
        "short_name": f'"{number}"',
        "title": f'"Surat Edaran {number}"',
        "issuer": '"Direktur Jenderal Imigrasi"',
        "rank": '"directorate"',
        "signed_on": "2020-09-10",
        "from": "2020-09-10",
        "areas": '["nation"]',
        "source": '"test"',
        "confidence": '"VERIFIED"',
    }
    lines = [f'number = "{number}"', *(f"{key} = {value}" for key, value in (values | changes).items())]
    return "\n".join([*lines, *(f"[[clause]]\n{clause}" for clause in clauses)]) + "\n"


CLOSED = 'topic = "open"\nvalue = false'
QUARTER = 'topic = "quota_share"\nvalue = 0.25'
