"""Notices: what one is about, what holds of it now, and whether that is still what it said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from serambi.rules.catalogue import Text
from serambi.rules.instrument import Advice, Instrument, Mode, PermitDeadline, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal


class NoticeKind(StrEnum):
    """What a notice is about: an order; a month's figures; the hours and places of the days from one on."""

    ORDER = "order"
    FIGURES = "figures"
    DAY = "day"


class NoticeState(StrEnum):
    """How a notice that was published stands. `amended`: it holds, but something it said has changed since."""

    COMING = "coming"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    ENDED = "ended"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"


SHOWN_AS_CURRENT = frozenset({NoticeState.COMING, NoticeState.IN_FORCE, NoticeState.AMENDED})
"""States in which a notice hangs on banners and boards; the others only stand on its own page and in the lists."""

SITUATION = ("open", "mode", "staff_share", "restrictions", "last_service_at", "advice", "groups", "address")
"""What notices about figures or days say of the office."""

FIELD_OF = {
    Topic.OPEN: "open",
    Topic.MODE: "mode",
    Topic.STAFF_CEILING_SHARE: "staff_share",
    Topic.STAFF_FLOOR_SHARE: "staff_share",
    Topic.QUOTA_SHARE: "quota_share",
    Topic.LAST_SERVICE_AT: "last_service_at",
    Topic.DISTANCE_M: "distance_m",
    Topic.MAX_TEMPERATURE_C: "max_temperature_c",
    Topic.WALK_IN: "walk_in",
    Topic.PERMIT_DEADLINE: "permit_deadlines",
}
"""Topics on which another order can take back what one said; advice and restrictions only ever add up."""


@dataclass(frozen=True, slots=True)
class Words:
    """A notice's own words; the paragraphs of a body are parted by blank lines."""

    title: Text
    body: Text


@dataclass(frozen=True, slots=True)
class About:
    """What a notice is about: `order` is a number (kind "order"), `figures` the parts of a question about a decline as
    they are written (kind "figures"), `on` the first of the days (kind "day")."""

    kind: NoticeKind
    order: str | None = None
    figures: Mapping[str, str] | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class GroupHours:
    """A service group's hours (weekday → closing time, 0 is Monday) and its quota of a day."""

    code: str
    opens_at: time
    closes_at: Mapping[int, time]
    quota: int


