"""Preview the isolation of a team: carry it out, look at what it did, and roll all of it back."""

from datetime import date, datetime

from django.db import transaction

from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.foresee import PREVIEW, OfficeForeseen, foresee
from serambi.procedures.steps.record_order import local_day
from serambi.procedures.steps.staffing import carry_out_staffing, lock_office, record_isolation
from serambi.records.queries.rota import cause_of, groups_manned_by


def preview_isolation(*, office: str, team: str, from_on: date, until_on: date, now: datetime) -> OfficeForeseen | None:
    """What isolate_team would do; None when the isolation stands already. Nothing stays, and the office's slots are
    locked for that moment only. Raises Refused as isolate_team does.
    """
    with transaction.atomic(durable=True):
        row, profile = lock_office(office)
        isolation = record_isolation(row, profile, team, from_on, until_on, now)
        if isolation is None:
            return None
        groups = groups_manned_by(office=office, team=team, from_on=from_on, until_on=until_on, known_at=now)
        cause = cause_of(isolation.code)

        def change() -> CarriedOut:
            return carry_out_staffing(profile, from_on, until_on, groups=groups, cause=cause, now=now, by=PREVIEW)

        foreseen = foresee(profile, max(local_day(profile, now), from_on), change, cause=cause, now=now)
        transaction.set_rollback(True)
    return foreseen
