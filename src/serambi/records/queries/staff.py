"""Staff: who a signed-in user is, and for which office."""

from dataclasses import dataclass
from datetime import datetime

from serambi.records.models import StaffMember, StaffToken
from serambi.records.sealing import secret_hash


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff; `office` None means every office (directorate, auditor)."""

    username: str
    role: str
    office: str | None


def staff_member(*, user_id: int) -> StaffRow | None:
    """The member of staff behind a user id; None when that user is none, or no longer active."""
    row = StaffMember.objects.filter(user_id=user_id, user__is_active=True).select_related("user", "office").first()
    return None if row is None else _staff_row(row)


def staff_of_token(*, token: str, now: datetime) -> StaffRow | None:
    """The member of staff for whom a key acts; None when it is unknown or expired, or they are no longer active."""
    keys = StaffToken.objects.filter(token_hash=secret_hash(token), expires_at__gt=now)
    active = keys.filter(staff_member__user__is_active=True)
    row = active.select_related("staff_member__user", "staff_member__office").first()
    return None if row is None else _staff_row(row.staff_member)


def _staff_row(row: StaffMember) -> StaffRow:
    return StaffRow(row.user.get_username(), row.role, row.office.code if row.office else None)
