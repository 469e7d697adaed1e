"""One service at a counter as a paper line tells it, with the times of the paper. In the caller's transaction."""

from serambi.procedures.steps.end_visit import end_bookings_of
from serambi.procedures.steps.hall import OpenHall, note_visit
from serambi.records.models import Visit
from serambi.records.models.visits import VisitState
from serambi.rules.paper.lines import AtCounter
from serambi.rules.queueing import Stage, next_stage
from serambi.rules.refusal import Refusal, Refused


def serve_on_paper(visit: Visit, each: AtCounter, hall: OpenHall, *, is_sent_home: bool, by: str) -> None:
    """Write one service as the counter would have pressed it: called, served, and ended where the paper says when.

    Raises Refused: `counter.busy` (fact `ticket`).
    """
    visit.state, visit.counter, visit.calls = VisitState.CALLED, each.counter, visit.calls + 1
    note_visit(visit, "called", now=each.called_at, by=by)
    visit.state = VisitState.AT_COUNTER
    note_visit(visit, "serving", now=each.called_at, by=by)
    if each.ended_at is None:
        _refuse_busy_counter(visit, hall)
        visit.save()
        return
    visit.counter = visit.wanted_counter = ""
    following = None if is_sent_home else next_stage(visit.group, Stage(visit.stage))
    if following is not None:
        visit.state, visit.stage, visit.stage_since_at = VisitState.WAITING, following, each.ended_at
    else:
        visit.state = VisitState.INCOMPLETE if is_sent_home else VisitState.DONE
        end_bookings_of([visit], now=each.ended_at, by=by)
    visit.save()
    note_visit(visit, "incomplete" if is_sent_home else "finished", now=each.ended_at, by=by)


def _refuse_busy_counter(visit: Visit, hall: OpenHall) -> None:
    """Somebody still at a counter on paper, where the hall has called somebody else meanwhile."""
    there = Visit.objects.filter(office=hall.office, on=hall.on, counter=visit.counter).exclude(pk=visit.pk)
    busy = there.filter(state__in=(VisitState.CALLED, VisitState.AT_COUNTER)).first()
    if busy is not None:
        raise Refused(Refusal("counter.busy", "counter", {"ticket": busy.ticket}))
