"""The call list of an office in words: whom to call, what to say, and until when."""

import secrets
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from serambi.counters.common.dates import moment_text
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.call_list import CallRow, call_list
from serambi.rules.calling import CallReason

REASONS = {
    CallReason.OFFER: gettext_lazy(
        "Jadwalnya semula tidak dapat dilayani; waktu lain disimpan. Tanyakan: diterima, ditolak, atau menunggu?"
    ),
    CallReason.CALLED_OFF: gettext_lazy("Kunjungannya ditiadakan; tempatnya dalam daftar tunggu tetap ada."),
    CallReason.EXPIRED: gettext_lazy("Waktu yang disimpan sudah dilepas; ia tetap dalam daftar tunggu."),
    CallReason.INVITED: gettext_lazy("Ada tempat dari daftar tunggu. Tanyakan: diterima, ditolak, atau menunggu?"),
    CallReason.RESTORED: gettext_lazy("Jadwalnya semula berlaku lagi."),
    CallReason.URGENCY_REJECTED: gettext_lazy(
        "Alasan mendesaknya tidak diterima; tempatnya dilepas dan ia dalam daftar tunggu."
    ),
}
ASKING = frozenset({CallReason.OFFER, CallReason.INVITED})


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `phone` is empty when none was left, `slot` and `until` where there is none. `key` makes a form that

    is sent twice count once.
    """

    code: str
    name: str
    phone: str
    says: str
    slot: str
    until: str
    is_urgent: bool
    is_vulnerable: bool
    is_wrong_number: bool
    tries: int
    asks: bool
    key: str


def calls_page(at: AtOffice) -> tuple[Call, ...]:
    return tuple(_call(row, at.zone) for row in call_list(office=at.code, now=at.now))


def new_key() -> str:
    return secrets.token_hex()


def _call(row: CallRow, zone: str) -> Call:
    call = row.call
    return Call(
        code=call.code,
        name=row.name,
        phone=row.phone or "",
        says=str(REASONS[call.reason]),
        slot=moment_text(call.slot_at, zone) if call.slot_at else "",
        until=moment_text(call.deadline_at, zone) if call.deadline_at else "",
        is_urgent=call.is_urgent,
        is_vulnerable=call.is_vulnerable,
        is_wrong_number=call.is_wrong_number,
        tries=call.tries,
        asks=call.reason in ASKING,
        key=new_key(),
    )
