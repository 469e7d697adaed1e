"""Send what is due in the outbox: nothing is sent twice, and one bad address never stops the others."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hand_over import claim_due, let_go, note_outcome, take_in_hand
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.queries.letters import Letter, letter_of
from serambi.records.queries.reply_letters import ReplyLetter, reply_letter_of
from serambi.records.sealing import SealBroken
from serambi.rules.delivery import NO_ADDRESS

BATCH = 100
IN_HAND = "handing_over"


class MailCarrier(Protocol):
    """Who carries letters to a mail server; handed in by the counter."""

    def send(self, letter: Letter | ReplyLetter) -> int:
        """Carry one letter; gives the server's reply code, NOT_REACHED or CUT_OFF of rules.delivery."""
        ...

    def may_go_on(self) -> bool:
        """False when its time is over; what is left then waits for the next batch."""
        ...


def send_messages(*, carrier: MailCarrier, now: datetime, by: str) -> Mapping[str, int]:
    """Send up to 100 due messages; returns how many came to each state ("waiting": tried again later).

    Call again until it returns nothing. Each message is noted as `handing_over`, durably, before the carrier speaks of
    it, and what came of it in a transaction of its own; the carrier is never waited for inside one. A crash leaves one
    message in hand, which close_messages gives up. Several senders at once share the work.
    Raises Busy, OutcomeUnknown. Source: docs/rules.md, messages.
    """
    with durable_transaction():
        claimed = claim_due(BATCH, now)
    states: Counter[str] = Counter()
    left = list(claimed)
    try:
        while left and carrier.may_go_on():
            state = _send_one(left.pop(0), carrier, now, by)
            if state is not None:
                states[state] += 1
    finally:
        # Even after a bug: the others need not wait for the end of their reservation.
        with durable_transaction():
            let_go(left, now)
            if states:
                write_ledger("messages.sent", "messages", now=now, by=by, facts=dict(states))
    return states


def _send_one(message_id: int, carrier: MailCarrier, now: datetime, by: str) -> str | None:
    with durable_transaction():
        state = take_in_hand(message_id, now)
    if state != IN_HAND:
        return state
    code = _carry(carrier, message_id, now)
    with durable_transaction():
        return note_outcome(message_id, code, now, by)


def _carry(carrier: MailCarrier, message_id: int, now: datetime) -> int:
    try:
        letter = letter_of(message_id=message_id, now=now) or reply_letter_of(message_id=message_id)
    except SealBroken:
        return NO_ADDRESS
    return NO_ADDRESS if letter is None else carrier.send(letter)
