"""Until when a foreigner may stay or return, with the instrument that says so; and who is told of it."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.records.models import LedgerRow, StayRow
from serambi.records.queries.orders import all_instruments
from serambi.records.sealing import derived_key, pseudonym
from serambi.rules.instrument import Instrument, Topic
from serambi.rules.permit import Stay, StayDeadline, stay_deadline
from serambi.rules.stay import STAYS_COUNT_MINUTES
from serambi.rules.tracking import network_of

COUNTRY_ZONE = "Asia/Jakarta"
"""A deadline for the whole country is counted by the day in the capital."""

GIVEN, RECOMPUTED, RECOMPUTED_SUBJECT = "stay.given", "stays.recomputed", "stays"
SUBJECT_SIGNS = 32


@dataclass(frozen=True, slots=True)
class DecidedDeadline:
    """`instrument` None: the permit's own last day counts."""

    deadline: StayDeadline
    instrument: Instrument | None


@dataclass(frozen=True, slots=True)
class ToldStay:
    """A stay whose holder is told of changes, as the holder sees it; `told_on` is the deadline told last, None
    where none was set."""

    code: str
    stay: Stay
    told_on: date | None
    made_at: datetime


def deadline_of_stay(*, stay: Stay, on: date, known_at: datetime) -> DecidedDeadline:
    """The deadline of a stay on a day, as known at `known_at` (aware UTC)."""
    instruments = all_instruments()
    deadline = stay_deadline(stay, on, known_at, instruments)
    deciding = next((each for each in instruments if each.number == deadline.instrument), None)
    return DecidedDeadline(deadline, deciding)


def stay_of_holder(*, code: str, key: str) -> ToldStay | None:
    """The stay with this code, if the key opens it and its holder is still told; None alike for all others."""
    if not hmac.compare_digest(key_of_stay(code), key):
        return None
    row = StayRow.objects.filter(code=code, ended_at=None).first()
    return ToldStay(row.code, stay_of_row(row), row.last_on, row.made_at) if row else None


def stay_of_row(row: StayRow) -> Stay:
    return Stay(row.permit, row.valid_until, row.is_abroad, row.entered_on)


def key_of_stay(code: str) -> str:
    """What opens a stay's page; it stands in the messages about it."""
    return derived_key(f"stay|{code}")


def network_subject(address: str) -> str:
    """Under what the ledger keeps what was given from a network: a keyed hash."""
    return f"stays {pseudonym(f'stays|{network_of(address)}').hex()[:SUBJECT_SIGNS]}"


def given_in_window(*, subject: str, now: datetime) -> int:
    """How many stays were given under a network's subject within the window that counts."""
    since = now - timedelta(minutes=STAYS_COUNT_MINUTES)
    return LedgerRow.objects.filter(subject=subject, action=GIVEN, at__gt=since, at__lte=now).count()


def is_deadline_newer(*, now: datetime) -> bool:
    """Whether an instrument on deadlines was recorded or undone since all stays were last recomputed."""
    rows = LedgerRow.objects.filter(subject=RECOMPUTED_SUBJECT, action=RECOMPUTED).order_by("-id")
    last = rows.values_list("at", flat=True).first()
    changes = [at for each in all_instruments() if _sets_one(each) for at in (each.known_at, each.undone_at) if at]
    return any(at <= now and (last is None or at > last) for at in changes)


def _sets_one(instrument: Instrument) -> bool:
    return any(clause.topic is Topic.PERMIT_DEADLINE for clause in instrument.clauses)
