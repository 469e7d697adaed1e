"""An office's notices as an Atom feed (RFC 4287): entries that no longer hold stay and say so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import get_language

from serambi.counters.common.notice_answers import NoticeView, notice_view
from serambi.counters.portal.pages.notices import public_url
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.notices import public_notices

MOST_ENTRIES = 50
NAME = "https://serambi/notices/{language}/{office}/{notice}"
"""What ids are made of. It names no host, so a feed that moves keeps its ids and readers show nothing twice."""


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    url: str
    view: NoticeView


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`updated_at` is when any entry last became otherwise; the Unix epoch before the first."""

    id: str
    url: str
    site: str
    updated_at: datetime
    entries: tuple[Entry, ...]


def feed_page(at: AtOffice) -> FeedPage:
    rows = public_notices(office=at.code, now=at.now)[:MOST_ENTRIES]
    prefix = "/en" if _language() == "en" else ""
    site = f"{settings.PUBLIC_URL}{prefix}/{at.code}/notices/"
    return FeedPage(
        id=_id(at.code, ""),
        url=f"{site}feed.xml",
        site=site,
        updated_at=max((row.updated_at for row in rows), default=datetime.fromtimestamp(0, at.now.tzinfo)),
        entries=tuple(Entry(_id(at.code, row.slug), public_url(row), notice_view(row)) for row in rows),
    )


def _id(office: str, notice: str) -> str:
    name = NAME.format(language=_language(), office=office, notice=notice)
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
