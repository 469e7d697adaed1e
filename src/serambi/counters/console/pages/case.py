"""A case as the officer sees it, with what can be done next."""

from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext as _

from serambi.counters.common import case_words
from serambi.counters.common.dates import date_text, day_text, moment_text
from serambi.counters.common.words import rupiah_text
from serambi.counters.console.forms.cases import FeesForm, HandoverForm, PauseForm, VoidSlipForm
from serambi.counters.console.pages.people import catalogue_words
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.cases import CaseRow, CaseStep
from serambi.records.queries.catalogue import fees_on, service_by_code
from serambi.rules.booking import Applicant
from serambi.rules.catalogue import Fee
from serambi.rules.promise import PauseReason
from serambi.rules.states import NEEDS_REASON, CaseEvent, CaseStage, events_from


@dataclass(frozen=True, slots=True)
class Button:
    """A step that may be taken now; one that needs a reason asks for it."""

    event: str
    said: str
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Happening:
    what: str
    reason: str
    at: str
    by_stage: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """`facts` are pairs of label and value; a form is None where it does not apply now."""

    case: CaseRow
    name: str
    stage: str
    is_late: bool
    time_left: str
    facts: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...]
    is_to_examine: bool
    has_slip: bool
    voiding: VoidSlipForm | None
    fees: FeesForm | None
    pause: PauseForm | None
    handover: HandoverForm | None
    history: tuple[Happening, ...]


def case_page(at: AtOffice, case: CaseRow, person: Applicant, sent: Form | None = None) -> CasePage:
    """The page of a case; `sent` is a form that was refused, shown again with its errors."""
    awaits_payment = case.stage is CaseStage.INTERVIEWED
    return CasePage(
        case=case,
        name=person.name,
        stage=case_words.stage_text(case.stage, case.is_free),
        is_late=case.is_overdue and case.is_open and case.stage is not CaseStage.READY,
        time_left=_time_left(case),
        facts=tuple(_facts(at, case, person)),
        buttons=_buttons(case),
        is_to_examine=case.is_to_be_examined,
        has_slip=awaits_payment and case.billing_code is not None,
        voiding=_void_form(case, sent) if awaits_payment and case.billing_code is not None else None,
        fees=_fees_form(at, case, sent) if awaits_payment and case.billing_code is None else None,
        pause=PauseForm() if case.is_open and not case.is_held else None,
        handover=HandoverForm() if case.stage is CaseStage.READY else None,
        history=tuple(_happening(at, step) for step in reversed(case.steps)),
    )


def fees_of(at: AtOffice, case: CaseRow) -> tuple[Fee, ...]:
    """The fees of the case's service that are valid on the office's today."""
    service, fees = service_by_code(code=case.service), fees_on(on=at.today)
    return tuple(fees[code] for code in service.fee_codes if code in fees) if service else ()


def _fees_form(at: AtOffice, case: CaseRow, sent: Form | None) -> FeesForm:
    return sent if isinstance(sent, FeesForm) else FeesForm(fees=fees_of(at, case))


def _void_form(case: CaseRow, sent: Form | None) -> VoidSlipForm:
    return (
        sent
        if isinstance(sent, VoidSlipForm)
        else VoidSlipForm(auto_id="void_%s", initial={"billing_code": case.billing_code})
    )


def _buttons(case: CaseRow) -> tuple[Button, ...]:
    """The steps that follow by the table and are an officer's to take; none but endings while one holds the case."""
    events = [event for event in events_from(case.stage) if event in case_words.BUTTONS]
    if case.is_to_be_examined:
        events = [event for event in events if event is not CaseEvent.INTERVIEW]
    if case.is_held:
        events = [event for event in events if event in (CaseEvent.RETURN, CaseEvent.WITHDRAW, CaseEvent.REFUSE)]
    return tuple(Button(str(event), str(case_words.BUTTONS[event]), event in NEEDS_REASON) for event in events)


def _time_left(case: CaseRow) -> str:
    if not case.is_open or case.stage is CaseStage.READY:
        return ""
    if case.is_paused:
        return _("waktu berhenti")
    if case.no_promise is not None:
        return _("tanpa hari janji")
    if case.waits_for_payment:
        return _("menunggu pembayaran pemohon")
    if case.days_left is None:
        return _("waktu belum berjalan")
    if case.days_left < 0:
        return _("terlambat %(days)s hari kerja") % {"days": -case.days_left}
    return _("sisa %(days)s hari kerja") % {"days": case.days_left}


def _facts(at: AtOffice, case: CaseRow, person: Applicant) -> list[tuple[str, str]]:
    names = catalogue_words()
    facts = [
        (_("Nama pemohon"), person.name),
        (_("Tanggal lahir"), date_text(person.born_on)),
        (_("Layanan"), names.services.get(case.service, case.service)),
        (_("Keperluan"), names.purposes.get(case.purpose, case.purpose)),
        (_("Diterima"), date_text(case.received_on)),
        (_("Dijanjikan"), day_text(case.promised_on) if case.promised_on else _not_promised(case)),
        (_("Menurut peraturan"), date_text(case.legal_on) if case.legal_on else "–"),
        (_("Menurut kebiasaan kantor"), date_text(case.practice_on) if case.practice_on else "–"),
    ]
    if case.billing_code and case.payable_until:
        facts.append((_("Kode billing"), case.billing_code))
        facts.append((_("Jumlah"), rupiah_text(case.amount_idr)))
        facts.append((_("Dapat dibayar sampai"), moment_text(case.payable_until, at.zone)))
    if case.stage is CaseStage.READY:
        last = day_text(case.collect_until) if case.collect_until else _("tidak gugur selama ditangguhkan")
        facts.append((_("Diambil paling lambat"), last))
    return facts


def _not_promised(case: CaseRow) -> str:
    return case_words.no_promise_text(case.no_promise) if case.no_promise else "–"


def _happening(at: AtOffice, step: CaseStep) -> Happening:
    reason = step.reason
    if step.event == "paused":
        reason = str(case_words.PAUSES[PauseReason(reason)])
    elif step.event == case_words.PROMISE_MOVED:
        reason = case_words.promise_moved_text(reason, step.promised_on)
    elif step.event == CaseEvent.LAPSE:
        reason = str(case_words.LAPSES.get(reason, reason))
    elif step.event == CaseEvent.COLLECT:
        reason = str(case_words.COLLECTORS.get(reason, reason))  # type: ignore[call-overload]  # a code is its own name
    elif step.event == CaseEvent.PAY:
        reason = ""
    said = case_words.step_text(step.event, step.reason)
    return Happening(said, reason, moment_text(step.at, at.zone), str(case_words.STAGES[step.stage]))
