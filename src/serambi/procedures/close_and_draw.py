"""Close the window of a draw and make it: reveal the seed, give the places, tell everybody."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from serambi.procedures.steps.draw_slots import slots_of_draw
from serambi.procedures.steps.durable import Busy, durable_transaction
from serambi.procedures.steps.settle_draw import Given, PersonBookedMeanwhile, settle_draw
from serambi.procedures.steps.write_ledger import ledger_row, write_ledger
from serambi.records.models import Booking, DrawPerson, DrawRequest, DrawWindow, LedgerRow, Slot
from serambi.records.models.draws import DrawRequestState, DrawState
from serambi.records.sealing import unseal
from serambi.rules.draw import NO_PLACE, DrawPlaces, Tickets, draw, rank
from serambi.rules.draw_window import why_not_draw
from serambi.rules.refusal import Refusal, Refused

TRIES = 5
READ_ROWS = 5000


@dataclass(frozen=True, slots=True)
class DrawSummary:
    """What a draw gave: requests by how they ended (won, lost, left), places there were, people who got one."""

    won: int
    lost: int
    left: int
    places: int
    people_placed: int


def close_and_draw(*, window: str, now: datetime, by: str) -> DrawSummary:
    """Make the draw of a window (its code) whose hours are over: bookings, places in line, ledger and word to all.

    It is one transaction, however many requests there are: a crash leaves the window as it was, and since the seed and
    the requests are fixed, the next try gives the very same result. Whoever had booked otherwise meanwhile has left
    the draw. Doing it twice is safe. Raises Busy, OutcomeUnknown, and Refused: `draw.not_found`, `draw.still_open`.
    Source: docs/draw.md.
    """
    for _ in range(TRIES):
        try:
            with durable_transaction():
                return _draw_once(window, now, by)
        except PersonBookedMeanwhile:
            continue
    raise Busy


def _draw_once(code: str, now: datetime, by: str) -> DrawSummary:
    # FOR UPDATE waits for everybody who is entering or leaving, and nobody enters until it is over.
    window = DrawWindow.objects.select_for_update().filter(code=code).first()
    if window is None:
        raise Refused(Refusal("draw.not_found"))
    if window.state == DrawState.COLLECTING:
        refusal = why_not_draw(window.facts(), now)
        if refusal is not None:
            raise Refused(refusal)
        _make(window, now, by)
    return _summary(window)


def _make(window: DrawWindow, now: datetime, by: str) -> None:
    slots = sorted(slots_of_draw(window, now).locked(), key=lambda slot: (slot.start_at, slot.code))
    _leave_those_who_booked(window, now, by)
    places = [DrawPlaces(slot.code, slot.office_day.on, max(slot.free, 0)) for slot in slots]
    seed = str(unseal(window.sealed_seed))
    ids, tickets = _tickets(window)
    drawn = draw(seed, tickets, places)
    given = (
        Given(ids[i], rank(seed, tickets.codes[i]), None if drawn.slots[i] == NO_PLACE else slots[drawn.slots[i]])
        for i in drawn.order
    )
    settle_draw(window, given, now, by)
    _take_places(slots, tickets, drawn.slots)
    window.seed, window.state, window.drawn_at = seed, DrawState.DRAWN, now
    window.places = [[each.slot, str(each.on), each.places] for each in places]
    window.save(update_fields=["seed", "state", "drawn_at", "places"])
    facts = {"seed": seed, "requests": len(ids), "places": sum(each.places for each in places)}
    write_ledger("draw.made", window.code, now=now, by=by, office=window.office.code, facts=facts)


def _leave_those_who_booked(window: DrawWindow, now: datetime, by: str) -> None:
    live = Booking.objects.live().filter(group=window.group)
    holders = DrawPerson.objects.filter(request=OuterRef("pk"), identity_hash__in=live.values("identity_hash"))
    leaving = DrawRequest.objects.filter(Exists(holders), window=window, state=DrawRequestState.ENTERED)
    codes = dict(leaving.order_by("id").values_list("id", "code"))
    DrawRequest.objects.filter(pk__in=codes).update(state=DrawRequestState.LEFT)
    DrawPerson.objects.filter(request__in=codes).update(takes_part=False)
    facts = {"window": window.code, "because": "booked otherwise"}
    LedgerRow.objects.bulk_create(
        ledger_row("draw.left", code, now=now, by=by, office=window.office.code, **facts) for code in codes.values()
    )


def _tickets(window: DrawWindow) -> tuple[Sequence[int], Tickets]:
    ids, people, urgent = array("q"), array("B"), array("B")
    codes: list[str] = []
    wishes: list[tuple[str, ...]] = []
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}  # many wish the same; each wish list is kept once
    rows = DrawRequest.objects.filter(window=window, state=DrawRequestState.ENTERED).order_by("id")
    for row in rows.values_list("id", "code", "people", "urgency", "wishes").iterator(chunk_size=READ_ROWS):
        ids.append(row[0])
        codes.append(row[1])
        people.append(row[2])
        urgent.append(bool(row[3]))
        wished = tuple(row[4])
        wishes.append(shared.setdefault(wished, wished))
    return ids, Tickets(codes, people, urgent, wishes)


def _take_places(slots: Sequence[Slot], tickets: Tickets, given: Sequence[int]) -> None:
    people: dict[int, int] = {}
    for number, at in enumerate(given):
        if at != NO_PLACE:
            people[slots[at].pk] = people.get(slots[at].pk, 0) + tickets.people[number]
    if not Slot.objects.take_places(people):
        raise Busy


def _summary(window: DrawWindow) -> DrawSummary:
    counts = DrawRequest.objects.counted([window])
    requests = {state: counts.get((window.pk, state), (0, 0)) for state in DrawRequestState}
    return DrawSummary(
        won=requests[DrawRequestState.WON][0],
        lost=requests[DrawRequestState.LOST][0],
        left=requests[DrawRequestState.LEFT][0],
        places=sum(places for _, _, places in window.places),
        people_placed=requests[DrawRequestState.WON][1],
    )
