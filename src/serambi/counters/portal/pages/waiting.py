"""What somebody who can wait may choose: a place in line, a draw, or a day after all."""

from dataclasses import dataclass

from serambi.counters.portal.pages.draw_request import CollectingPage, collecting_page
from serambi.counters.portal.pages.limits import Limits, limits_today
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.standing import invitation_text, people_text, reach_text
from serambi.records.queries.waiting import people_waiting


@dataclass(frozen=True, slots=True)
class WaitingPage:
    waiting: str
    promises: tuple[str, ...]
    limits: Limits | None
    draw: CollectingPage | None


def waiting_page(at: AtOffice, group: str) -> WaitingPage:
    return WaitingPage(
        waiting=people_text(people_waiting(office=at.code).get(group, 0)),
        promises=(invitation_text(), reach_text()),
        limits=limits_today(at),
        draw=collecting_page(at, group),
    )
