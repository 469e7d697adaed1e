"""Notices for the public: the list, one with its links to share, and what banners and boards say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import get_language

from serambi.counters.common.notice_answers import NoticeView, notice_path, notice_view
from serambi.counters.common.notice_words import headline, in_both, summary
from serambi.counters.portal.pages.linked_data import notice_data
from serambi.counters.portal.pages.place import AtOffice, short_name
from serambi.counters.portal.pages.replies import RepliesPage, replies_under_notice
from serambi.counters.portal.pages.share_picture import picture_mark
from serambi.records.queries.notices import (
    NoticeRow,
    current_notices,
    newest_notices,
    public_notice,
    public_notices,
)
from serambi.records.queries.replies import replies_changed_at
from serambi.rules.notice import NoticeState

BANNERS = 2
"""Notices that an office's page and board show; the list has all."""


@dataclass(frozen=True, slots=True)
class Banner:
    """A current notice of an office on another page."""

    office: str
    city: str
    view: NoticeView


@dataclass(frozen=True, slots=True)
class BoardNotice:
    """A current notice on the big screen: headline and, where it is not as published, what to know; by language."""

    headline: Mapping[str, str]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """Notices that hold or will, and those that no longer do; `updated_at` None before the first."""

    current: tuple[NoticeView, ...]
    over: tuple[NoticeView, ...]
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A plain link to a page of another site that shares this one."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice; `url` is the whole address, `picture` that of its share picture, `data` its linked data; `changed_at`
    is when it or the newest of its replies last became otherwise."""

    view: NoticeView
    url: str
    picture: str
    share: tuple[ShareLink, ...]
    data: Mapping[str, Any]
    replies: RepliesPage
    changed_at: datetime


def notices_page(at: AtOffice) -> NoticesPage:
    views = [notice_view(row) for row in public_notices(office=at.code, now=at.now)]
    return NoticesPage(
        current=tuple(view for view in views if view.is_current),
        over=tuple(view for view in views if not view.is_current),
        updated_at=max((view.updated_at for view in views), default=None),
    )


def notice_page(at: AtOffice, slug: str) -> NoticePage | None:
    """None where no such notice has come out."""
    row = public_notice(office=at.code, slug=slug, now=at.now)
    if row is None:
        return None
    view, url = notice_view(row), public_url(row)
    picture = f"{url}picture.png?{picture_mark(row)}"
    replied_at = replies_changed_at(office=at.code, notice=slug) or view.updated_at
    return NoticePage(
        view=view,
        url=url,
        picture=picture,
        share=share_links(url, view.headline),
        data=notice_data(row, url, picture),
        replies=replies_under_notice(at, slug),
        changed_at=max(view.updated_at, replied_at),
    )


def banners_of(at: AtOffice) -> tuple[Banner, ...]:
    """What the office's own page shows on top."""
    return tuple(_banner(row) for row in current_notices(office=at.code, now=at.now)[:BANNERS])


def banners_of_all(now: datetime) -> tuple[Banner, ...]:
    """What the list of offices shows on top."""
    return tuple(_banner(row) for row in newest_notices(now=now))


def board_notices(at: AtOffice) -> tuple[BoardNotice, ...]:
    """What the hall's board says on top, in both languages at once."""
    return tuple(_on_board(row) for row in current_notices(office=at.code, now=at.now)[:BANNERS])


def public_url(row: NoticeRow) -> str:
    """The whole address of a notice's page in the language of the page."""
    prefix = "/en" if (get_language() or "id").startswith("en") else ""
    return f"{settings.PUBLIC_URL}{prefix}{notice_path(row)}"


def share_links(url: str, text: str) -> tuple[ShareLink, ...]:
    """Plain links: nothing of these sites is loaded before somebody follows one."""
    return (
        ShareLink("WhatsApp", "https://wa.me/?" + urlencode({"text": f"{text} {url}"})),
        ShareLink("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})),
        ShareLink("X", "https://x.com/intent/post?" + urlencode({"text": text, "url": url})),
        ShareLink("Telegram", "https://t.me/share/url?" + urlencode({"url": url, "text": text})),
    )


def _banner(row: NoticeRow) -> Banner:
    return Banner(row.profile.code, short_name(row.profile.name), notice_view(row))


def _on_board(row: NoticeRow) -> BoardNotice:
    said = in_both(lambda: "" if row.state is NoticeState.IN_FORCE else summary(row))
    return BoardNotice(in_both(lambda: headline(row)), said)
