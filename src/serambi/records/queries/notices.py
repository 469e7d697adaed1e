"""Notices as they stand when somebody asks: page, banner, feed, API, board and letters all read these rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from serambi.records.models import HistoryFigure, Notice, NoticeVersion
from serambi.records.queries.decline import DeclineFound
from serambi.records.queries.notice_ground import Ground, decline_about, ground_of, said_now, standing_of
from serambi.records.queries.notice_versions import VersionRow, came_out, newest, shown_version, versions_of, words_of
from serambi.records.queries.offices import office_profile
from serambi.rules.instrument import Instrument
from serambi.rules.notice import (
    SHOWN_AS_CURRENT,
    About,
    NoticeKind,
    NoticeState,
    Said,
    Standing,
    Words,
    changed_fields,
    comes_out,
    state_of,
    topics_of,
)
from serambi.rules.offices import OfficeProfile

MOST_ON_HOME, MOST_LOOKED_AT, MOST_VERSIONS = 3, 8, 100
"""Notices that the list of offices shows, among how many offices and newest versions it looks for them; the page of
each office has all of its own."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice that the public has seen, as it stands now.

    `instrument` is the order it is about, None for other kinds; `changes` are the fields of rules.notice.Said and its
    Holding that are otherwise than `shown` said, only ever given with the state `amended`; `now_said` is how they are;
    `found` is the decline it tells, None where it tells none or it is not published any more; `published_at` is when
    its first version came out, `updated_at` when it last became otherwise (aware UTC); `versions` have all come out.
    """

    profile: OfficeProfile
    slug: str
    about: About
    instrument: Instrument | None
    standing: Standing
    state: NoticeState
    shown: VersionRow
    now_said: Said
    changes: tuple[str, ...]
    found: DeclineFound | None
    published_at: datetime
    updated_at: datetime
    versions: tuple[VersionRow, ...]

    @property
    def is_current(self) -> bool:
        """Whether banners and boards show it."""
        return self.state in SHOWN_AS_CURRENT


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A notice as those see it who write it: its working copy, every version (also those to come), and how the public
    sees it (None: not yet)."""

    slug: str
    about: About
    instrument: Instrument | None
    words: Words
    until_on: date | None
    changed_at: datetime
    changed_by: str
    versions: tuple[VersionRow, ...]
    public: NoticeRow | None

    @property
    def to_come(self) -> VersionRow | None:
        """The version that comes out next; None when none is waiting."""
        out = 0 if self.public is None else self.public.shown.number
        waiting = [each for each in self.versions if each.number > out and comes_out(each, self.versions)]
        return min(waiting, key=lambda each: (each.from_at, each.number), default=None)


def public_notices(*, office: str, now: datetime) -> tuple[NoticeRow, ...]:
    """Every notice that has come out at an office, newest first; none for an unknown office."""
    profile = office_profile(code=office)
    if profile is None:
        return ()
    notices = list(Notice.objects.filter(office__code=office).select_related("order"))
    return _in_order(_public(profile, notices, now))


def public_notice(*, office: str, slug: str, now: datetime) -> NoticeRow | None:
    """One notice; None where none of that name has come out."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    notices = Notice.objects.filter(office__code=office, slug=slug).select_related("order")
    return next(iter(_public(profile, list(notices), now)), None)


def current_notices(*, office: str, now: datetime) -> tuple[NoticeRow, ...]:
    """What banners and boards of an office show now, newest first."""
    return tuple(row for row in public_notices(office=office, now=now) if row.is_current)


def newest_notices(*, now: datetime) -> tuple[NoticeRow, ...]:
    """The newest current notices of all offices, the newest one of each, at most MOST_ON_HOME."""
    out = NoticeVersion.objects.filter(from_at__lte=now, withdrawal=None).order_by("-from_at", "-id")
    codes = dict.fromkeys(out.values_list("notice__office__code", flat=True)[:MOST_VERSIONS])
    found: list[NoticeRow] = []
    for code in list(codes)[:MOST_LOOKED_AT]:
        found += current_notices(office=code, now=now)[:1]
    return _in_order(found)[:MOST_ON_HOME]


def slug_about_order(*, office: str, number: str, now: datetime) -> str | None:
    """The name of the newest notice of an office about an order, out and not withdrawn; None when there is none."""
    about = list(Notice.objects.filter(office__code=office, order__number=number))
    versions = versions_of(about)
    standing = []
    for notice in about:
        shown = shown_version(versions.get(notice.pk, ()), now)
        if shown is not None and shown.withdrawn_at is None:
            standing.append((shown.from_at, notice.slug))
    return max(standing)[1] if standing else None


def desk_notices(*, office: str, now: datetime) -> tuple[DeskRow, ...]:
    """Every notice of an office, written or published, last changed first."""
    profile = office_profile(code=office)
    if profile is None:
        return ()
    notices = list(Notice.objects.filter(office__code=office).select_related("order"))
    return _at_desk(profile, notices, now)


def desk_notice(*, office: str, slug: str, now: datetime) -> DeskRow | None:
    """One notice as its writers see it; None where there is none."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    notices = Notice.objects.filter(office__code=office, slug=slug).select_related("order")
    return next(iter(_at_desk(profile, list(notices), now)), None)


