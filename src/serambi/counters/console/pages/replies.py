"""Readers' replies as a moderator sees them: lists by state, and one with all that was decided."""

from dataclasses import dataclass

from serambi.counters.common.dates import moment_text
from serambi.counters.common.reply_words import DECISIONS, STATES
from serambi.counters.common.words import in_language, word
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.replies import ReplyRow, reply_counts, reply_list
from serambi.records.queries.reply_letters import can_be_told
from serambi.rules.reply import ReplyState

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to the replies of one state; `is_here` is the list that is shown."""

    state: str
    said: str
    number: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class ReplyInList:
    code: str
    name: str
    text: str
    title: str
    sent: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """`further` is the code at which the next page begins, None when this is the last."""

    tabs: tuple[Tab, ...]
    state: str
    replies: tuple[ReplyInList, ...]
    further: str | None


@dataclass(frozen=True, slots=True)
class DecisionInWords:
    what: str
    text: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """One reply; `can_be_answered` says that everybody sees it, `can_be_told` that its address was not forgotten."""

    code: str
    notice: str
    title: str
    name: str
    text: str
    state: str
    sent: str
    answer: str
    is_waiting: bool
    is_rejected: bool
    can_be_answered: bool
    can_be_told: bool
    decisions: tuple[DecisionInWords, ...]


def replies_page(at: AtOffice, state: ReplyState, start: str | None) -> RepliesPage:
    counts = reply_counts(office=at.code)
    tabs = tuple(Tab(each.value, word(STATES, each), counts[each], each is state) for each in ReplyState)
    found = reply_list(office=at.code, state=state, at=start, most=ON_A_PAGE)
    return RepliesPage(tabs, state.value, tuple(_in_list(at, each) for each in found.replies), found.further)


def reply_page(at: AtOffice, reply: ReplyRow) -> ReplyPage:
    return ReplyPage(
        code=reply.code,
        notice=reply.notice,
        title=in_language(reply.title),
        name=reply.name,
        text=reply.text,
        state=word(STATES, reply.state),
        sent=moment_text(reply.sent_at, at.zone),
        answer=reply.answer,
        is_waiting=reply.state is ReplyState.WAITING,
        is_rejected=reply.state is ReplyState.REJECTED,
        can_be_answered=reply.state is ReplyState.APPROVED,
        can_be_told=can_be_told(code=reply.code),
        decisions=tuple(
            DecisionInWords(word(DECISIONS, each.event), each.text, moment_text(each.at, at.zone), each.by)
            for each in reply.decisions
        ),
    )


def _in_list(at: AtOffice, reply: ReplyRow) -> ReplyInList:
    return ReplyInList(
        code=reply.code,
        name=reply.name,
        text=reply.text,
        title=in_language(reply.title),
        sent=moment_text(reply.sent_at, at.zone),
        is_answered=bool(reply.answer),
    )
