"""The book of orders: what is in force, coming, ended, undone or waiting for a signature, and what each one did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from serambi.records.models import InstrumentRow, LedgerRow, Obligation, OrderTask, ProposedOrder
from serambi.records.queries.orders import all_instruments, standing_instruments
from serambi.rules.instrument import Instrument
from serambi.rules.period import DayPeriod

ENACTED, UNDONE = "enacted", "undone"
MOST_DUES = 500
"""Lines of a list of dues that one page shows."""


class OrderState(StrEnum):
    """Where an order stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order; `left` is what is left of its period once others have revoked it, None when nothing is."""

    instrument: Instrument
    state: OrderState
    left: DayPeriod | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """An order that waits for its second signer, in its own words; `undone_why` says why it is to be undone, and is
    empty where it is to be enacted."""

    number: str
    file: str
    text: str
    undone_why: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class SignedRow:
    """What the ledger says of an order: who signed it, and who undid it why (empty: nobody)."""

    text: str
    signers: tuple[str, ...]
    undone_by: str
    undone_why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many offices' shares of an order are done, of how many; both 0 when all was done at once."""

    done: int
    all: int

    @property
    def is_over(self) -> bool:
        return self.done == self.all


@dataclass(frozen=True, slots=True)
class DueRow:
    """One person's due under an order; times aware UTC, `to_start_at` None where no place could be held."""

    code: str
    kind: str
    outcome: str
    from_start_at: datetime
    to_start_at: datetime | None
    deadline_at: datetime | None


def order_book(*, on: date, known_at: datetime) -> tuple[OrderRow, ...]:
    """Every order on record with its state on a day, newest first day first, then by number."""
    left = {each.instrument.number: each.in_force for each in standing_instruments(known_at=known_at)}
    rows = [_order_row(each, left.get(each.number), on) for each in all_instruments()]
    return tuple(sorted(rows, key=lambda row: (-row.instrument.in_force.from_on.toordinal(), row.instrument.number)))


def order_of_number(*, number: str, on: date, known_at: datetime) -> OrderRow | None:
    """One order with its state on a day; None when none has that number."""
    return next((row for row in order_book(on=on, known_at=known_at) if row.instrument.number == number), None)


def is_on_record(*, number: str, text: str) -> bool:
    """Whether exactly this text is the order on record under a number, and not undone."""
    return InstrumentRow.objects.filter(number=number, text=text, undone_at=None).exists()


def proposals() -> tuple[ProposalRow, ...]:
    """The orders that wait for a second signer, oldest first."""
    rows = ProposedOrder.objects.filter(decision="").order_by("proposed_at", "id")
    return tuple(ProposalRow(r.number, r.file, r.text, r.undone_why, r.proposed_by, r.proposed_at) for r in rows)


def proposal_of_number(*, number: str) -> ProposalRow | None:
    """The order of a number that waits for a second signer; None when none does."""
    return next((row for row in proposals() if row.number == number), None)


def signatures_of(*, number: str) -> SignedRow | None:
    """The words of an order and who answers for it; None when there is no such order."""
    text = InstrumentRow.objects.filter(number=number).values_list("text", flat=True).first()
    if text is None:
        return None
    notes = LedgerRow.objects.filter(subject=number).order_by("id")
    enacted = notes.filter(action="instrument.enacted").last()
    undone = notes.filter(action="instrument.undone").last()
    return SignedRow(
        text=text,
        signers=tuple(enacted.facts.get("signers", ())) if enacted else (),
        undone_by=undone.by if undone else "",
        undone_why=str(undone.facts.get("reason", "")) if undone else "",
    )


def causes_of(number: str) -> tuple[str, str]:
    """Under what tables note what enacting and undoing an order did."""
    return f"{ENACTED} {number}", f"{UNDONE} {number}"


def progress_of(*, number: str) -> Progress:
    """How far the offices have got with an order, or with undoing it."""
    tasks = OrderTask.objects.filter(cause__in=causes_of(number))
    counts = tasks.aggregate(all=Count("id"), done=Count("id", filter=Q(done_at__isnull=False)))
    return Progress(counts["done"], counts["all"])


def open_tasks_of(*, causes: Sequence[str]) -> Sequence[int]:
    """Row ids of the offices' shares that are still to do under these causes, oldest first."""
    tasks = OrderTask.objects.filter(cause__in=causes, done_at=None)
    return list(tasks.order_by("id").values_list("pk", flat=True))


def dues_of_order(*, number: str, office: str | None) -> Mapping[tuple[str, str], int]:
    """How many people got what under an order and how it ended, by kind and outcome; `office` None: everywhere."""
    counts = _dues(number, office).values("kind", "outcome").annotate(people=Count("id")).order_by("kind", "outcome")
    return {(kind, outcome): people for kind, outcome, people in counts.values_list("kind", "outcome", "people")}


def dues_by_office(*, number: str) -> Mapping[str, int]:
    """How many people an order displaced, by office code, sorted."""
    counts = _dues(number, None).values("office__code").annotate(people=Count("id")).order_by("office__code")
    return dict(counts.values_list("office__code", "people"))


def due_list(*, number: str, office: str) -> tuple[DueRow, ...]:
    """The first MOST_DUES dues of an order at an office, open ones first, then by the time of the lost visit."""
    rows = _dues(number, office).select_related("booking", "from_slot", "to_slot")
    open_first = ExpressionWrapper(Q(outcome="open"), BooleanField()).desc()
    ordered = rows.order_by(open_first, "from_slot__start_at", "booking__code")[:MOST_DUES]
    return tuple(
        DueRow(
            code=row.booking.code,
            kind=row.kind,
            outcome=row.outcome,
            from_start_at=row.from_slot.start_at,
            to_start_at=row.to_slot.start_at if row.to_slot else None,
            deadline_at=row.deadline_at,
        )
        for row in ordered
    )


def _dues(number: str, office: str | None) -> QuerySet[Obligation]:
    dues = Obligation.objects.filter(cause__in=causes_of(number))
    return dues if office is None else dues.filter(office__code=office)


def _order_row(instrument: Instrument, left: DayPeriod | None, on: date) -> OrderRow:
    if instrument.undone_at is not None:
        state = OrderState.UNDONE
    elif left is None or (left.until_on is not None and left.until_on <= on):
        state = OrderState.ENDED
    else:
        state = OrderState.IN_FORCE if left.covers(on) else OrderState.COMING
    return OrderRow(instrument, state, left)
