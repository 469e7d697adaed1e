"""The states of a message on its way: claimed, in hand, settled. In the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case, Message, Obligation
from serambi.records.models.messages import MessageState
from serambi.records.models.obligations import ObligationKind, ObligationOutcome
from serambi.records.queries.letters import answer_until
from serambi.rules.delivery import (
    CUT_OFF,
    NOT_REACHED,
    MessageStanding,
    TooLate,
    Verdict,
    what_next,
    why_not_send,
)
from serambi.rules.policy import HANDING_OVER_MINUTES
from serambi.rules.states import CaseStage

UNKNOWN = "unknown"
RESULTS = {NOT_REACHED: "not reached", CUT_OFF: UNKNOWN}
"""What `last_result` says where there was no reply code; otherwise it is the code. Never the server's words: they
quote addresses."""


def claim_due(most: int, now: datetime) -> Sequence[int]:
    """Reserve due messages for HANDING_OVER_MINUTES, so that other senders leave them alone; their row ids."""
    due = Message.objects.filter(state=MessageState.WAITING, next_try_at__lte=now).order_by("next_try_at", "id")
    ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
    Message.objects.filter(pk__in=ids).update(next_try_at=_reserved_until(now))
    return ids


def take_in_hand(message_id: int, now: datetime) -> str | None:
    """Note a reserved message as being handed over, or close it when it is too late for it.

    Returns its new state; None when it is no longer ours to send.
    """
    ours = Message.objects.filter(pk=message_id, state=MessageState.WAITING, next_try_at=_reserved_until(now))
    related = ("booking__slot", "booking__waiting_place", "reply", "stay")
    message = ours.select_related(*related).select_for_update(of=("self",)).first()
    if message is None:
        return None
    why = why_not_send(_standing(message), now)
    if why is not None:
        return close_unsent(message, why, now)
    message.state, message.tries, message.next_try_at = MessageState.HANDING_OVER, message.tries + 1, now
    message.save(update_fields=["state", "tries", "next_try_at"])
    return str(message.state)


def close_unsent(message: Message, why: TooLate, now: datetime) -> str:
    """Close a message that is never sent: it lapses, but a critical one that came too late is somebody's to phone."""
    is_owed = why is TooLate.LATE and message.is_critical
    message.state = MessageState.GIVEN_UP if is_owed else MessageState.LAPSED
    message.last_result, message.settled_at = str(why), now
    message.save(update_fields=["state", "last_result", "settled_at"])
    return str(message.state)


def note_outcome(message_id: int, code: int, now: datetime, by: str) -> str | None:
    """Note what a try came to; returns the new state, None when the message was given up meanwhile."""
    in_hand = Message.objects.filter(pk=message_id, state=MessageState.HANDING_OVER)
    message = in_hand.select_related("booking__office").select_for_update(of=("self",)).first()
    if message is None:
        return None
    step = what_next(code, tries=message.tries, now=now, not_after=message.not_after)
    message.last_result = RESULTS.get(code, str(code))
    if step.next_try_at is not None:
        message.state, message.next_try_at = MessageState.WAITING, step.next_try_at
    else:
        is_delivered = step.verdict is Verdict.DELIVERED
        message.state = MessageState.DELIVERED if is_delivered else MessageState.GIVEN_UP
        message.settled_at, message.settled_by = now, by
    message.save(update_fields=["state", "next_try_at", "last_result", "settled_at", "settled_by"])
    if message.state == MessageState.DELIVERED and message.kind == "called_off":
        _note_told(message, now, by)
    return str(message.state)


def let_go(message_ids: Sequence[int], now: datetime) -> None:
    """Give back what was reserved and not taken in hand."""
    ours = Message.objects.filter(pk__in=message_ids, state=MessageState.WAITING, next_try_at=_reserved_until(now))
    ours.update(next_try_at=now)


def _reserved_until(now: datetime) -> datetime:
    return now + timedelta(minutes=HANDING_OVER_MINUTES)


def _standing(message: Message) -> MessageStanding:
    booking = message.booking
    if message.reply is not None:
        return _standing_of_answer(message)
    return MessageStanding(
        kind=message.kind,
        slot=message.facts.get("slot") or message.facts.get("to"),
        booking_state=booking.state if booking else None,
        booking_slot=booking.slot.code if booking and booking.slot else None,
        not_after=message.not_after,
        answer_until=answer_until(message),
        is_outdated=_is_outdated(message),
    )


def _standing_of_answer(message: Message) -> MessageStanding:
    """An answer that was replaced, or that nobody can read any more, is not told."""
    reply = message.reply
    is_current = reply is not None and reply.answer_number == message.facts.get("number")
    return MessageStanding(
        kind=message.kind, slot=None, booking_state=reply.state if reply and is_current else "", booking_slot=None
    )


def _is_outdated(message: Message) -> bool:
    """Whether the case or stay that a message speaks of is no longer as it says."""
    if message.stay is not None:
        last_on = message.stay.last_on
        now_on = last_on.isoformat() if last_on else None
        return message.stay.ended_at is not None or message.facts["last_on"] != now_on
    number = message.facts.get("case")
    if number is None:
        return False
    case = Case.objects.filter(number=number).first()
    if message.kind == "ready":
        return case is None or case.stage != CaseStage.READY
    promised = case.promised_on.isoformat() if case and case.promised_on else None
    return case is None or not case.is_open or promised != message.facts.get("promised")


def _note_told(message: Message, now: datetime, by: str) -> None:
    """Who reads that the visit is off has been told: what the office owed is done."""
    if message.booking is None:
        return
    owed = Obligation.objects.filter(
        booking=message.booking, kind=ObligationKind.TOLD_CANCELLED, outcome=ObligationOutcome.OPEN
    )
    if owed.update(outcome=ObligationOutcome.TOLD, settled_at=now, settled_by=by):
        booking = message.booking
        code, office = (booking.code, booking.office.code) if booking else ("", "")
        write_ledger("person.told", code, now=now, by=by, office=office, facts={"message": message.pk})
