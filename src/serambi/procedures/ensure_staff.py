"""Make sure a staff account exists, with a role at an office."""

from datetime import datetime

from django.contrib.auth import get_user_model

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Office, StaffMember
from serambi.records.models.people import StaffRole
from serambi.rules.refusal import Refusal, Refused

OF_EVERY_OFFICE = frozenset({StaffRole.DIRECTORATE, StaffRole.AUDITOR})


def ensure_staff(*, username: str, password: str, office_code: str | None, role: str, now: datetime, by: str) -> bool:
    """Create the account if it is missing; returns whether it was made. An existing one is left as it is.

    `office_code` None is for roles that see every office, and only for those. Raises Refused: `office.unknown` (fact
    `offices`, all there are), `role.unknown` (fact `roles`), `staff.office_missing`, `staff.office_not_for_role`.
    """
    if role not in StaffRole.values:
        raise Refused(Refusal("role.unknown", "role", {"roles": ", ".join(StaffRole.values)}))
    if role in OF_EVERY_OFFICE and office_code is not None:
        raise Refused(Refusal("staff.office_not_for_role", "office", {"role": role}))
    if role not in OF_EVERY_OFFICE and office_code is None:
        raise Refused(Refusal("staff.office_missing", "office", {"role": role, "offices": _offices()}))
    with durable_transaction():
        office = Office.objects.filter(code=office_code).first() if office_code is not None else None
        if office_code is not None and office is None:
            raise Refused(Refusal("office.unknown", "office", {"offices": _offices()}))
        users = get_user_model().objects
        if users.filter(username=username).exists():
            return False
        user = users.create_user(username=username, password=password)
        StaffMember.objects.create(user=user, office=office, role=role)
        write_ledger("staff.added", username, now=now, by=by, office=office_code or "", facts={"role": role})
        return True


def _offices() -> str:
    return ", ".join(Office.objects.order_by("code").values_list("code", flat=True))
