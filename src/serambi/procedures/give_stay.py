"""Take down a foreigner's permit, so that its holder is told when its deadline changes."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.new_secrets import new_code
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import StayRow
from serambi.records.queries.stays import (
    COUNTRY_ZONE,
    GIVEN,
    deadline_of_stay,
    given_in_window,
    key_of_stay,
    network_subject,
)
from serambi.records.sealing import pseudonym, seal
from serambi.rules.permit import Stay
from serambi.rules.refusal import Refused
from serambi.rules.stay import Holder, faults_of_stay, why_not_give_stay


@dataclass(frozen=True, slots=True)
class GivenStay:
    """The code and the key of the page on which the holder sees the stay, and ends being told."""

    code: str
    key: str


def give_stay(*, stay: Stay, holder: Holder, address: str, now: datetime, by: str) -> GivenStay:
    """Note a permit and whom to tell; the deadline known today counts as told, because the page has just shown it.

    The same person with the same address gives a newer permit in place of the older. `address` is the network it came
    from. Raises Busy, OutcomeUnknown, and Refused: `stay.too_many`, `stay.entry_late`, `identity.invalid`,
    `email.invalid`. Source: docs/rules.md, deadlines of stays.
    """
    today, subject = now.astimezone(ZoneInfo(COUNTRY_ZONE)).date(), network_subject(address)
    with durable_transaction():
        refusal = why_not_give_stay(given_in_window(subject=subject, now=now))
        for fault in (refusal, *faults_of_stay(stay, holder, today)):
            if fault is not None:
                raise Refused(fault)
        person = pseudonym(f"stay|{holder.identity.canonical}|{holder.email.lower()}")
        StayRow.objects.filter(person_hash=person, ended_at=None).update(ended_at=now, sealed=b"")
        deadline = deadline_of_stay(stay=stay, on=today, known_at=now).deadline
        row = StayRow.objects.create(
            code=new_code(),
            person_hash=person,
            permit=stay.permit,
            valid_until=stay.valid_until,
            entered_on=stay.entered_on,
            is_abroad=stay.is_abroad,
            language=holder.language,
            sealed=seal(to_json(holder)),
            last_on=deadline.last_on,
            instrument=deadline.instrument or "",
            made_at=now,
            told_at=now,
        )
        write_ledger(GIVEN, subject, now=now, by=by, facts={"stay": row.code})
        return GivenStay(row.code, key_of_stay(row.code))