@dataclass(frozen=True, slots=True)
class Holding:
    """How an office runs on a day, as far as notices speak of it; the fields are those of rules.regime.Regime.

    `by` gives for a field the short names of the orders that decided it; a field that no order decided is missing.
    """

    on: date
    open: bool
    mode: Mode
    staff_share: Decimal
    quota_share: Decimal
    last_service_at: time | None
    distance_m: Decimal | None
    max_temperature_c: Decimal | None
    walk_in: frozenset[str] | None
    restrictions: tuple[str, ...]
    advice: tuple[Advice, ...]
    permit_deadlines: tuple[PermitDeadline, ...]
    groups: tuple[GroupHours, ...]
    address: str
    by: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Figured:
    """A decline's numbers: people in the period, people in the (mean) base, change in percent to a tenth."""

    value: int
    base: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class Said:
    """The state that a notice was published with. `figured` is None where it is about no figures; `ends_on` is the
    first day after its order, None without end."""

    holding: Holding
    figured: Figured | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a notice is about, now: struck as if it had never been, and what is left of its period (None: nothing)."""

    is_undone: bool
    left: DayPeriod | None


class Version(Protocol):
    """What of a published version decides whether it ever comes out; aware UTC, `withdrawn_at` None: never."""

    @property
    def number(self) -> int: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def from_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


def comes_out(version: Version, versions: Iterable[Version]) -> bool:
    """Whether a version of a notice is ever read, among all versions of that notice.

    One taken back before its time is not; nor is one whose place a newer one took while it was still to come, or a
    text that was put right would come back by itself. A newer one that was itself taken back before its time and that
    of the older takes no place. Source: docs/rules.md, notices.
    """
    if version.withdrawn_at is not None and version.withdrawn_at <= version.from_at:
        return False
    return not any(_takes_its_place(newer, version) for newer in versions if newer.number > version.number)


def _takes_its_place(newer: Version, older: Version) -> bool:
    if newer.made_at >= older.from_at:
        return False  # the older one was out by then
    return newer.withdrawn_at is None or newer.withdrawn_at > min(newer.from_at, older.from_at)


def topics_of(kind: NoticeKind, instrument: Instrument | None) -> tuple[str, ...]:
    """The fields of a Holding that a notice of this kind, about this order, speaks of; in the order of Holding."""
    if kind is not NoticeKind.ORDER or instrument is None:
        return SITUATION
    named = {FIELD_OF.get(clause.topic) for clause in instrument.clauses}
    return tuple(field for field in Holding.__dataclass_fields__ if field in named)


def changed_fields(topics: tuple[str, ...], said: Said, now: Said) -> tuple[str, ...]:
    """What of a published state is otherwise now: fields of Holding, "figured", "ends_on"."""
    fields = [field for field in topics if getattr(said.holding, field) != getattr(now.holding, field)]
    fields += [field for field in ("figured", "ends_on") if getattr(said, field) != getattr(now, field)]
    return tuple(fields)


def state_of(
    standing: Standing, *, is_withdrawn: bool, until_on: date | None, is_changed: bool, on: date
) -> NoticeState:
    """How a published notice stands on a day of its office.

    `until_on` is the first day on which it is no longer shown as current, None: as long as what it is about. Source:
    docs/rules.md, notices.
    """
    if is_withdrawn:
        return NoticeState.WITHDRAWN
    if standing.is_undone:
        return NoticeState.UNDONE
    left = standing.left
    if left is None or (left.until_on is not None and left.until_on <= on) or (until_on is not None and until_on <= on):
        return NoticeState.ENDED
    if is_changed:
        return NoticeState.AMENDED
    return NoticeState.IN_FORCE if left.covers(on) else NoticeState.COMING


def why_not_speak(office: str, head_of: str | None) -> Refusal | None:
    """Say why somebody may not write notices for an office: the directorate (`head_of` None) may for all, the head of
    an office for that one. Refusal code: `notice.not_competent`."""
    return None if head_of in (None, office) else Refusal("notice.not_competent", "office", {"office": office})


def why_not_publish(words: Words, standing: Standing, *, until_on: date | None, from_on: date) -> Refusal | None:
    """Say why words cannot be published from a day of the office on, None when they can.

    Refusal codes: `notice.unfinished` (field: the empty one), `notice.order_over` (what it is about is undone or over
    by then), `notice.ends_before` (field `until_on`).
    """
    for name, text in (("title", words.title), ("body", words.body)):
        for language in ("id", "en"):
            if not getattr(text, language).strip():
                return Refusal("notice.unfinished", f"{name}_{language}")
    left = standing.left
    if standing.is_undone or left is None or (left.until_on is not None and left.until_on <= from_on):
        return Refusal("notice.order_over")
    if until_on is not None and until_on <= from_on:
        return Refusal("notice.ends_before", "until_on")
    return None


def why_not_from(from_at: datetime, now: datetime, most_days: int) -> Refusal | None:
    """Say why a notice cannot be published from an instant on (aware UTC), None when it can.

    Refusal codes: `notice.past`, `notice.too_far` (fact `most`); field `from_at`.
    """
    if from_at < now:
        return Refusal("notice.past", "from_at")
    if (from_at - now).days >= most_days:
        return Refusal("notice.too_far", "from_at", {"most": most_days})
    return None


def why_not_correct(newest: Words | None, words: Words, correction: Text | None) -> Refusal | None:
    """Say why words cannot take the place of the newest published ones (None: there are none), None when they can.

    Refusal codes: `notice.unchanged`, `notice.correction_missing` (field: the empty one): readers are told what was put
    right.
    """
    if newest is None:
        return None
    if newest == words:
        return Refusal("notice.unchanged")
    for language in ("id", "en"):
        if correction is None or not getattr(correction, language).strip():
            return Refusal("notice.correction_missing", f"correction_{language}")
    return None
