"""Follow a case by its number and a birth date."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from serambi.counters.common import clock
from serambi.counters.common.network import caller_address
from serambi.counters.common.refusals import sentence
from serambi.counters.portal.forms.cases import TrackForm
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.held_cases import hold_case, is_held
from serambi.counters.portal.pages.case import case_page
from serambi.counters.portal.pages.place import office_or_404
from serambi.counters.portal.views.confirming import not_known
from serambi.procedures.follow_case import follow_case
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.cases import case_of_office
from serambi.rules.refusal import Refused

BY, WRONG, TOO_MANY = "portal", 422, 429


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST if request.method == "POST" else None)
    status = WRONG if form.errors else 200
    if form.is_valid():
        number, born_on = form.cleaned_data["number"], form.cleaned_data["born_on"]
        try:
            address = caller_address(request)
            follow_case(number=number, born_on=born_on, address=address, now=clock.now(), by=BY)
        except (Busy, OutcomeUnknown) as trouble:
            typed = {name: request.POST.get(name, "") for name in form.fields}
            return not_known(request, is_busy=isinstance(trouble, Busy), fields=typed)
        except Refused as refused:
            status = TOO_MANY if refused.refusal.code == "tracking.too_many" else WRONG
            form.add_error(None, sentence(refused.refusal))
        else:
            hold_case(request.session, number)
            return redirect("portal:case", number)
    return render(request, "portal/cases/track.html", {"form": form, "errors": error_links(form)}, status=status)


@require_safe
def case(request: HttpRequest, case: str) -> HttpResponse:
    now = clock.now()
    found = case_of_office(number=case, office=None, now=now) if is_held(request.session, case) else None
    if found is None:
        shown = {"language_page": reverse("portal:cases")}
        return render(request, "portal/cases/nowhere.html", shown, status=404)
    at = office_or_404(found.office)
    return render(request, "portal/cases/case.html", {"office": at, "page": case_page(at, found)})
