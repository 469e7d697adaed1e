"""The window of a draw: when it may be opened, entered, left and closed, and what an entry must hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from serambi.rules.booking import Applicant, BookingRequest
from serambi.rules.catalogue import Service
from serambi.rules.offices import OfficeProfile
from serambi.rules.policy import DRAW_NOTICE_HOURS, MAX_DRAW_WISHES
from serambi.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """Requests for general places of [from_on, until_on) are collected in [opens_at, closes_at), aware UTC."""

    office: str
    group: str
    opens_at: datetime
    closes_at: datetime
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class DrawEntry:
    """What somebody enters into a draw: up to five people, and the slots (codes) or days ("2020-09-14") they can come.

    `window` is the window's code, `wishes` are in order, the best first; `may_wait` says that they take a place in
    line when they get none. The rest is as in a BookingRequest.
    """

    key: str
    window: str
    service: str
    purpose: str
    people: tuple[Applicant, ...]
    wishes: tuple[str, ...]
    may_wait: bool = True
    needed_on: date | None = None
    urgency: str | None = None
    language: str = "id"

    def as_request(self, office: str) -> BookingRequest:
        """The same as a booking's request, to be judged by why_not_ask; it names no slot yet."""
        return BookingRequest(
            key=self.key,
            office=office,
            service=self.service,
            slot="",
            purpose=self.purpose,
            people=self.people,
            needed_on=self.needed_on,
            urgency=self.urgency,
            language=self.language,
        )


def why_not_open(window: WindowFacts, profile: OfficeProfile | None, now: datetime) -> Refusal | None:
    """Say why a window cannot be opened, None when it can.

    Requests are collected from now or later, and the draw is made DRAW_NOTICE_HOURS before the first day at the
    office, so that those who got a place can come. Refusal codes: `office.unknown`, `draw.off`, `draw.group_unknown`,
    `period.empty`, `draw.hours_wrong`, `draw.closes_too_late` (fact `hours`).
    """
    if profile is None:
        return Refusal("office.unknown", "office")
    if not profile.holds_draws:
        return Refusal("draw.off", "office")
    if window.group not in {group.code for group in profile.means.groups}:
        return Refusal("draw.group_unknown", "group")
    if window.until_on <= window.from_on:
        return Refusal("period.empty", "until")
    if not now <= window.opens_at < window.closes_at:
        return Refusal("draw.hours_wrong", "closes_at")
    first = datetime.combine(window.from_on, datetime.min.time(), tzinfo=ZoneInfo(profile.time_zone))
    if window.closes_at > first - timedelta(hours=DRAW_NOTICE_HOURS):
        return Refusal("draw.closes_too_late", "closes_at", {"hours": DRAW_NOTICE_HOURS})
    return None


def why_not_collecting(window: WindowFacts, now: datetime) -> Refusal | None:
    """Say why a window takes no requests now and lets nobody leave, None when it does.

    Refusal codes: `draw.not_open`, `draw.over`.
    """
    if now < window.opens_at:
        return Refusal("draw.not_open")
    return Refusal("draw.over") if now >= window.closes_at else None


def why_not_draw(window: WindowFacts, now: datetime) -> Refusal | None:
    """Say why the draw cannot be made yet, None when it can. Refusal code: `draw.still_open`."""
    return Refusal("draw.still_open") if now < window.closes_at else None


def why_not_wish(
    entry: DrawEntry, window: WindowFacts, service: Service | None, slots: Collection[tuple[str, date]]
) -> Refusal | None:
    """Say what is wrong with the service or the wishes of an entry, None when nothing is.

    `slots` are the general slots of the window with their days. Refusal codes: `service.unknown` (none, or not of the
    window's group), `draw.wishes` (fact `most`), `draw.wish_unknown`.
    """
    if service is None or service.group != window.group:
        return Refusal("service.unknown", "service")
    if not 1 <= len(entry.wishes) <= MAX_DRAW_WISHES or len(set(entry.wishes)) < len(entry.wishes):
        return Refusal("draw.wishes", "wishes", {"most": MAX_DRAW_WISHES})
    known = {slot for slot, _ in slots} | {str(on) for _, on in slots}
    for place, wish in enumerate(entry.wishes):
        if wish not in known:
            return Refusal("draw.wish_unknown", f"wishes.{place}")
    return None


def why_not_people(entered: Sequence[int], booked: Sequence[int]) -> Refusal | None:
    """Say why people cannot enter, None when they can: one request per person and window, one live booking per group.

    Both list people by their place in the entry: those in this draw already, and those with a live booking. Refusal
    codes: `draw.already_entered`, `person.already_booked`.
    """
    if entered:
        return Refusal("draw.already_entered", f"people.{entered[0]}.identity.number")
    if booked:
        return Refusal("person.already_booked", f"people.{booked[0]}.identity.number")
    return None
