"""The hall of a day: its lock, its people, and passages through its gates. In the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from serambi.procedures.steps.record_order import local_day
from serambi.records.live import announce_hall
from serambi.records.models import GateEvent, HallDay, Office, Visit, VisitStatus
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import orders_of_office
from serambi.rules.capacity import seats_at
from serambi.rules.gate import Hall
from serambi.rules.offices import OfficeProfile
from serambi.rules.paper.numbers import Numbers, hand_out
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.regime import Regime, regime_on


@dataclass(frozen=True, slots=True)
class OpenHall:
    """The locked hall of an office's today, with what rules it."""

    office: Office
    profile: OfficeProfile
    on: date
    regime: Regime
    day: HallDay

    @property
    def as_it_stands(self) -> Hall:
        """What the rules of the gate must know of it."""
        return Hall(self.day.inside, self.day.limit, self.day.closed_at is not None)


def lock_hall(office: str, now: datetime) -> OpenHall:
    """Lock the hall of the office's today; whoever changes its people or its queue comes through here.

    The limit is the seats at the distance in force now; when an order lowers it under the people inside, they stay and
    nobody enters. The boards hear of it at commit. Raises Refused: `office.unknown`.
    """
    return lock_hall_of_day(office, None, now)


def lock_hall_of_day(office: str, on: date | None, now: datetime) -> OpenHall:
    """Lock the hall of any day (None: the office's today) in the same way; paper is often of another day."""
    row = Office.objects.filter(code=office).first()
    profile = office_profile(code=office)
    if row is None or profile is None:
        raise Refused(Refusal("office.unknown", "office"))
    on = on or local_day(profile, now)
    regime = regime_on(orders_of_office(profile=profile, known_at=now), on)
    seats = seats_at(profile.means, regime.distance_m)
    HallDay.objects.bulk_create([HallDay(office=row, on=on, limit=seats)], ignore_conflicts=True)
    day = HallDay.objects.select_for_update().get(office=row, on=on)
    day.limit = max(seats, day.inside)
    announce_hall(office)
    return OpenHall(row, profile, on, regime, day)


def pass_gate(
    hall: OpenHall,
    kind: str,
    *,
    gate: str,
    people: int,
    visit: Visit | None,
    now: datetime,
    by: str,
    reason: str = "",
) -> None:
    """Note a passage ("in", "out") or a refusal ("refused") and keep the count; the caller has asked the rule."""
    change = {"in": people, "out": -people}.get(kind, 0)
    hall.day.inside = max(0, hall.day.inside + change)
    hall.day.save(update_fields=["inside", "limit", "next_ticket", "paper_from", "paper_until"])
    GateEvent.objects.create(
        office=hall.office, on=hall.on, kind=kind, gate=gate, people=people, visit=visit, reason=reason, at=now, by=by
    )


def next_number(hall: OpenHall) -> int:
    """The number of the next ticket, which no sheet keeps; pass_gate writes that it is gone."""
    number, numbers = hand_out(numbers_of(hall))
    put_numbers(hall, numbers)
    return number


def numbers_of(hall: OpenHall) -> Numbers:
    return Numbers(hall.day.next_ticket, hall.day.paper_from, hall.day.paper_until)


def put_numbers(hall: OpenHall, numbers: Numbers) -> None:
    """Have the day stand at these numbers; not yet written."""
    hall.day.next_ticket = numbers.next_live
    hall.day.paper_from, hall.day.paper_until = numbers.paper_from, numbers.paper_until


def note_visit(visit: Visit, event: str, *, now: datetime, by: str) -> None:
    """Append what happened to a visit, with the counter it is at or waits for."""
    counter = visit.counter or visit.wanted_counter
    VisitStatus.objects.create(visit=visit, event=event, stage=visit.stage, counter=counter, at=now, by=by)
