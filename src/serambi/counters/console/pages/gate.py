"""The gate: how full the hall is, what is measured, who may come without a booking, and what came of the last scan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.counters.common import words
from serambi.counters.common.dates import date_text
from serambi.counters.common.refusals import sentence
from serambi.counters.console.pages.place import AtOffice
from serambi.counters.console.passages import IN, OUT, Passage
from serambi.records.queries.hall import HallRow, hall_state
from serambi.records.queries.orders import regime_of
from serambi.rules.gate import is_too_warm
from serambi.rules.policy import FEVER_OFFER_AFTER_DAYS
from serambi.rules.queueing import PRIORITY_KINDS
from serambi.rules.refusal import Refusal

OTHER_KINDS = ("lost", "damaged", "urgent")


@dataclass(frozen=True, slots=True)
class Kind:
    """A button for somebody without a booking."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the officer reads in one look: `kind` in, out or refused; the ticket or the no; then what to do.

    `may_book`: somebody without a booking was too warm, and the officer books another day for them.
    """

    kind: str
    headline: str
    ticket: str
    detail: str
    todo: str
    time: str
    may_leave: bool
    may_book: bool


@dataclass(frozen=True, slots=True)
class GatePage:
    """`limit_c` is empty while no temperature is measured; `result` None before the first scan."""

    hall: HallRow
    limit_c: str
    priority: tuple[Kind, ...]
    others: tuple[Kind, ...]
    result: Result | None


def gate_page(at: AtOffice, last: Passage | None) -> GatePage:
    hall = hall_state(office=at.code, now=at.now)
    regime = regime_of(office=at.code, on=at.today, known_at=at.now)
    assert hall is not None and regime is not None, at.code  # the office has just been read
    limit = regime.max_temperature_c
    return GatePage(
        hall=hall,
        limit_c=words.number_text(limit) if limit is not None else "",
        priority=tuple(_kind(kind) for kind in words.WALK_IN if kind in PRIORITY_KINDS),
        others=tuple(_kind(kind) for kind in OTHER_KINDS if regime.walk_in is None or kind in regime.walk_in),
        result=_result(last, at) if last else None,
    )


def too_warm_text(at: AtOffice, measured_c: Decimal | None) -> str:
    """What to do with a first measurement above the limit in force, with its value; empty when it is not above."""
    regime = regime_of(office=at.code, on=at.today, known_at=at.now)
    limit = regime.max_temperature_c if regime else None
    if measured_c is None or limit is None or not is_too_warm(measured_c, limit):
        return ""
    text = _(
        "Terukur %(measured)s °C, di atas batas %(limit)s °C. Ukur sekali lagi dan isi hasilnya; bila tetap di atas "
        "batas, orang ini tidak masuk dan waktu lain dicarikan."
    )
    return text % {"measured": words.number_text(measured_c), "limit": words.number_text(limit)}


def _kind(code: str) -> Kind:
    return Kind(code, words.word(words.WALK_IN, code))


def _result(last: Passage, at: AtOffice) -> Result:
    headline, detail, todo = _said(last, at)
    may_leave = last.refusal == "visit.arrived_already" and bool(last.ticket)
    time = at.time(datetime.fromisoformat(last.at))
    may_book = last.refusal == "visitor.too_warm" and not last.code
    return Result(last.kind, headline, last.ticket, detail, todo, time, may_leave, may_book)


def _said(last: Passage, at: AtOffice) -> tuple[str, str, str]:
    if last.kind == IN:
        people = _("%(people)s orang masuk.") % {"people": last.people}
        return pgettext("gerbang", "Masuk"), people, _("Berikan tiket ini. Giliran dipanggil di papan antrean.")
    if last.kind == OUT:
        return pgettext("gerbang", "Keluar"), _("Sudah dicatat keluar."), ""
    refusal = Refusal(last.refusal, None, last.facts)
    match last.refusal:
        case "booking.not_found":
            return _("Tidak masuk"), _("Tidak ada jadwal dengan kode itu di kantor ini."), _not_found()
        case "booking.not_live":
            return _("Tidak masuk"), _("Jadwal ini sudah tidak berlaku."), _("Bantu memesan jadwal baru.")
        case "visit.other_day":
            day = date_text(date.fromisoformat(str(last.facts["on"])))
            return _("Tidak masuk"), _("Jadwalnya %(day)s.") % {"day": day}, sentence(refusal)
        case "visit.too_early":
            time = at.time(datetime.fromisoformat(str(last.facts["start_at"])))
            return _("Belum waktunya"), _("Jadwalnya pukul %(time)s.") % {"time": time}, sentence(refusal)
        case "visit.arrived_already" if last.ticket:
            inside = _("Di dalam dengan tiket %(ticket)s.") % {"ticket": last.ticket}
            return _("Sudah masuk"), inside, _("Bila orangnya hendak keluar, tekan Catat keluar.")
        case "visitor.too_warm":
            return _("Tidak masuk"), sentence(refusal), _after_fever(last, at)
        case "hall.closed":
            return pgettext("gerbang", "Sudah ditutup"), sentence(refusal), _if_closed_too_early()
        case "hall.full":
            return _("Tunggu di luar"), sentence(refusal), _turn_is_kept() if last.code else ""
    return _("Tidak masuk"), sentence(refusal), ""


def _turn_is_kept() -> str:
    return _("Kedatangannya sudah dicatat: jadwal dan gilirannya tetap. Pindai lagi begitu ada yang keluar.")


def _if_closed_too_early() -> str:
    return _("Bila ditutup terlalu awal, buka kembali di Penutupan.")


def _not_found() -> str:
    return _("Periksa lagi kode dan kantornya, atau cari namanya di daftar hari.")


def _after_fever(last: Passage, at: AtOffice) -> str:
    if last.code:
        return _("Waktu lain sudah dicarikan dan dikabarkan; kode bookingnya tetap. Sarankan berobat.")
    day = date_text(at.today + timedelta(days=FEVER_OFFER_AFTER_DAYS))
    return _(
        "Sarankan berobat. Pesankan hari lain sekarang juga, tidak sebelum %(day)s. Yang prioritas boleh juga datang "
        "lagi tanpa jadwal sesudah sehat."
    ) % {"day": day}
