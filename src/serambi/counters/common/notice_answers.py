"""Notices as JSON-ready objects and as pages show them: one reading of the rows for every counter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from serambi.counters.common.answers import instant
from serambi.counters.common.dates import moment_text
from serambi.counters.common.decline_asking import parameters_of
from serambi.counters.common.decline_words import sentence
from serambi.counters.common.notice_words import (
    KINDS,
    LOOKS,
    STATES,
    Paragraph,
    headline,
    in_both,
    paragraphs,
    standing_lines,
    summary,
    withdrawn_text,
)
from serambi.counters.common.words import in_language, word
from serambi.records.queries.notice_versions import VersionRow
from serambi.records.queries.notices import NoticeRow
from serambi.rules.notice import NoticeState

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One published version, in words; `said` is its correction, or why it was taken back."""

    number: int
    when: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice in the language of the page. `paragraphs` are left out of one that was withdrawn; `recompute` are the
    parts of the address that works its figures out again, None where it tells none."""

    slug: str
    kind: str
    state: str
    mark: str
    look: str
    headline: str
    summary: str
    lines: tuple[str, ...]
    is_current: bool
    is_as_published: bool
    paragraphs: tuple[Paragraph, ...]
    sentence: str
    recompute: dict[str, str] | None
    published: str
    published_at: datetime
    updated: str
    updated_at: datetime
    versions: tuple[VersionLine, ...]


def notice_view(row: NoticeRow) -> NoticeView:
    zone = row.profile.time_zone
    is_withdrawn = row.state is NoticeState.WITHDRAWN
    return NoticeView(
        slug=row.slug,
        kind=word(KINDS, row.about.kind),
        state=str(row.state),
        mark=word(STATES, row.state),
        look=LOOKS.get(row.state, "stop"),
        headline=headline(row),
        summary=summary(row),
        lines=standing_lines(row),
        is_current=row.is_current,
        is_as_published=row.state in (NoticeState.IN_FORCE, NoticeState.COMING),
        paragraphs=() if is_withdrawn else paragraphs(in_language(row.shown.words.body)),
        sentence=sentence(row.found) if row.found and not is_withdrawn else "",
        recompute=parameters_of(row.found) if row.found and not is_withdrawn else None,
        published=moment_text(row.published_at, zone),
        published_at=row.published_at,
        updated=moment_text(row.updated_at, zone),
        updated_at=row.updated_at,
        versions=tuple(_version_line(row, version) for version in row.versions),
    )


def notice_path(row: NoticeRow) -> str:
    """The address of a notice's page on this site, in the default language."""
    return f"/{row.profile.code}/notices/{row.slug}/"


def notice_answer(row: NoticeRow) -> Answer:
    """One notice with everything in both languages; what no longer holds says so in `state`, `headline` and `now`."""
    version, is_withdrawn = row.shown, row.state is NoticeState.WITHDRAWN
    recompute = parameters_of(row.found) if row.found and not is_withdrawn else None
    return {
        "slug": row.slug,
        "kind": str(row.about.kind),
        "state": str(row.state),
        "current": row.is_current,
        "order": row.about.order,
        "title": {"id": version.words.title.id, "en": version.words.title.en},
        "headline": in_both(lambda: headline(row)),
        "body": None if is_withdrawn else {"id": version.words.body.id, "en": version.words.body.en},
        "now": in_both(lambda: list(standing_lines(row))),
        "changed": list(row.changes),
        "published_at": instant(row.published_at),
        "updated_at": instant(row.updated_at),
        "until": None if version.until_on is None else str(version.until_on),
        "versions": [_version_answer(each) for each in row.versions],
        "page": {"id": notice_path(row), "en": f"/en{notice_path(row)}"},
        "recompute": f"/{row.profile.code}/figures/decline/?{urlencode(recompute)}" if recompute else None,
    }


def _version_answer(version: VersionRow) -> Answer:
    correction = version.correction
    return {
        "number": version.number,
        "from_at": instant(version.from_at),
        "correction": {"id": correction.id, "en": correction.en} if correction else None,
        "withdrawn_at": instant(version.withdrawn_at) if version.withdrawn_at else None,
    }


def _version_line(row: NoticeRow, version: VersionRow) -> VersionLine:
    said = in_language(version.correction) if version.correction else _("Pertama kali diumumkan.")
    if version.withdrawn_at is not None:
        said = f"{said} {withdrawn_text(row, version)}"
    when = moment_text(version.from_at, row.profile.time_zone)
    return VersionLine(version.number, when, in_language(version.words.title), said)
