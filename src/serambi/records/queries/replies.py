"""Replies to notices: those that everybody may read, and for the office those to judge. Never an e-mail address."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from serambi.records.models import Notice, NoticeVersion, Reply
from serambi.records.queries.notice_versions import VersionRow, shown_version, version_row
from serambi.records.sealing import unseal
from serambi.rules.catalogue import Text
from serambi.rules.reply import ReplyState


@dataclass(frozen=True, slots=True)
class ShownReply:
    """An approved reply as everybody reads it: plain text. `answer` is the office's, empty while there is none."""

    code: str
    name: str
    text: str
    sent_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownReplies:
    """Replies, newest first; `older` is the code of the first of those that follow, None when none do."""

    replies: tuple[ShownReply, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a reply: `event` approved, rejected (`text` says why) or answered (`text` is the answer)."""

    event: str
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply as a moderator reads it; `decisions` are the oldest first, empty in a list."""

    code: str
    office: str
    notice: str
    title: Text
    name: str
    text: str
    state: ReplyState
    sent_at: datetime
    answer: str
    answered_at: datetime | None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyList:
    """Replies of one state; `further` is the code of the first that follows, None when none does."""

    replies: tuple[ReplyRow, ...]
    further: str | None


def shown_replies(*, office: str, notice: str, at: str | None = None, most: int) -> ShownReplies:
    """The approved replies to a notice (its slug), newest first, from the one with the code `at` on.

    Asks the database once, however many there are. An `at` that is not there gives none.
    """
    rows = Reply.objects.filter(notice__office__code=office, notice__slug=notice, state=ReplyState.APPROVED)
    if at is not None:
        rows = rows.filter(pk__lte=Reply.objects.filter(code=at).values("pk"))
    fields = ("code", "shown_name", "shown_text", "sent_at", "answer", "answered_at")
    found = [ShownReply(*row) for row in rows.order_by("-pk").values_list(*fields)[: most + 1]]
    return ShownReplies(tuple(found[:most]), found[most].code if len(found) > most else None)


def replies_changed_at(*, office: str, notice: str) -> datetime | None:
    """When what is shown of the replies to a notice last changed (aware UTC); None while nobody judged any."""
    rows = Reply.objects.filter(notice__office__code=office, notice__slug=notice)
    changed_at: datetime | None = rows.aggregate(at=Max("judged_at"))["at"]
    return changed_at


def replied_to(*, office: str, notice: str, now: datetime) -> Text | None:
    """The title of a notice that takes replies; None when it is not published, so that nobody can have read it."""
    found = _out(office, notice, now)
    return None if found is None else found[1].words.title


def notice_for_reply(*, office: str, notice: str, now: datetime) -> Notice | None:
    """The row of a notice that takes replies; None when it is not published. For the transaction that adds one."""
    found = _out(office, notice, now)
    return None if found is None else found[0]


def reply_list(*, office: str, state: ReplyState, at: str | None = None, most: int) -> ReplyList:
    """The replies of one state at an office, from the one with the code `at` on; those to judge oldest first, the
    judged ones newest first. Asks the database once. Raises SealBroken.

    It shows names that nobody has approved: whoever shows it notes the view in the ledger.
    """
    is_waiting = state is ReplyState.WAITING
    rows = _rows().filter(office__code=office, state=state)
    if at is not None:
        start = Reply.objects.filter(code=at).values("pk")
        rows = rows.filter(pk__gte=start) if is_waiting else rows.filter(pk__lte=start)
    found = list(rows.order_by("pk" if is_waiting else "-pk")[: most + 1])
    return ReplyList(tuple(_row(each) for each in found[:most]), found[most].code if len(found) > most else None)


def reply_counts(*, office: str) -> dict[ReplyState, int]:
    """How many replies an office has in each state."""
    counted = Reply.objects.filter(office__code=office).order_by().values_list("state").annotate(Count("pk"))
    found = {ReplyState(state): number for state, number in counted}
    return {state: found.get(state, 0) for state in ReplyState}


def reply_of_office(*, code: str, office: str | None) -> ReplyRow | None:
    """One reply with its decisions, of an office or (None) of any; None when it is not there.

    Whoever shows it notes the view in the ledger. Raises SealBroken.
    """
    rows = _rows().filter(code=code)
    reply = (rows if office is None else rows.filter(office__code=office)).first()
    if reply is None:
        return None
    decisions = reply.decisions.order_by("pk").values_list("event", "text", "at", "by")
    return _row(reply, tuple(Decision(*each) for each in decisions))


def _out(office: str, notice: str, now: datetime) -> tuple[Notice, VersionRow] | None:
    """A notice with the version that the public reads; None before there is one, and once that one was taken back."""
    rows = list(
        NoticeVersion.objects.filter(notice__office__code=office, notice__slug=notice).select_related(
            "notice", "withdrawal"
        )
    )
    shown = shown_version([version_row(row) for row in rows], now)
    return None if shown is None or shown.withdrawn_at is not None else (rows[0].notice, shown)


def _rows() -> QuerySet[Reply]:
    return Reply.objects.select_related("notice", "office")


def _row(reply: Reply, decisions: tuple[Decision, ...] = ()) -> ReplyRow:
    sent = unseal(reply.sealed)
    return ReplyRow(
        code=reply.code,
        office=reply.office.code,
        notice=reply.notice.slug,
        title=Text(reply.notice.title_id, reply.notice.title_en),
        name=sent["name"],
        text=sent["text"],
        state=ReplyState(reply.state),
        sent_at=reply.sent_at,
        answer=reply.answer,
        answered_at=reply.answered_at,
        decisions=decisions,
    )
