"""Open the window of a draw: commit to a secret seed, and keep the general places of its days for the draw."""

from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.new_secrets import new_seed
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import DrawWindow, Office
from serambi.records.models.draws import DrawState
from serambi.records.queries.offices import office_profile
from serambi.records.sealing import seal
from serambi.rules.draw import seed_hash
from serambi.rules.draw_window import WindowFacts, why_not_open
from serambi.rules.refusal import Refusal, Refused


def open_draw_window(*, window: WindowFacts, now: datetime, by: str) -> str:
    """Open a window and return its code; its seed's hash is public from then on, the seed stays sealed.

    From now until the draw nobody can book, move to, or be invited to general places of its days. A booking that is
    being written at this very moment may still go through; it is then no longer among the places of the draw. Raises
    Busy, OutcomeUnknown, and Refused: the codes of rules.draw_window.why_not_open, and `draw.one_at_a_time` (the
    office still collects for the group, or opened one for the same instant before). Source: docs/draw.md.
    """
    with durable_transaction():
        office = Office.objects.select_for_update(no_key=True).filter(code=window.office).first()
        refusal = why_not_open(window, office_profile(code=window.office), now)
        if refusal is not None or office is None:
            raise Refused(refusal or Refusal("office.unknown", "office"))
        local_start = window.opens_at.astimezone(ZoneInfo(office.time_zone))
        code = f"{window.office}-{window.group}-draw-{local_start:%Y%m%dT%H%M}"
        others = DrawWindow.objects.filter(office=office, group=window.group)
        if others.filter(state=DrawState.COLLECTING).exists() or others.filter(code=code).exists():
            raise Refused(Refusal("draw.one_at_a_time", "group"))
        seed = new_seed()
        DrawWindow.objects.create(
            code=code,
            office=office,
            group=window.group,
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            from_on=window.from_on,
            until_on=window.until_on,
            sealed_seed=seal(seed),
            seed_hash=seed_hash(seed),
        )
        facts = {"seed_hash": seed_hash(seed), "from": str(window.from_on), "until": str(window.until_on)}
        write_ledger("draw.opened", code, now=now, by=by, office=window.office, facts=facts)
        return code
