"""The door of the visit-day pages: for staff of one office, about that office's hall and no other."""

from functools import wraps

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from serambi.counters.common.clock import now
from serambi.counters.console.door import StaffView, for_staff
from serambi.counters.console.pages.place import at_office
from serambi.records.queries.staff import StaffRow


def for_own_hall(view: StaffView) -> StaffView:
    """A view of staff at their own hall: (request, staff, office at this instant). For the others it is not there."""

    @wraps(view)
    def entered(request: HttpRequest, staff: StaffRow, *args: object, **kwargs: object) -> HttpResponseBase:
        if staff.office is None:
            raise Http404
        return view(request, staff, at_office(staff.office, now()), *args, **kwargs)

    return for_staff(entered)
