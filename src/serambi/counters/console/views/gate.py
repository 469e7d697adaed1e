"""The gate: scan, measure, let in or out."""

import secrets
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.counters.common.headers import permissions_policy
from serambi.counters.console.forms.gate import GateForm
from serambi.counters.console.hall_door import for_own_hall
from serambi.counters.console.pages.gate import gate_page, too_warm_text
from serambi.counters.console.pages.place import AtOffice
from serambi.counters.console.passages import IN, Passage, is_entrance, pass_through
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.staff import StaffRow

GATE, KEYS, LAST, KEYS_KEPT = "gate_name", "gate_keys", "gate_last", 20
FIRST_GATE = "utama"


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_hall
def gate(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    """An address with ?code= (a telephone's camera) fills the form and changes nothing; ?way=out is an exit."""
    if request.method == "POST":
        return _passed(request, staff, at)
    code = request.GET.get("code", "")
    initial = {"code": code, "gate": request.session.get(GATE, FIRST_GATE), "key": secrets.token_hex(8)}
    return _shown(request, staff, at, GateForm(initial=initial), status=200, keeps_result=not code)


def _passed(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    form = GateForm(request.POST)
    if not (form.is_valid() and _is_complete(form, at) and _is_sure(form, at)):
        return _shown(request, staff, at, form, status=422, keeps_result=False)
    asked = form.cleaned_data | {"gate": form.cleaned_data["gate"] or FIRST_GATE}
    keys = request.session.get(KEYS, [])
    if asked["key"] not in keys:  # the same form again, by a double click or "reload", lets nobody in twice
        try:
            request.session[LAST] = asdict(pass_through(asked, at, staff.username))
        except (Busy, OutcomeUnknown) as trouble:
            form.add_error(None, _trouble(trouble))
            return _shown(request, staff, at, form, status=503, keeps_result=False)
        request.session[KEYS] = [*keys, asked["key"]][-KEYS_KEPT:]
        request.session[GATE] = asked["gate"]
    return redirect(reverse("console:gate") + ("?way=out" if _is_exit(request) else ""))


def _is_exit(request: HttpRequest) -> bool:
    """At an exit Enter lets out, also by the booking code."""
    return request.GET.get("way") == "out"


def _is_complete(form: GateForm, at: AtOffice) -> bool:
    """Ask for what is still missing before anything is written: a code, or the temperature while a limit holds."""
    asked = form.cleaned_data
    is_walk_in = asked["passage"] not in ("", "enter", "leave")
    if not asked["code"].strip() and not is_walk_in:
        form.add_error("code", _("Pindai kode QR, atau ketik kode booking."))
    elif asked["code"].strip() and is_walk_in:
        form.add_error("code", _("Kode terisi: tekan Catat masuk, atau kosongkan kode untuk yang tanpa jadwal."))
    elif is_entrance(asked) and asked["temperature_c"] is None and gate_page(at, None).limit_c:
        form.add_error("temperature_c", _("Ukur suhu tubuh, isi angkanya, lalu tekan Enter."))
    return not form.errors


def _is_sure(form: GateForm, at: AtOffice) -> bool:
    """Above the limit somebody is measured twice, so that no slip of the finger takes their place from them."""
    asked = form.cleaned_data
    if not is_entrance(asked) or form.is_measured_twice:
        return True
    said = too_warm_text(at, asked["temperature_c"])
    if said:
        form.ask_again(said)
    return not said


def _trouble(trouble: Busy | OutcomeUnknown) -> str:
    if isinstance(trouble, Busy):
        return _("Sistem sedang sibuk dan belum mencatat apa pun. Tekan sekali lagi.")
    return _("Belum pasti tercatat. Lihat dahulu jumlah di dalam, lalu pindai lagi: yang sudah masuk akan disebut.")


def _shown(
    request: HttpRequest, staff: StaffRow, at: AtOffice, form: GateForm, *, status: int, keeps_result: bool
) -> HttpResponse:
    kept = request.session.get(LAST)
    is_exit = _is_exit(request)
    last = Passage(**kept) if kept and keeps_result and not (is_exit and kept["kind"] == IN) else None
    wrong = next((name for name in form.fields if name in form.errors), "code")
    form.fields[wrong].widget.attrs["autofocus"] = True
    answer = {"staff": staff, "office": at, "page": gate_page(at, last), "form": form, "is_exit": is_exit}
    page = render(request, "console/hall/gate.html", answer | {"here": "hall", "room": "gate"}, status=status)
    page.headers["Permissions-Policy"] = permissions_policy("camera")
    return page
