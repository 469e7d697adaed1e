"""The door of the calls for staff: a key in `Authorization: Bearer …`, and what its holder's role may do."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from serambi.counters.common.clock import now
from serambi.counters.common.roles import DIRECTORATE, may_order
from serambi.records.queries.staff import StaffRow, staff_of_token
from serambi.rules.refusal import Refusal, Refused

NOT_ALLOWED = Refusal("staff.not_allowed")


class StaffKey(HttpBearer):
    """A key made by `serambi staff-token`."""

    def authenticate(self, request: HttpRequest, token: str) -> StaffRow | None:
        return staff_of_token(token=token, now=now())


def ordering_staff(request: HttpRequest) -> StaffRow:
    """Who calls, if their role may sign orders at all. Raises Refused: `staff.not_allowed`."""
    staff = _staff(request)
    if not may_order(staff):
        raise Refused(NOT_ALLOWED)
    return staff


def directorate_staff(request: HttpRequest) -> StaffRow:
    """Who calls, if they are of the directorate. Raises Refused: `staff.not_allowed`."""
    staff = _staff(request)
    if staff.role != DIRECTORATE:
        raise Refused(NOT_ALLOWED)
    return staff


def staff_of_office(request: HttpRequest, office: str) -> StaffRow:
    """Who calls, if they are of that office. Raises Refused: `staff.not_allowed`, also for an office there is not."""
    staff = _staff(request)
    if staff.office != office:
        raise Refused(NOT_ALLOWED)
    return staff


def _staff(request: HttpRequest) -> StaffRow:
    """The framework keeps here whom the key let in."""
    found: StaffRow = request.auth  # type: ignore[attr-defined]  # Ninja adds it to Django's request
    return found
