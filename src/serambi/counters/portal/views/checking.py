"""The requirements check: purpose, then only what matters, then what to bring and what is still missing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.counters.portal.forms.booking import ChoiceForm
from serambi.counters.portal.forms.checking import ConditionsForm
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.pages import questions
from serambi.counters.portal.pages.checklist import checklist, conditions_of
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.records.queries.catalogue import service_by_code
from serambi.rules.catalogue import Service


@require_safe
def check(request: HttpRequest, office: str, service: str) -> HttpResponse:
    """Which question comes next follows from what the address says already."""
    at, known = office_or_404(office), service_by_code(code=service)
    if known is None or not known.documents:
        raise Http404
    choices = questions.purpose_choices(known.code)
    form = ChoiceForm(
        request.GET if "purpose" in request.GET or "asked" in request.GET else None,
        name="purpose",
        label=_("Untuk keperluan apa?"),
        choices=choices,
        missing=_("Pilih keperluan Anda."),
        hint=_("Dokumen yang dibawa bergantung pada keperluan."),
    )
    if not form.is_valid():
        return _show(request, at, known, "purpose", status=422 if form.errors else 200, form=form)
    purpose = form.cleaned_data["purpose"]
    asked = conditions_of(known, purpose, at.today)
    if asked and "answered" not in request.GET:
        return _show(request, at, known, "conditions", form=ConditionsForm(conditions=asked), purpose=purpose)
    return _list(request, at, known, purpose)


def _list(request: HttpRequest, at: AtOffice, service: Service, purpose: str) -> HttpResponse:
    conditions, at_hand = request.GET.getlist("when"), request.GET.getlist("have")
    page = checklist(service, purpose=purpose, on=at.today, conditions=conditions, at_hand=at_hand)
    told: dict[str, Any] = {"page": page, "purpose": purpose, "when": conditions}
    return _show(request, at, service, "list", is_checked="checked" in request.GET, **told)


def _show(
    request: HttpRequest, at: AtOffice, service: Service, step: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    errors = error_links(more["form"]) if "form" in more else []
    shown = {"office": at, "service": service, "here": "services", "errors": errors, **more}
    return render(request, f"portal/check/{step}.html", shown, status=status)