def about_of(notice: Notice) -> About:
    """What a notice is about. Its order comes with it."""
    kind = NoticeKind(notice.kind)
    match kind:
        case NoticeKind.ORDER:
            return About(kind, order=notice.order.number if notice.order else None)
        case NoticeKind.FIGURES:
            return About(kind, figures=notice.asked)
    return About(kind, on=date.fromisoformat(notice.asked["on"]))


def _public(profile: OfficeProfile, notices: Sequence[Notice], now: datetime) -> Iterator[NoticeRow]:
    versions = versions_of(notices)
    ground = ground_of(profile=profile, now=now) if versions else None
    for notice in notices:
        out = came_out(versions.get(notice.pk, ()), now)
        if out and ground is not None:
            yield _row(ground, notice, out)


def _row(ground: Ground, notice: Notice, out: tuple[VersionRow, ...]) -> NoticeRow:
    shown = max(out, key=newest)
    about = about_of(notice)
    instrument = ground.instruments[about.order] if about.order else None
    stands, now_said = standing_of(ground, about), said_now(ground, about)
    changes = changed_fields(topics_of(about.kind, instrument), shown.said, now_said)
    state = state_of(
        stands,
        is_withdrawn=shown.withdrawn_at is not None and shown.withdrawn_at <= ground.now,
        until_on=shown.until_on,
        is_changed=bool(changes),
        on=ground.on,
    )
    return NoticeRow(
        profile=ground.profile,
        slug=notice.slug,
        about=about,
        instrument=instrument,
        standing=stands,
        state=state,
        shown=shown,
        now_said=now_said,
        changes=changes if state is NoticeState.AMENDED else (),
        found=decline_about(ground, about),
        published_at=min(each.from_at for each in out),
        updated_at=_updated_at(ground, instrument, stands, shown, state),
        versions=out,
    )


def _updated_at(
    ground: Ground, instrument: Instrument | None, stands: Standing, shown: VersionRow, state: NoticeState
) -> datetime:
    """When a notice last became otherwise: the last of what happened to it until now."""
    happened: list[datetime | None] = [shown.from_at, shown.withdrawn_at]
    zone = ZoneInfo(ground.profile.time_zone)
    days = [stands.left.from_on, stands.left.until_on] if stands.left and instrument else []
    happened += [_midnight(day, zone) for day in (*days, shown.until_on) if day is not None]
    if instrument is not None:
        happened.append(instrument.undone_at)
    if state is NoticeState.AMENDED or (state is NoticeState.ENDED and stands.left is None):
        happened += _changes_of_orders(ground, zone)
    if state is NoticeState.AMENDED and instrument is None:
        imported = HistoryFigure.objects.filter(office__code=ground.profile.code).order_by("-imported_at")
        happened.append(imported.values_list("imported_at", flat=True).first())
    return max(at for at in happened if at is not None and at <= ground.now)


def _changes_of_orders(ground: Ground, zone: ZoneInfo) -> Iterator[datetime | None]:
    """Every instant at which an order or a risk map can have changed something at the office."""
    for each in ground.instruments.values():
        yield each.undone_at
        yield max(each.known_at, _midnight(each.in_force.from_on, zone))
        if each.in_force.until_on is not None:
            yield _midnight(each.in_force.until_on, zone)
    for assessment in (*ground.orders.own_assessments, *ground.orders.province_assessments):
        yield assessment.known_at


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _at_desk(profile: OfficeProfile, notices: Sequence[Notice], now: datetime) -> tuple[DeskRow, ...]:
    versions = versions_of(notices)
    ground = ground_of(profile=profile, now=now)
    public = {row.slug: row for row in _public(profile, notices, now)}
    rows = []
    for notice in sorted(notices, key=lambda each: (each.changed_at, each.pk), reverse=True):
        about = about_of(notice)
        rows.append(
            DeskRow(
                slug=notice.slug,
                about=about,
                instrument=ground.instruments[about.order] if about.order else None,
                words=words_of(notice),
                until_on=notice.until_on,
                changed_at=notice.changed_at,
                changed_by=notice.changed_by,
                versions=versions.get(notice.pk, ()),
                public=public.get(notice.slug),
            )
        )
    return tuple(rows)


def _in_order(rows: Iterable[NoticeRow]) -> tuple[NoticeRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.shown.from_at.timestamp(), row.profile.code, row.slug)))
