"""Leave a draw before it is made; the people may enter again."""

from datetime import datetime

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import DrawPerson, DrawRequest, DrawWindow
from serambi.records.models.draws import DrawRequestState, DrawState
from serambi.rules.draw_window import why_not_collecting
from serambi.rules.refusal import Refusal, Refused


def leave_draw(*, code: str, key: str, now: datetime, by: str) -> None:
    """Withdraw a request. It stays in the result, as one that left.

    The caller has let the person in (code and secret). Doing it twice with one `key` is safe. Raises Busy,
    OutcomeUnknown, and Refused: `key.reused`, `draw.not_found`, `draw.not_entered` (left before), `draw.over`,
    `draw.not_open`. Source: docs/draw.md.
    """
    with durable_transaction():
        answer_once(f"leave {code}", key, "", now, lambda: _leave(code, now, by))


def _leave(code: str, now: datetime, by: str) -> str:
    window_code = DrawRequest.objects.filter(code=code).values_list("window__code", flat=True).first()
    window = DrawWindow.objects.held(window_code or "")
    if window is None:
        raise Refused(Refusal("draw.not_found"))
    refusal = Refusal("draw.over") if window.state == DrawState.DRAWN else why_not_collecting(window.facts(), now)
    if refusal is not None:
        raise Refused(refusal)
    request = DrawRequest.objects.select_for_update().get(code=code)
    if request.state != DrawRequestState.ENTERED:
        raise Refused(Refusal("draw.not_entered"))
    request.state = DrawRequestState.LEFT
    request.save(update_fields=["state"])
    DrawPerson.objects.filter(request=request).update(takes_part=False)
    write_ledger("draw.left", code, now=now, by=by, office=window.office.code, facts={"window": window.code})
    return code
