"""The replies under a notice as everybody reads them: plain text, newest first, the office's answers below."""

from dataclasses import dataclass

from serambi.counters.common.words import in_language
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.replies import ShownReplies, ShownReply, replied_to, shown_replies

UNDER_A_NOTICE, ON_A_PAGE = 10, 50


@dataclass(frozen=True, slots=True)
class NoticeRepliedTo:
    """The notice that a reply is about: its part of the address, and its title in the language of the page."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class ReplyInWords:
    """A reply as it is shown; `answer` and `answered` are empty while the office has not answered."""

    code: str
    name: str
    text: str
    sent: str
    answer: str
    answered: str


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """`older` is where the next ones begin, None when these are all."""

    replies: tuple[ReplyInWords, ...]
    older: str | None


def notice_replied_to(at: AtOffice, notice: str) -> NoticeRepliedTo | None:
    title = replied_to(office=at.code, notice=notice, now=at.now)
    return None if title is None else NoticeRepliedTo(notice, in_language(title))


def replies_under_notice(at: AtOffice, notice: str) -> RepliesPage:
    """The newest few, for the notice's own page; one question to the database."""
    return _page(at, shown_replies(office=at.code, notice=notice, most=UNDER_A_NOTICE))


def replies_page(at: AtOffice, notice: str, start: str | None) -> RepliesPage:
    """Those from the one with the code `start` on, None: from the newest."""
    return _page(at, shown_replies(office=at.code, notice=notice, at=start, most=ON_A_PAGE))


def _page(at: AtOffice, shown: ShownReplies) -> RepliesPage:
    return RepliesPage(tuple(_in_words(at, each) for each in shown.replies), shown.older)


def _in_words(at: AtOffice, reply: ShownReply) -> ReplyInWords:
    return ReplyInWords(
        code=reply.code,
        name=reply.name,
        text=reply.text,
        sent=at.moment(reply.sent_at),
        answer=reply.answer,
        answered=at.moment(reply.answered_at) if reply.answered_at else "",
    )
