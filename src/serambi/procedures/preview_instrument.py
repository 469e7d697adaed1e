"""Preview an order: carry it out office by office, look at what it did, and roll all of it back."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from serambi.procedures.enact_instrument import ENACTED
from serambi.procedures.steps.carry_out import carry_out_office
from serambi.procedures.steps.record_order import (
    concerned,
    local_day,
    planned_until,
    read_order,
    record,
    refuse_if_incompetent,
    refuse_if_not_theirs,
    refuse_if_signed_later,
)
from serambi.records.models import Obligation, Slot
from serambi.records.queries.orders import orders_of_office
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile
from serambi.rules.regime import Regime, regime_on
from serambi.rules.signing import needs_second_signer


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day whose places would change, summed over its slots."""

    on: date
    places_before: int
    places_after: int


@dataclass(frozen=True, slots=True)
class OfficeForeseen:
    """What an order would do at one office.

    `days` are those whose places change; `people` the displaced by service group and `dues` by what they would get;
    `unreachable` of them left no address; `promises_moved` cases would be promised for another day. `before` and
    `after` are the regimes of `first_day`, the first from today on which the order is in force.
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


@dataclass(frozen=True, slots=True)
class Preview:
    """An order and how many offices it concerns; what it does to each comes from foreseen_offices."""

    instrument: Instrument
    offices: tuple[OfficeProfile, ...]
    needs_second_signer: bool


def preview_instrument(*, text: str, file: str, now: datetime, head_of: str | None = None) -> Preview:
    """Read an order as enact_instrument would, `head_of` included, and say whom it concerns. Writes nothing.

    Raises PolicyFaults and Refused as enact_instrument does, without its codes about signers.
    """
    instrument = read_order(text, file, now)
    refuse_if_not_theirs(instrument, head_of)
    offices = concerned(instrument)
    refuse_if_signed_later(instrument, offices, now)
    refuse_if_incompetent(instrument, offices, now)
    return Preview(instrument, offices, needs_second_signer(instrument, len(offices)))


def foreseen_offices(*, preview: Preview, text: str, file: str, now: datetime) -> Iterator[OfficeForeseen]:
    """What the order would do at each office, one after the other, so that a long list can show how far it got.

    Each office is carried out exactly as enacting would, in a transaction of its own that is rolled back: nothing
    stays, and its slots are locked for that moment only. An office without a plan has no changed days.
    """
    horizon = planned_until(preview.offices)
    for profile in preview.offices:
        until = horizon.get(profile.code)
        with transaction.atomic(durable=True):
            foreseen = _foresee(profile, until, preview.instrument, text, file, now)
            transaction.set_rollback(True)
        yield foreseen


def _foresee(
    profile: OfficeProfile, until_on: date | None, instrument: Instrument, text: str, file: str, now: datetime
) -> OfficeForeseen:
    first_day = max(local_day(profile, now), instrument.in_force.from_on)
    before, planned_before = _regime(profile, first_day, now), _planned(profile.code)
    record(instrument, text, file)
    cause = f"{ENACTED} {instrument.number}"
    done = carry_out_office(profile, until_on, cause=cause, restores="", now=now, by="preview")
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
