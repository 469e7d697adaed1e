"""The hall on a big screen, and one ticket's standing on a telephone: numbers and tickets, no names."""

from dataclasses import dataclass
from datetime import timedelta

from serambi.counters.common.hall_words import STAGES, almost_sure_text, likely_text, standing_text
from serambi.counters.portal.pages.limits import BoardLimits, limits_on_board
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.hall import CalledRow, HallRow, OverrideDay, hall_state, overrides_by_day
from serambi.records.queries.queue import OwnPlace, own_place
from serambi.rules.queueing import Stage

DAYS_COUNTED = 30
CALLED_SHOWN = 8
"""More lines would be too small to read from the last row of the hall."""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """How many wait for a stage; `name` is lazy, so that the template can say it in both languages."""

    name: object
    people: int


@dataclass(frozen=True, slots=True)
class BoardPage:
    """`latest` changes with every call, so that a screen knows when to chime; `limits` are those of the day, None when
    everybody is served."""

    hall: HallRow
    called: tuple[CalledRow, ...]
    waiting: tuple[WaitingLine, ...]
    latest: str
    limits: BoardLimits | None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One ticket: what to do now, and the estimate in words (both empty while nothing can be said)."""

    place: OwnPlace
    stage: str
    standing: str
    likely: str
    almost_sure: str
    hall: HallRow

    @property
    def is_waiting(self) -> bool:
        return self.place.state == "waiting"

    @property
    def is_called(self) -> bool:
        return self.place.state == "called"


def board_page(at: AtOffice) -> BoardPage | None:
    hall = hall_state(office=at.code, now=at.now)
    if hall is None:
        return None
    called = hall.called[:CALLED_SHOWN]
    latest = f"{called[0].ticket} {called[0].called_at:%H%M%S}" if called else ""
    waiting = tuple(WaitingLine(STAGES[stage], hall.waiting[stage]) for stage in Stage)
    return BoardPage(hall, called, waiting, latest, limits_on_board(at))


def out_of_order_days(at: AtOffice) -> tuple[OverrideDay, ...]:
    """The last days with their calls out of order, today first."""
    tomorrow = at.today + timedelta(days=1)
    return overrides_by_day(office=at.code, from_on=tomorrow - timedelta(days=DAYS_COUNTED), until_on=tomorrow)


def own_page(at: AtOffice, ticket: str) -> OwnPage | None:
    """None for a ticket that was not given out there today."""
    place = own_place(office=at.code, on=at.today, ticket=ticket.upper(), now=at.now)
    hall = hall_state(office=at.code, now=at.now)
    if place is None or hall is None:
        return None
    return OwnPage(
        place=place,
        stage=str(STAGES[place.stage]),
        standing=standing_text(place),
        likely=likely_text(place.estimate) if place.estimate else "",
        almost_sure=almost_sure_text(place.estimate) if place.estimate else "",
        hall=hall,
    )
