"""What is in force and why, on any day, as known on any day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serambi.counters.portal.forms.orders import AsKnownForm
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.pages.orders import orders_page
from serambi.counters.portal.pages.place import office_or_404


def orders(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    today = {"on": f"{at.today}", "known_at": f"{at.today}"}
    form = AsKnownForm(today | {name: value for name, value in request.GET.items() if value})
    on, known_at = form.asked(at) if form.is_valid() else (at.today, at.now)
    shown = {
        "office": at,
        "form": form,
        "errors": error_links(form),
        "page": orders_page(at, on, known_at),
        "is_today": on == at.today,
        "here": "orders",
    }
    return render(request, "portal/orders.html", shown, status=200 if form.is_valid() else 422)
