"""What every change of a notice begins with: who may speak, the notice in hand, and its versions. In the caller's
transaction."""

from datetime import datetime

from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.live import announce_hall
from serambi.records.models import Notice, NoticeVersion
from serambi.records.queries.notice_ground import Ground, ground_of
from serambi.records.queries.notice_versions import versions_of
from serambi.records.queries.offices import office_profile
from serambi.rules.notice import Words, comes_out, why_not_speak
from serambi.rules.refusal import Refusal, Refused

UNKNOWN = Refusal("notice.unknown", "notice")


def refuse_to_speak(office: str, head_of: str | None) -> None:
    """Raises Refused: `notice.not_competent`."""
    refusal = why_not_speak(office, head_of)
    if refusal is not None:
        raise Refused(refusal)


def ground_at(office: str, now: datetime) -> Ground:
    """What notices of an office are measured against. Raises Refused: `office.unknown`."""
    profile = office_profile(code=office)
    if profile is None:
        raise Refused(Refusal("office.unknown", "office"))
    return ground_of(profile=profile, now=now)


def lock_notice(office: str, slug: str) -> Notice:
    """The notice, locked, with its order. Raises Refused: `notice.unknown`."""
    notices = Notice.objects.select_for_update(of=("self",)).select_related("order", "office")
    notice = notices.filter(office__code=office, slug=slug).first()
    if notice is None:
        raise Refused(UNKNOWN)
    return notice


def newest_version(notice: Notice) -> NoticeVersion | None:
    """The version that is out or to come; None when there is none, or the last one that came out was taken back."""
    versions = versions_of([notice]).get(notice.pk, ())
    last = max((each for each in versions if comes_out(each, versions)), key=lambda each: each.number, default=None)
    if last is None or last.withdrawn_at is not None:
        return None
    return notice.versions.get(number=last.number)


def put_words(row: Notice | NoticeVersion, words: Words) -> None:
    """Write words into a row that is not yet saved."""
    row.title_id, row.title_en = words.title.id, words.title.en
    row.body_id, row.body_en = words.body.id, words.body.en


def note(action: str, notice: Notice, *, now: datetime, by: str, **facts: object) -> None:
    """One ledger row about a notice, and word to the boards of its office."""
    office = notice.office.code
    write_ledger(f"notice.{action}", f"{office}/{notice.slug}", now=now, by=by, office=office, facts=facts)
    announce_hall(office)
