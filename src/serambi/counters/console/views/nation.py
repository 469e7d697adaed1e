"""Every office on one page, for the directorate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serambi.counters.common.clock import now
from serambi.counters.console.door import for_staff, let_into_nation
from serambi.counters.console.pages.nation import nation_page
from serambi.records.queries.staff import StaffRow


@require_safe
@for_staff
def nation(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    let_into_nation(staff)
    return render(request, "console/nation.html", {"staff": staff, "page": nation_page(now()), "here": "nation"})
