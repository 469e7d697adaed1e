"""What a change would do at one office: carried out, looked at, and rolled back by the caller's transaction."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from serambi.procedures.steps.carry_out import CarriedOut
from serambi.records.models import Obligation, Slot
from serambi.records.queries.orders import orders_of_office
from serambi.rules.offices import OfficeProfile
from serambi.rules.regime import Regime, regime_on

PREVIEW = "preview"
"""By whom a change is carried out that is then rolled back."""


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day whose places would change, summed over its slots."""

    on: date
    places_before: int
    places_after: int


@dataclass(frozen=True, slots=True)
class OfficeForeseen:
    """What an order, or the isolation of a team, would do at one office.

    `days` are those whose places change; `people` the displaced by service group and `dues` by what they would get;
    `unreachable` of them left no address; `promises_moved` cases would be promised for another day. `before` and
    `after` are the regimes of `first_day`, the first from today on which it is in force; an isolation changes none.
    """

    office: str
    days: tuple[ChangedDay, ...]
    slots_changed: int
    people: Mapping[str, int]
    dues: Mapping[str, int]
    unreachable: int
    promises_moved: int
    first_day: date
    before: Regime
    after: Regime


def foresee(
    profile: OfficeProfile, first_day: date, change: Callable[[], CarriedOut], *, cause: str, now: datetime
) -> OfficeForeseen:
    """Say what `change` does at an office under `cause`. Nothing is rolled back here: the caller's transaction is."""
    before, planned_before = _regime(profile, first_day, now), _planned(profile.code)
    done = change()
    after, planned_after = _regime(profile, first_day, now), _planned(profile.code)
    changed = {code for code, places in planned_after.items() if planned_before.get(code) != places}
    dues = Obligation.objects.filter(cause=cause, office__code=profile.code)
    rows = list(dues.values_list("kind", "booking__group", "booking__is_reachable"))
    return OfficeForeseen(
        office=profile.code,
        days=tuple(_days(planned_before, planned_after)),
        slots_changed=len(changed),
        people=Counter(group for _, group, _ in rows),
        dues=Counter(str(kind) for kind, _, _ in rows),
        unreachable=sum(not is_reachable for _, _, is_reachable in rows),
        promises_moved=done.promises_moved,
        first_day=first_day,
        before=before,
        after=after,
    )


def _regime(profile: OfficeProfile, on: date, now: datetime) -> Regime:
    return regime_on(orders_of_office(profile=profile, known_at=now), on)


def _planned(office: str) -> dict[tuple[date, str], int]:
    rows = Slot.objects.for_office(office).values("office_day__on", "code").annotate(sum=Sum("planned_places"))
    return {(on, code): places for on, code, places in rows.values_list("office_day__on", "code", "sum").order_by()}


def _days(before: Mapping[tuple[date, str], int], after: Mapping[tuple[date, str], int]) -> Iterator[ChangedDay]:
    for on in sorted({on for on, _ in after}):
        was = sum(places for (day, _), places in before.items() if day == on)
        now = sum(places for (day, _), places in after.items() if day == on)
        if was != now:
            yield ChangedDay(on, was, now)
