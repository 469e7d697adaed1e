"""Keep a rota as the one an office goes by: its counters are those that capacity counts with from then on."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.staffing import carry_out_staffing, lock_office
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import RotaDay
from serambi.records.queries.rota import kept_days
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.rota.manning import days_to_keep
from serambi.rules.rota.staff import Rota, Team


def keep_rota(*, office: str, rota: Rota, teams: Sequence[Team], now: datetime, by: str) -> CarriedOut:
    """Keep the days of a rota, worked out without isolations, and plan the slots of those days anew.

    A day kept before goes by the new rota. Doing it twice is safe: days that stay as they are are not written. Where a
    slot shrinks under people, those who must leave it get an offer, word, or a call. Raises Busy, OutcomeUnknown, and
    Refused: `office.unknown`, `period.empty` for a rota without days. Source: docs/rules.md, rota.
    """
    with durable_transaction():
        row, profile = lock_office(office)
        days = days_to_keep(rota, teams)
        if not days:
            raise Refused(Refusal("period.empty", "until"))
        from_on, until_on = min(days), max(days) + timedelta(days=1)
        kept = kept_days(office=office, from_on=from_on, until_on=until_on, known_at=now)
        new = {on: day for on, day in days.items() if kept.get(on) != day}
        RotaDay.objects.bulk_create(
            RotaDay(office=row, on=on, manned=to_json(day), kept_at=now) for on, day in new.items()
        )
        # To the microsecond: a second rota of the same day is another cause.
        cause = f"rota {now:%Y-%m-%dT%H%M%S.%f}"
        done = carry_out_staffing(profile, from_on, until_on, groups=None, cause=cause, now=now, by=by)
        facts = {"from": str(from_on), "until": str(until_on), "days": len(new), **to_json(done)}
        write_ledger("rota.kept", office, now=now, by=by, office=office, facts=facts)
    return done
