"""Notices for tests: drafted from the state as the console drafts them, and published."""

from datetime import date, datetime

from serambi.counters.common.notice_drafts import drafted_of_day, drafted_of_figures, drafted_of_order
from serambi.procedures.draft_notice import draft_notice
from serambi.procedures.publish_notice import publish_notice
from serambi.records.queries.notice_ground import Ground, decline_about, ground_of
from serambi.records.queries.offices import office_profile
from serambi.rules.catalogue import Text
from serambi.rules.notice import About, NoticeKind, Words
from tests.factories import NOW

WORDS = Words(Text("Judul", "Title"), Text("Alinea satu.\n\nAlinea dua.", "Paragraph one.\n\nParagraph two."))
AUGUST = {
    "period": "2020-08",
    "baseline": "same-month-last-year",
    "measure": "applied",
    "weighting": "working-days",
    "group": "passport",
}


def ground(office: str = "serang", now: datetime = NOW) -> Ground:
    profile = office_profile(code=office)
    assert profile is not None
    return ground_of(profile=profile, now=now)


def drafted(about: About, now: datetime = NOW) -> Words:
    """The words that the console proposes."""
    here = ground(now=now)
    match about.kind:
        case NoticeKind.ORDER:
            return drafted_of_order(here, here.instruments[about.order or ""])
        case NoticeKind.FIGURES:
            found = decline_about(here, about)
            assert found is not None
            return drafted_of_figures(here, found)
    assert about.on is not None
    return drafted_of_day(here, about.on)


def draft(about: About, words: Words | None = None, *, until_on: date | None = None, now: datetime = NOW) -> str:
    return draft_notice(
        office="serang",
        about=about,
        words=words or drafted(about, now),
        until_on=until_on,
        now=now,
        by="kepala",
        head_of="serang",
    )


def publish(slug: str, *, from_at: datetime | None = None, correction: Text | None = None, now: datetime = NOW) -> int:
    return publish_notice(
        office="serang", slug=slug, from_at=from_at, correction=correction, now=now, by="kepala", head_of="serang"
    )


def published(about: About, words: Words | None = None, *, until_on: date | None = None, now: datetime = NOW) -> str:
    """A notice that is out; gives its name."""
    slug = draft(about, words, until_on=until_on, now=now)
    publish(slug, now=now)
    return slug


def about_order(number: str) -> About:
    return About(NoticeKind.ORDER, order=number)
