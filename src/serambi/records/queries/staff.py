"""Staff: who a signed-in user is, and for which office."""

from dataclasses import dataclass

from serambi.records.models import StaffMember


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff; `office` None means every office (directorate, auditor)."""

    username: str
    role: str
    office: str | None


def staff_member(*, user_id: int) -> StaffRow | None:
    """The member of staff behind a user id; None when that user is none, or no longer active."""
    row = StaffMember.objects.filter(user_id=user_id, user__is_active=True).select_related("user", "office").first()
    if row is None:
        return None
    return StaffRow(row.user.get_username(), row.role, row.office.code if row.office else None)
