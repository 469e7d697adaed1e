"""Draws as the public sees them: windows, their results without names, and one's own request through its door."""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from serambi.records.models import DrawRequest, DrawWindow
from serambi.records.models.draws import DrawRequestState, DrawState
from serambi.records.sealing import secret_hash
from serambi.rules.codes import read_code

READ_ROWS = 5000
NOBODY = (0, 0)


@dataclass(frozen=True, slots=True)
class DrawCounts:
    """How many requests and how many people."""

    requests: int
    people: int


@dataclass(frozen=True, slots=True)
class DrawWindowRow:
    """A window and its draw; times aware UTC, days of [from_on, until_on).

    `seed` is "", `drawn_at` None and `places` 0 until the draw is made. `taking_part` are those who entered and have
    not left, before the draw and after; `won` those of them with a place.
    """

    code: str
    office: str
    group: str
    opens_at: datetime
    closes_at: datetime
    from_on: date
    until_on: date
    seed_hash: str
    seed: str
    drawn_at: datetime | None
    places: int
    taking_part: DrawCounts
    won: DrawCounts


@dataclass(frozen=True, slots=True)
class DrawRequestRow:
    """A request as its holder sees it: `state` entered | left | won | lost; `rank` "" until the draw.

    `slot` and `start_at` are None without a place; `bookings` are the codes it became, which the same secret opens.
    """

    code: str
    window: str
    service: str
    people: int
    is_urgent: bool
    wishes: tuple[str, ...]
    may_wait: bool
    state: str
    rank: str
    slot: str | None
    start_at: datetime | None
    bookings: tuple[str, ...]


def draw_windows(*, office: str) -> tuple[DrawWindowRow, ...]:
    """All windows of an office, the newest first, then by group."""
    rows = DrawWindow.objects.filter(office__code=office).select_related("office").order_by("-opens_at", "group")
    return _window_rows(rows)


def collecting_window(*, office: str, group: str, now: datetime) -> DrawWindowRow | None:
    """The window that takes requests for an office and service group at `now`; None when there is none."""
    rows = DrawWindow.objects.filter(
        office__code=office, group=group, state=DrawState.COLLECTING, opens_at__lte=now, closes_at__gt=now
    )
    return next(iter(_window_rows(rows.select_related("office"))), None)


def undrawn_windows(*, office: str | None = None) -> tuple[str, ...]:
    """The codes of windows whose draw is not made, at one office or all, those that close first in front."""
    rows = DrawWindow.objects.filter(state=DrawState.COLLECTING)
    if office is not None:
        rows = rows.filter(office__code=office)
    return tuple(rows.order_by("closes_at", "code").values_list("code", flat=True))


def draw_result(*, office: str, window: str) -> Iterator[str] | None:
    """The public result of a draw as the pieces of a JSON text; None when there is no such draw, or not yet.

    It holds the seed and its hash, the places there were, and each request by its random code with rank, size of
    party, urgency, wishes and slot ("" for none), in the order of ranks. docs/recompute_draw.py computes it again.
    """
    rows = DrawWindow.objects.select_related("office").filter(office__code=office, code=window, state=DrawState.DRAWN)
    row = rows.first()
    return None if row is None else _json_pieces(row)


def own_draw_request(*, code: str, secret: str) -> DrawRequestRow | None:
    """The request with this code, if the secret opens it; None alike for a wrong secret and an unknown code."""
    known = read_code(code)
    rows = DrawRequest.objects.select_related("window", "slot").prefetch_related("key__bookings")
    row = rows.filter(code=known).first() if known else None
    kept = bytes(row.secret_hash) if row else bytes(32)
    if not hmac.compare_digest(kept, secret_hash(secret)) or row is None:
        return None
    return DrawRequestRow(
        code=row.code,
        window=row.window.code,
        service=row.service,
        people=row.people,
        is_urgent=bool(row.urgency),
        wishes=tuple(row.wishes),
        may_wait=row.may_wait,
        state=row.state,
        rank=row.rank,
        slot=row.slot.code if row.slot else None,
        start_at=row.slot.start_at if row.slot else None,
        bookings=tuple(sorted(booking.code for booking in row.key.bookings.all())),
    )


def _window_rows(rows: Iterable[DrawWindow]) -> tuple[DrawWindowRow, ...]:
    windows = list(rows)
    counts = DrawRequest.objects.counted(windows)
    return tuple(_window_row(window, counts) for window in windows)


def _window_row(row: DrawWindow, counts: Mapping[tuple[int, str], tuple[int, int]]) -> DrawWindowRow:
    taking_part = [counts.get((row.pk, state), NOBODY) for state in DrawRequestState if state != DrawRequestState.LEFT]
    return DrawWindowRow(
        code=row.code,
        office=row.office.code,
        group=row.group,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        from_on=row.from_on,
        until_on=row.until_on,
        seed_hash=row.seed_hash,
        seed=row.seed,
        drawn_at=row.drawn_at,
        places=sum(places for _, _, places in row.places),
        taking_part=_together(taking_part),
        won=_together([counts.get((row.pk, DrawRequestState.WON), NOBODY)]),
    )


def _together(counts: Iterable[tuple[int, int]]) -> DrawCounts:
    requests, people = zip(*counts, strict=True)
    return DrawCounts(sum(requests), sum(people))


def _json_pieces(window: DrawWindow) -> Iterator[str]:
    head = {
        "window": window.code,
        "office": window.office.code,
        "group": window.group,
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
        "drawn_at": window.drawn_at.isoformat() if window.drawn_at else None,
        "seed_hash": window.seed_hash,
        "seed": window.seed,
        "places": [{"slot": slot, "on": on, "places": places} for slot, on, places in window.places],
    }
    yield json.dumps(head, indent=1)[: -len("\n}")] + ',\n "requests": ['
    rows = DrawRequest.objects.filter(window=window).order_by("rank", "code")
    columns = rows.values_list("code", "rank", "people", "urgency", "state", "wishes", "slot__code")
    between = "\n"
    for code, rank, people, urgency, state, wishes, slot in columns.iterator(chunk_size=READ_ROWS):
        request = {
            "code": code,
            "rank": rank,
            "people": people,
            "urgent": bool(urgency),
            "left": state == DrawRequestState.LEFT,
            "wishes": wishes,
            "slot": slot or "",
        }
        yield between + json.dumps(request)
        between = ",\n"
    yield "\n]}\n"
