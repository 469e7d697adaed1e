"""Recompute the deadlines of stays after an instrument or the day changed, and tell those whose deadline is another."""

from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_to_stay, put_in_outbox
from serambi.records.models import Message, StayRow
from serambi.records.queries.orders import all_instruments
from serambi.records.queries.stays import COUNTRY_ZONE, RECOMPUTED, RECOMPUTED_SUBJECT, stay_of_row
from serambi.rules.permit import Stay, StayDeadline, stay_deadline


def recompute_stays(*, now: datetime, by: str) -> int:
    """Bring every stay to the instruments known at `now` and the day in the capital; returns how many were told.

    One message to each whose last day is another than the one told last, none to the others; doing it twice is safe.
    An emergency stay begins by itself this way, on the day after the permit ran out. Raises Busy, OutcomeUnknown.
    Source: docs/rules.md, deadlines of stays.
    """
    today, instruments = now.astimezone(ZoneInfo(COUNTRY_ZONE)).date(), all_instruments()
    deadlines: dict[Stay, StayDeadline] = {}
    with durable_transaction():
        changed: list[StayRow] = []
        messages: list[Message] = []
        for row in StayRow.objects.filter(ended_at=None).order_by("id").select_for_update().iterator(chunk_size=2000):
            stay = stay_of_row(row)
            if stay not in deadlines:
                deadlines[stay] = stay_deadline(stay, today, now, instruments)
            deadline = deadlines[stay]
            if deadline.last_on == row.last_on:
                continue
            messages.append(message_to_stay(row, was_on=row.last_on, deadline=deadline, now=now))
            row.last_on, row.instrument, row.told_at = deadline.last_on, deadline.instrument or "", now
            changed.append(row)
        StayRow.objects.bulk_update(changed, ["last_on", "instrument", "told_at"], batch_size=1000)
        put_in_outbox(messages)
        write_ledger(RECOMPUTED, RECOMPUTED_SUBJECT, now=now, by=by, facts={"told": len(changed)})
        return len(changed)
