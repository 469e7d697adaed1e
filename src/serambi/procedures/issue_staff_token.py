"""Issue a key by which a program acts for a member of staff."""

from datetime import datetime, timedelta

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.new_secrets import new_token
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import StaffMember, StaffToken
from serambi.records.sealing import secret_hash
from serambi.rules.authority import why_not_days
from serambi.rules.refusal import Refusal, Refused


def issue_staff_token(*, username: str, label: str, days: int, now: datetime, by: str) -> str:
    """Give a new key of 256 random bits that lasts so many days; it is shown once and kept only as a hash.

    `label` says which program holds it. Raises Busy, OutcomeUnknown, and Refused: `token.days`, `staff.unknown`.
    """
    refusal = why_not_days(days)
    if refusal is not None:
        raise Refused(refusal)
    token, expires_at = new_token(), now + timedelta(days=days)
    with durable_transaction():
        member = StaffMember.objects.filter(user__username=username, user__is_active=True).first()
        if member is None:
            raise Refused(Refusal("staff.unknown", "username"))
        StaffToken.objects.create(
            staff_member=member, token_hash=secret_hash(token), label=label, made_at=now, expires_at=expires_at
        )
        facts = {"label": label, "expires_at": expires_at.isoformat()}
        write_ledger("token.issued", username, now=now, by=by, facts=facts)
    return token
