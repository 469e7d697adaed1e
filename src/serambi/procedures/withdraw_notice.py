"""Withdraw a notice: its newest version is taken back, for a reason that the public reads."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.notices import lock_notice, newest_version, note, refuse_to_speak
from serambi.records.models import NoticeWithdrawal
from serambi.rules.catalogue import Text
from serambi.rules.refusal import Refusal, Refused


def withdraw_notice(*, office: str, slug: str, reason: Text, now: datetime, by: str, head_of: str | None) -> int:
    """Take back the newest version, published or still to come; gives its number.

    One that was out stays under its address and says that it was withdrawn, and why; one still to come never appears,
    and what is out stays out. `head_of` as in draft_notice. Raises Busy, OutcomeUnknown, and Refused:
    `notice.not_competent`, `notice.unknown`, `notice.not_out` (nothing is published or scheduled), `notice.no_reason`.
    """
    with durable_transaction():
        refuse_to_speak(office, head_of)
        notice = lock_notice(office, slug)
        version = newest_version(notice)
        if version is None:
            raise Refused(Refusal("notice.not_out"))
        for language in ("id", "en"):
            if not getattr(reason, language).strip():
                raise Refused(Refusal("notice.no_reason", f"reason_{language}"))
        NoticeWithdrawal.objects.create(version=version, reason_id=reason.id, reason_en=reason.en, at=now, by=by)
        note("withdrawn", notice, now=now, by=by, version=version.number)
        return version.number
