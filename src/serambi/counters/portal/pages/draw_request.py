"""A draw as its applicants see it: the window that takes requests, and one's own request."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from serambi.counters.common.dates import day_text
from serambi.counters.portal.pages.check import service_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.draws import DrawRequestRow, DrawWindowRow, collecting_window
from serambi.records.queries.slots import day_states
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode

LOOKS = {"entered": "wait", "won": "ok", "lost": "stop", "left": "stop"}


@dataclass(frozen=True, slots=True)
class CollectingPage:
    """A window that takes requests, with its days as choices."""

    window: DrawWindowRow
    span: str
    closes: str
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DrawRequestPage:
    """A request in words; `when` is empty without a place."""

    request: DrawRequestRow
    look: str
    headline: str
    service: str
    wishes: tuple[str, ...]
    closes: str
    when: str
    seed_hash: str


def collecting_page(at: AtOffice, group: str) -> CollectingPage | None:
    """The window that takes requests for a service group now; None when there is none."""
    window = collecting_window(office=at.code, group=group, now=at.now)
    if window is None:
        return None
    states = day_states(
        office=at.code,
        group=group,
        contingents=(Contingent.GENERAL,),
        from_on=window.from_on,
        until_on=window.until_on,
        now=at.now,
    )
    drawn = [state.on for state in states if state.is_open and state.mode is Mode.ALL and not state.why_none]
    days = tuple((f"{on}", day_text(on)) for on in drawn)
    return CollectingPage(window, span_text(window), at.moment(window.closes_at), days) if days else None


def draw_request_page(at: AtOffice, window: DrawWindowRow, request: DrawRequestRow) -> DrawRequestPage:
    return DrawRequestPage(
        request=request,
        look=LOOKS.get(request.state, "wait"),
        headline=_headline(request),
        service=service_text(request.service),
        wishes=tuple(_wish_text(wish) for wish in request.wishes),
        closes=at.moment(window.closes_at),
        when=at.moment(request.start_at) if request.start_at else "",
        seed_hash=window.seed_hash,
    )


def span_text(window: DrawWindowRow) -> str:
    """ "Senin, 14 September 2020 – Jumat, 18 September 2020"."""
    last = window.until_on - timedelta(days=1)
    return day_text(window.from_on) if last == window.from_on else f"{day_text(window.from_on)} – {day_text(last)}"


def _headline(request: DrawRequestRow) -> str:
    match request.state:
        case "won":
            return _("Undian memberi Anda tempat")
        case "lost":
            return _("Undian tidak memberi Anda tempat")
        case "left":
            return _("Permohonan ini sudah ditarik dari undian")
    return _("Terdaftar dalam undian")


def _wish_text(wish: str) -> str:
    """A day in words; a slot's code stays as it is."""
    try:
        return day_text(date.fromisoformat(wish))
    except ValueError:
        return wish
