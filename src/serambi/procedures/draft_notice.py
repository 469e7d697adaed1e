"""Draft a notice and work on it, before anybody else reads it."""

from datetime import date, datetime

from django.utils.text import slugify

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.notices import ground_at, lock_notice, note, put_words, refuse_to_speak
from serambi.records.models import InstrumentRow, Notice, Office
from serambi.rules.notice import About, NoticeKind, Words
from serambi.rules.refusal import Refusal, Refused

MOST_SLUG_CHARACTERS = 60
NEVER = frozenset({"new"})
"""Names that addresses of the console need for themselves."""
OTHERWISE = "pengumuman"
"""The address of a notice whose title has no letter that fits into one."""


def draft_notice(
    *, office: str, about: About, words: Words, until_on: date | None, now: datetime, by: str, head_of: str | None
) -> str:
    """Keep a new working copy; gives its name in addresses, made from the Indonesian title, which never changes.

    `by` is whom the counter has let in; `head_of` None means a member of the directorate, else the office whose head
    writes. Raises Busy, OutcomeUnknown, and Refused: `notice.not_competent`, `office.unknown`, `instrument.unknown`.
    Source: docs/rules.md, notices.
    """
    with durable_transaction():
        refuse_to_speak(office, head_of)
        ground_at(office, now)
        # The lock makes two drafts with one title wait for each other, so that each gets a name.
        row = Office.objects.select_for_update().get(code=office)
        notice = Notice(office=row, kind=about.kind, slug=_free_slug(row, words.title.id), until_on=until_on)
        notice.order, notice.asked = _order(about), _asked(about)
        notice.made_at = notice.changed_at = now
        notice.made_by = notice.changed_by = by
        put_words(notice, words)
        notice.save()
        note("drafted", notice, now=now, by=by, kind=str(about.kind), order=about.order)
        return notice.slug


def edit_notice(
    *, office: str, slug: str, words: Words, until_on: date | None, now: datetime, by: str, head_of: str | None
) -> None:
    """Change the working copy; what has been published stays as it is until the next version.

    Raises as draft_notice, and Refused: `notice.unknown`.
    """
    with durable_transaction():
        refuse_to_speak(office, head_of)
        notice = lock_notice(office, slug)
        put_words(notice, words)
        notice.until_on, notice.changed_at, notice.changed_by = until_on, now, by
        notice.save()
        note("edited", notice, now=now, by=by)


def _order(about: About) -> InstrumentRow | None:
    if about.kind is not NoticeKind.ORDER:
        return None
    row = InstrumentRow.objects.filter(number=about.order).first()
    if row is None:
        raise Refused(Refusal("instrument.unknown", "order", {"number": about.order or ""}))
    return row


def _asked(about: About) -> dict[str, str]:
    if about.kind is NoticeKind.FIGURES:
        return dict(about.figures or {})
    return {"on": str(about.on)} if about.on else {}


def _free_slug(office: Office, title: str) -> str:
    # A comma or point between two digits would vanish, and 91,4 become 914.
    wish = slugify(title.replace(",", " ").replace(".", " "))[:MOST_SLUG_CHARACTERS].strip("-") or OTHERWISE
    taken = NEVER | set(Notice.objects.filter(office=office, slug__startswith=wish).values_list("slug", flat=True))
    number = 1
    slug = wish
    while slug in taken:
        number += 1
        slug = f"{wish}-{number}"
    return slug
