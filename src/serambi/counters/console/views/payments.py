"""The bank's file of payments: load it whole, or see every fault."""

from dataclasses import dataclass
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.counters.common import case_words
from serambi.counters.common.bank_file import MOST_BYTES, read_bank_file
from serambi.counters.common.clock import now
from serambi.counters.console.case_door import let_load_payments
from serambi.counters.console.door import for_staff
from serambi.counters.console.forms.cases import BankFileForm
from serambi.counters.console.pages.place import at_office
from serambi.procedures.import_payments import Imported, import_payments
from serambi.records.queries.staff import StaffRow
from serambi.rules.payment import BankFault

WRONG = 422


@dataclass(frozen=True, slots=True)
class Unmatched:
    line: int
    code: str
    why: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def payments(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    let_load_payments(staff)
    form = BankFileForm(request.POST, request.FILES) if request.method == "POST" else BankFileForm()
    answer: dict[str, object] = {
        "staff": staff,
        "office": at_office(staff.office, now()) if staff.office else None,
        "here": "cases",
    }
    if not form.is_valid():
        return _show(request, answer, form, status=WRONG if form.errors else 200)
    sent: UploadedFile = form.cleaned_data["file"]
    if sent.size is None or sent.size > MOST_BYTES:
        form.add_error("file", _("File itu terlalu besar: paling besar 5 MB."))
        return _show(request, answer, form, status=WRONG)
    content = sent.read()
    read = read_bank_file(content)
    if read.faults:
        return _show(request, answer | {"faults": [_fault(each) for each in read.faults]}, form, status=WRONG)
    # Names of files are not taken in; by its digest it can be told whether a file at hand is the one that was loaded.
    name = f"sha256 {sha256(content).hexdigest()}"
    done = import_payments(lines=read.lines, file=name, now=now(), by=staff.username)
    return _show(request, answer | {"done": done, "unmatched": _unmatched(done)}, BankFileForm())


def _show(request: HttpRequest, answer: dict[str, object], form: BankFileForm, status: int = 200) -> HttpResponse:
    return render(request, "console/cases/payments.html", answer | {"form": form}, status=status)


def _fault(fault: BankFault) -> tuple[int, str]:
    return fault.line, str(case_words.BANK_FAULTS[fault.kind]) % {"value": fault.value}


def _unmatched(done: Imported) -> list[Unmatched]:
    return [Unmatched(each.line, each.billing_code, str(case_words.UNMATCHED[each.reason])) for each in done.unmatched]
