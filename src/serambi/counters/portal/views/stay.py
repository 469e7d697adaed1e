"""The permit date check for foreigners, which keeps nothing; and being told when the date changes, which asks first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common import clock
from serambi.counters.common.network import caller_address
from serambi.counters.portal import keyring
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.forms.stay import StayForm, TellingForm
from serambi.counters.portal.pages.stay import stay_page, today_there, told_stay_page
from serambi.counters.portal.views.confirming import BY, not_known
from serambi.procedures.end_stay import end_stay
from serambi.procedures.give_stay import give_stay
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.stays import stay_of_holder
from serambi.rules.refusal import Refused
from serambi.rules.stay import why_not_entry

WRONG, TOO_MANY = 422, 429


@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    form = StayForm(request.GET if "asked" in request.GET else None)
    now = clock.now()
    if form.is_valid() and (fault := why_not_entry(form.stay(), today_there(now))):
        form.add_fault(fault)
    page = stay_page(form.stay(), now) if form.is_valid() else None
    shown = {"form": form, "errors": error_links(form), "page": page, "asked": request.GET.urlencode()}
    return render(request, "portal/stay/check.html", shown, status=WRONG if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, TellingForm(initial=request.GET.dict()))
    form, address = TellingForm(request.POST), caller_address(request)
    if not form.is_valid():
        return _ask(request, form)
    try:
        given = give_stay(stay=form.stay(), holder=form.holder(), address=address, now=clock.now(), by=BY)
    except Refused as refused:
        form.add_fault(refused.refusal)
        return _ask(request, form, TOO_MANY if refused.refusal.code == "stay.too_many" else WRONG)
    except (Busy, OutcomeUnknown) as trouble:
        typed = {name: request.POST.get(name, "") for name in form.fields}
        return not_known(request, is_busy=isinstance(trouble, Busy), fields=typed)
    keyring.hold(request.session, {given.code: given.key})
    return redirect("portal:stay-told", given.code)


@require_safe
def told(request: HttpRequest, code: str) -> HttpResponse:
    if "key" in request.GET:
        keyring.hold(request.session, {code: request.GET["key"]})
        return redirect("portal:stay-told", code)
    found = stay_of_holder(code=code, key=keyring.held_secret(request.session, code))
    if found is None:
        return _nowhere(request)
    return render(request, "portal/stay/told.html", {"page": told_stay_page(found, clock.now())})


@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    if stay_of_holder(code=code, key=keyring.held_secret(request.session, code)) is None:
        return _nowhere(request)
    try:
        end_stay(code=code, now=clock.now(), by=BY)
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={})
    return render(request, "portal/stay/ended.html", {"language_page": reverse("portal:stay")})


def _ask(request: HttpRequest, form: TellingForm, status: int = WRONG) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "errors": error_links(form)}
    return render(request, "portal/stay/telling.html", shown, status=status if form.errors else 200)


def _nowhere(request: HttpRequest) -> HttpResponse:
    shown = {"language_page": reverse("portal:stay")}
    return render(request, "portal/stay/nowhere.html", shown, status=404)
