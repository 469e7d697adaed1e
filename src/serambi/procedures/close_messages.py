"""Close messages that nobody may send any more: left in hand by a crash, or past the visit they speak of."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hand_over import UNKNOWN, close_unsent
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Message
from serambi.records.models.messages import MessageState
from serambi.rules.delivery import TooLate
from serambi.rules.policy import HANDING_OVER_MINUTES

BATCH = 500


def close_messages(*, now: datetime, by: str) -> Mapping[str, int]:
    """Give up what has been in hand for HANDING_OVER_MINUTES, since it may have left, and close up to 500 late ones.

    Critical ones then stand on the call list. Returns how many came to each state; doing it twice is safe. It needs no
    mail server, so it also runs where none is set. Raises Busy, OutcomeUnknown. Source: docs/rules.md, messages.
    """
    with durable_transaction():
        silent_since = now - timedelta(minutes=HANDING_OVER_MINUTES)
        in_hand = Message.objects.filter(state=MessageState.HANDING_OVER, next_try_at__lte=silent_since)
        unknown = in_hand.update(state=MessageState.GIVEN_UP, last_result=UNKNOWN, settled_at=now, settled_by=by)
        late = Message.objects.filter(state=MessageState.WAITING, not_after__lte=now).order_by("id")
        states = [close_unsent(each, TooLate.LATE, now) for each in late.select_for_update(skip_locked=True)[:BATCH]]
        closed = {
            MessageState.GIVEN_UP.value: unknown + states.count(MessageState.GIVEN_UP),
            MessageState.LAPSED.value: states.count(MessageState.LAPSED),
        }
        if any(closed.values()):
            write_ledger("messages.closed", "messages", now=now, by=by, facts={**closed, UNKNOWN: unknown})
        return closed
