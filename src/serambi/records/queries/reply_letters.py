"""What the message about an office's answer says, and to which address: for who sends the outbox and who answers."""

from dataclasses import dataclass

from serambi.records.models import Message
from serambi.records.reply_addresses import address_of, has_address
from serambi.records.sealing import unseal
from serambi.rules.catalogue import Text


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """Word to one replier. `message_id` is the outbox row's, `language` "id" or "en", `notice` the address part and
    `title` the words of what they replied to; `answer` is plain text in lines."""

    message_id: int
    kind: str
    language: str
    to: str
    name: str
    code: str
    office: str
    office_code: str
    notice: str
    title: Text
    answer: str


def can_be_told(*, code: str) -> bool:
    """Whether a replier can still be told of an answer: their address was not forgotten yet."""
    return has_address(code=code)


def reply_letter_of(*, message_id: int) -> ReplyLetter | None:
    """The letter of an outbox row that speaks of a reply; None for any other, and once the address was forgotten.

    Asks the database twice. Raises SealBroken.
    """
    row = Message.objects.select_related("reply__notice", "office").get(pk=message_id)
    to = None if row.reply is None else address_of(row.reply)
    if row.reply is None or row.office is None or to is None:
        return None
    return ReplyLetter(
        message_id=row.pk,
        kind=row.kind,
        language=row.reply.language,
        to=to,
        name=unseal(row.reply.sealed)["name"],
        code=row.reply.code,
        office=row.office.name,
        office_code=row.office.code,
        notice=row.reply.notice.slug,
        title=Text(row.reply.notice.title_id, row.reply.notice.title_en),
        answer=row.reply.answer,
    )
