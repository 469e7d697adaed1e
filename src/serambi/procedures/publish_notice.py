"""Publish a notice, now or at a time to come: a version that nobody changes any more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.notices import (
    ground_at,
    lock_notice,
    newest_version,
    note,
    put_words,
    refuse_to_speak,
)
from serambi.records.codec import to_json
from serambi.records.models import Notice, NoticeVersion
from serambi.records.queries.notice_ground import Ground, said_now, standing_of
from serambi.records.queries.notice_versions import words_of
from serambi.records.queries.notices import about_of
from serambi.rules.catalogue import Text
from serambi.rules.notice import why_not_correct, why_not_from, why_not_publish
from serambi.rules.policy import NOTICE_AHEAD_DAYS
from serambi.rules.refusal import Refusal, Refused


def publish_notice(
    *,
    office: str,
    slug: str,
    from_at: datetime | None,
    correction: Text | None,
    now: datetime,
    by: str,
    head_of: str | None,
) -> int:
    """Publish the working copy as the next version; gives its number.

    `from_at` (aware UTC) is when it comes out, None: now. `correction` says to readers what was put right; the first
    version needs none. With it is kept the state it is measured against from now on. `head_of` as in draft_notice.

    Raises Busy, OutcomeUnknown, and Refused: `notice.not_competent`, `office.unknown`, `notice.unknown`, and the codes
    of rules.notice.why_not_publish, why_not_from and why_not_correct. Source: docs/rules.md, notices.
    """
    with durable_transaction():
        refuse_to_speak(office, head_of)
        ground = ground_at(office, now)
        notice = lock_notice(office, slug)
        comes_at = from_at or now
        refusal = _why_not(ground, notice, comes_at, correction)
        if refusal is not None:
            raise Refused(refusal)
        number = notice.versions.count() + 1
        version = NoticeVersion(notice=notice, number=number, until_on=notice.until_on, from_at=comes_at)
        version.said = to_json(said_now(ground, about_of(notice)))
        version.made_at, version.by = now, by
        put_words(version, words_of(notice))
        if correction is not None and number > 1:
            version.correction_id, version.correction_en = correction.id, correction.en
        version.save()
        note("published", notice, now=now, by=by, version=number, from_at=comes_at.isoformat())
        return number


def _why_not(ground: Ground, notice: Notice, comes_at: datetime, correction: Text | None) -> Refusal | None:
    words, newest = words_of(notice), newest_version(notice)
    from_on = comes_at.astimezone(ZoneInfo(ground.profile.time_zone)).date()
    stands = standing_of(ground, about_of(notice))
    return (
        why_not_from(comes_at, ground.now, NOTICE_AHEAD_DAYS)
        or why_not_publish(words, stands, until_on=notice.until_on, from_on=from_on)
        or why_not_correct(words_of(newest) if newest else None, words, correction)
    )
