"""Show a member of staff the e-mail address of a replier, once it stands in the ledger that they looked."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.lock_reply import lock_reply
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.reply_addresses import address_of


def view_reply_address(*, code: str, now: datetime, by: str) -> str | None:
    """The address of a reply; None once it was forgotten.

    The view is committed before the address is given. Raises SealBroken, Busy, OutcomeUnknown, and Refused:
    `reply.not_found`. Source: reliability Q10: 100 % of views are recorded.
    """
    with durable_transaction():
        reply = lock_reply(code)
        address = address_of(reply)
        facts = {"reason": "reply address"}
        write_ledger("person.viewed", code, now=now, by=by, office=reply.office.code, facts=facts)
    return address
