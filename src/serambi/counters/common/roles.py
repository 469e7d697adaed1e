"""What each role of staff may do at a counter, beyond looking."""

from serambi.records.queries.staff import StaffRow

DIRECTORATE, AUDITOR, OFFICE_HEAD, SUPERVISOR = "directorate", "auditor", "office_head", "supervisor"
MODERATORS = frozenset({SUPERVISOR, OFFICE_HEAD, DIRECTORATE})


def may_order(staff: StaffRow) -> bool:
    """Sign orders: the directorate any, the head of an office those of that office (rules/authority.py)."""
    return staff.role == DIRECTORATE or (staff.role == OFFICE_HEAD and staff.office is not None)


def head_of(staff: StaffRow) -> str | None:
    """The office for which somebody orders; None for the directorate, which orders for all."""
    return None if staff.role == DIRECTORATE else staff.office


def may_moderate(staff: StaffRow) -> bool:
    """Decide which replies of readers everybody sees, and answer them."""
    return staff.role in MODERATORS


def may_act(staff: StaffRow) -> bool:
    """Change anything for a person: everybody but an auditor, who only looks."""
    return staff.role != AUDITOR
