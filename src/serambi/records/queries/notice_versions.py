"""The versions of notices: which of them have come out, and which one is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from serambi.records.codec import from_json
from serambi.records.models import Notice, NoticeVersion
from serambi.rules.catalogue import Text
from serambi.rules.notice import Said, Words, comes_out


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One published version. `correction` is None for the first; `withdrawn_*` are None unless it was taken back."""

    number: int
    words: Words
    until_on: date | None
    correction: Text | None
    said: Said
    from_at: datetime
    made_at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_why: Text | None


def words_of(row: Notice | NoticeVersion) -> Words:
    """The words of a working copy or of a version."""
    return Words(Text(row.title_id, row.title_en), Text(row.body_id, row.body_en))


def versions_of(notices: Sequence[Notice]) -> Mapping[int, tuple[VersionRow, ...]]:
    """Every version of these notices, also those to come, by the notice's id, oldest first; one question."""
    if not notices:
        return {}
    found: dict[int, list[VersionRow]] = {}
    rows = NoticeVersion.objects.filter(notice__in=notices).select_related("withdrawal").order_by("notice_id", "number")
    for row in rows:
        found.setdefault(row.notice_id, []).append(version_row(row))
    return {notice: tuple(versions) for notice, versions in found.items()}


def version_row(row: NoticeVersion) -> VersionRow:
    """A version as a row, its withdrawal read with it."""
    withdrawal: Any = getattr(row, "withdrawal", None)
    return VersionRow(
        number=row.number,
        words=words_of(row),
        until_on=row.until_on,
        correction=Text(row.correction_id, row.correction_en) if row.correction_id else None,
        said=from_json(Said, row.said),
        from_at=row.from_at,
        made_at=row.made_at,
        by=row.by,
        withdrawn_at=withdrawal.at if withdrawal else None,
        withdrawn_why=Text(withdrawal.reason_id, withdrawal.reason_en) if withdrawal else None,
    )


def came_out(versions: Sequence[VersionRow], now: datetime) -> tuple[VersionRow, ...]:
    """Those of a notice's versions that somebody can have read by now."""
    return tuple(each for each in versions if each.from_at <= now and comes_out(each, versions))


def shown_version(versions: Sequence[VersionRow], now: datetime) -> VersionRow | None:
    """The one that stands under the notice's address, taken back or not; None before there is one."""
    return max(came_out(versions, now), key=newest, default=None)


def newest(version: VersionRow) -> tuple[datetime, int]:
    """The order in which versions stand under their notice's address: the last one is read."""
    return version.from_at, version.number
