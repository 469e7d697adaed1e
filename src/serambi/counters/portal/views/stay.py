"""The permit date check for foreigners. Asked by GET: it changes nothing and keeps nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serambi.counters.common import clock
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.forms.stay import StayForm
from serambi.counters.portal.pages.stay import stay_page
from serambi.rules.permit import Stay


@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    form = StayForm(request.GET if "asked" in request.GET else None)
    page = None
    if form.is_valid():
        told = form.cleaned_data
        page = stay_page(Stay(told["permit"], told["until_on"], told["where"] == "abroad"), clock.now())
    shown = {"form": form, "errors": error_links(form), "page": page}
    return render(request, "portal/stay.html", shown, status=422 if form.errors else 200)
