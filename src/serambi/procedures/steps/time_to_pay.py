"""The time an applicant has to pay: it stands still with the case. In the caller's transaction."""

from datetime import datetime

from django.db.models import Max

from serambi.records.models import Case, CasePause, CaseStatus
from serambi.rules.payment import STANDS_STILL_FROM, moved_on
from serambi.rules.states import CaseStage


def time_to_pay(case: Case, at: datetime) -> datetime | None:
    """Until when a case can be paid, as it stood at `at` (both aware UTC): what stands still by then is given back.

    None without any time to pay.
    """
    if case.payable_until is None or not CasePause.objects.filter(case=case, until_on=None).exists():
        return case.payable_until
    since = CaseStatus.objects.filter(case=case, event__in=STANDS_STILL_FROM).aggregate(at=Max("at"))["at"]
    return case.payable_until if since is None else moved_on(case.payable_until, since, at)


def give_back_time_to_pay(case: Case, now: datetime) -> None:
    """Move the time of a locked case on by what stood still until now, before its pause ends. Not yet saved."""
    if case.stage == CaseStage.INTERVIEWED:
        case.payable_until = time_to_pay(case, now)
