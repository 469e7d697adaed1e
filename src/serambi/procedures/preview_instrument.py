"""Preview an order: carry it out office by office, look at what it did, and roll all of it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from serambi.procedures.enact_instrument import ENACTED
from serambi.procedures.steps.carry_out import CarriedOut, carry_out_office
from serambi.procedures.steps.find_emptied import emptied_by_enacting
from serambi.procedures.steps.foresee import PREVIEW, OfficeForeseen, foresee
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
from serambi.rules.emptied import Emptied
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile
from serambi.rules.signing import needs_second_signer


@dataclass(frozen=True, slots=True)
class Preview:
    """An order, the offices it concerns, and those of them that it leaves without a place on a working day; what it
    does to each comes from foreseen_offices."""

    instrument: Instrument
    offices: tuple[OfficeProfile, ...]
    emptied: tuple[Emptied, ...]
    needs_second_signer: bool


def preview_instrument(*, text: str, file: str, now: datetime, head_of: str | None = None) -> Preview:
    """Read an order as enact_instrument would, `head_of` included, and say whom it concerns. Writes nothing.

    Raises PolicyFaults and Refused as enact_instrument does, without its codes about signers.
    """
    instrument = read_order(text, file, now)
    refuse_if_not_theirs(instrument, head_of)
    offices = concerned(instrument)
    refuse_if_signed_later(instrument, offices, now)
    emptied = emptied_by_enacting(instrument, offices, now)
    refuse_if_incompetent(instrument, offices, emptied, now)
    return Preview(instrument, offices, emptied, needs_second_signer(instrument, len(offices), emptied))


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
    cause = f"{ENACTED} {instrument.number}"

    def change() -> CarriedOut:
        record(instrument, text, file)
        return carry_out_office(profile, until_on, cause=cause, restores="", now=now, by=PREVIEW)

    return foresee(profile, first_day, change, cause=cause, now=now)
