"""The one door to a case in the console: its office's staff may work on it, those of every office may look."""

from django.http import Http404

from serambi.counters.common.clock import now
from serambi.records.queries.cases import CaseRow, case_of_office
from serambi.records.queries.staff import StaffRow

WORKERS = frozenset({"clerk", "supervisor", "office_head"})
CASHIERS = frozenset({"supervisor", "office_head", "directorate"})
"""Who loads a bank's file: it pays cases of any office, so not every clerk."""


def let_into_case(staff: StaffRow, number: str) -> CaseRow:
    """The case with a number. Raises Http404 where there is none, or it is not theirs."""
    case = case_of_office(number=number, office=staff.office, now=now())
    if case is None:
        raise Http404
    return case


def let_work(staff: StaffRow) -> None:
    """Raises Http404 for those who only look."""
    if not may_work(staff):
        raise Http404


def let_load_payments(staff: StaffRow) -> None:
    """Raises Http404 for those whose role takes no bank file."""
    if not may_load_payments(staff):
        raise Http404


def may_work(staff: StaffRow) -> bool:
    return staff.office is not None and staff.role in WORKERS


def may_load_payments(staff: StaffRow) -> bool:
    return staff.role in CASHIERS
