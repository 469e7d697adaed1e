"""A case as its applicant reads it: where it stands, what was promised, what stands still, and what comes next."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.counters.common import case_words
from serambi.counters.common.dates import date_text, day_text
from serambi.counters.common.words import rupiah_text
from serambi.counters.portal.pages.check import purpose_text, service_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.cases import CaseRow, CaseStep, PauseRow
from serambi.records.queries.forecasts import forecast_of
from serambi.rules.period import DayPeriod
from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseEvent, CaseStage

GOOD, BAD = (CaseStage.READY, CaseStage.COLLECTED), (CaseStage.RETURNED, CaseStage.REFUSED, CaseStage.LAPSED)
REASON_IS_PUBLIC = frozenset({CaseEvent.RETURN, CaseEvent.REFUSE, CaseEvent.REPRINT, "examined"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One step; `reason` is empty where none is told."""

    what: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class PausePeriod:
    reason: str
    days: str
    note: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What is paid at the bank; `code` in groups of five for reading aloud, `is_open` while it can be paid.

    `moved` says what a pause made of the time; empty where there was none since the interview.
    """

    code: str
    amount: str
    until: str
    is_open: bool
    moved: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """`kind` colours the panel: ok, wait, stop or empty. Texts are empty where there is nothing to say."""

    case: CaseRow
    kind: str
    stage: str
    next_step: str
    service: str
    purpose: str
    overdue: str
    promised: str
    foreseen: str
    received: str
    no_promise: str
    waits: str
    how_counted: str
    clocks: tuple[tuple[str, str], ...]
    forecast: str
    paused: str
    slip: Slip | None
    collect: str
    pauses: tuple[PausePeriod, ...]
    timeline: tuple[Happening, ...]


def case_page(at: AtOffice, case: CaseRow) -> CasePage:
    is_missed = case.is_out_of_reach and case.waits_for_payment
    return CasePage(
        case=case,
        kind=_kind(case),
        stage=case_words.stage_text(case.stage, case.is_free),
        next_step=_next_step(case),
        service=service_text(case.service),
        purpose=purpose_text(case.purpose),
        overdue=_overdue(at, case),
        promised=day_text(case.promised_on) if case.promised_on and case.is_open and not is_missed else "",
        foreseen=day_text(case.foreseen_on) if case.foreseen_on else "",
        received=date_text(case.received_on),
        no_promise=case_words.no_promise_text(case.no_promise) if case.no_promise and case.is_open else "",
        waits=_waits(at, case, is_missed),
        how_counted=_how_counted(case),
        clocks=_clocks(case),
        forecast=_forecast(at, case),
        paused=_paused(case, at.today),
        slip=_slip(at, case),
        collect=_collect(case),
        pauses=tuple(_period(pause) for pause in _lasting(case)),
        timeline=tuple(_happening(at, step) for step in reversed(case.steps)),
    )


def _kind(case: CaseRow) -> str:
    if case.stage in BAD or case.is_overdue:
        return "stop"
    if case.stage in GOOD:
        return "ok"
    return "wait" if case.is_paused or case.stage is CaseStage.INTERVIEWED else ""


def _next_step(case: CaseRow) -> str:
    if case.is_to_be_examined:
        return _("Pemeriksaan (BAP) di kantor, lalu wawancara.")
    if case.is_free and case.stage is CaseStage.INTERVIEWED:
        return str(case_words.FREE_NEXT)
    return str(case_words.NEXT_STEPS.get(case.stage, ""))


def _overdue(at: AtOffice, case: CaseRow) -> str:
    if not case.is_overdue or case.promised_on is None:
        return ""
    late = -(case.days_left or 0)
    if late == 0:
        return _("Kami terlambat. Dokumen ini dijanjikan selesai %(day)s.") % {"day": day_text(case.promised_on)}
    text = ngettext(
        "Kami terlambat. Dokumen ini dijanjikan selesai %(day)s; itu sudah lewat %(late)s hari kerja.",
        "Kami terlambat. Dokumen ini dijanjikan selesai %(day)s; itu sudah lewat %(late)s hari kerja.",
        late,
    )
    return text % {"day": day_text(case.promised_on), "late": late}


def _waits(at: AtOffice, case: CaseRow, is_missed: bool) -> str:
    """What the applicant is waited for, and what becomes of the day that was named before."""
    if not case.waits_for_payment:
        return ""
    can_pay = case.payable_until is not None and at.now <= case.payable_until
    said = _("Berkas ini menunggu pembayaran Anda.") if can_pay else _("Pembayaran Anda belum kami terima.")
    if not is_missed or case.promised_on is None:
        return said
    text = _("Karena itu %(day)s tidak dapat ditepati; begitu pembayaran diterima, hari yang baru dihitung darinya.")
    return f"{said} {text % {'day': day_text(case.promised_on)}}"


def _how_counted(case: CaseRow) -> str:
    if case.promised_on is None or not case.is_open:
        return ""
    if case.is_free:
        return _("Dihitung dalam hari kerja menurut kalender yang dikenal pada hari itu; tidak ada yang harus dibayar.")
    if case.paid_on is None:
        return _("Dihitung dari wawancara. Begitu pembayaran diterima, hari janjinya dihitung dari pembayaran.")
    return _("Dihitung dari pembayaran, dalam hari kerja menurut kalender yang dikenal pada hari itu.")


def _clocks(case: CaseRow) -> tuple[tuple[str, str], ...]:
    running = _("berhenti sementara") if case.is_paused else _("belum mulai")
    none = _("tidak ditentukan untuk layanan ini")

    def until(due_on: object, has_begun: bool) -> str:
        if due_on is not None:
            return day_text(due_on)  # type: ignore[arg-type]  # a day, as the row says
        return none if case.no_promise or (has_begun and not case.is_paused) else running

    return (
        (_("Menurut peraturan, dihitung dari wawancara"), until(case.legal_on, case.interviewed_on is not None)),
        (_("Menurut kebiasaan kantor, dihitung dari pembayaran"), until(case.practice_on, case.paid_on is not None)),
    )


def _forecast(at: AtOffice, case: CaseRow) -> str:
    found = forecast_of(case=case, now=at.now)
    if found is None:
        return ""
    text = _("Perkiraan: antara %(first)s dan %(last)s, seperti delapan dari sepuluh dari %(cases)s berkas terakhir.")
    return text % {"first": date_text(found.from_on), "last": date_text(found.until_on), "cases": found.cases}


def _paused(case: CaseRow, today: date) -> str:
    if not case.is_paused:
        return ""
    pause = next(each for each in _lasting(case) if DayPeriod(each.from_on, each.until_on).covers(today))
    reason = str(case_words.PAUSES[PauseReason(pause.reason)])
    text = _("Penghitungan waktu berhenti sejak %(day)s: %(reason)s. Hari-hari itu tidak dihitung.")
    return text % {"day": date_text(pause.from_on), "reason": f"{reason} ({pause.order})" if pause.order else reason}


def _slip(at: AtOffice, case: CaseRow) -> Slip | None:
    if case.billing_code is None or case.payable_until is None or case.stage is not CaseStage.INTERVIEWED:
        return None
    code = case.billing_code
    grouped = " ".join(code[start : start + 5] for start in range(0, len(code), 5))
    until, is_open = at.moment(case.payable_until), at.now <= case.payable_until
    return Slip(grouped, rupiah_text(case.amount_idr), until, is_open, _moved(case) if is_open else "")


def _moved(case: CaseRow) -> str:
    if case.is_held:
        return _("Batas ini ikut mundur selama penghitungan waktu berhenti; Anda boleh membayar sekarang.")
    since_interview = dropwhile(lambda step: step.event != CaseEvent.INTERVIEW, case.steps)
    if any(step.event == "resumed" for step in since_interview):
        return _("Batas ini sudah mundur selama waktu yang tadi berhenti.")
    return ""


def _collect(case: CaseRow) -> str:
    if case.stage is not CaseStage.READY:
        return ""
    if case.collect_until is None:
        return _("Selama aturan yang berlaku menangguhkannya, dokumen tidak gugur bila terlambat diambil.")
    return _("Ambil paling lambat %(day)s; sesudah itu permohonan gugur.") % {"day": day_text(case.collect_until)}


def _happening(at: AtOffice, step: CaseStep) -> Happening:
    reason = ""
    if step.event == "paused":
        reason = str(case_words.PAUSES[PauseReason(step.reason)])
    elif step.event == case_words.PROMISE_MOVED:
        reason = case_words.promise_moved_text(step.reason, step.promised_on)
    elif step.event == CaseEvent.LAPSE:
        reason = str(case_words.LAPSES.get(step.reason, step.reason))
    elif step.event == CaseEvent.COLLECT:
        reason = str(case_words.COLLECTORS.get(step.reason, ""))  # type: ignore[call-overload]  # a code is its own name
    elif step.event in REASON_IS_PUBLIC:
        reason = step.reason
    return Happening(case_words.step_text(step.event, step.reason), reason, at.moment(step.at))


def _lasting(case: CaseRow) -> list[PauseRow]:
    """The pauses without those that began and ended on one day: they stopped nothing."""
    return [pause for pause in case.pauses if pause.from_on != pause.until_on]


def _period(pause: PauseRow) -> PausePeriod:
    """With the last day that does not count."""
    first, last = date_text(pause.from_on), _("sekarang")
    if pause.until_on is not None:
        last = date_text(pause.until_on - timedelta(days=1))
    days = first if first == last else _("%(first)s sampai %(last)s") % {"first": first, "last": last}
    return PausePeriod(str(case_words.PAUSES[PauseReason(pause.reason)]), days, pause.order or pause.note)
