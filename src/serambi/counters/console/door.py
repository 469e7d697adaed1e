"""The one door of the console: who is signed in, and which office they may see. What is not theirs does not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from serambi.records.queries.staff import StaffRow, staff_member

StaffView = Callable[..., HttpResponse]


def for_staff(view: StaffView) -> StaffView:
    """A view of a member of staff, who becomes its second argument; strangers are asked to sign in."""

    @wraps(view)
    def entered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        staff = signed_in_staff(request)
        if staff is None:
            return redirect_to_login(request.get_full_path(), reverse("console:sign-in"))
        return view(request, staff, *args, **kwargs)

    return entered


def signed_in_staff(request: HttpRequest) -> StaffRow | None:
    user_id = request.user.pk
    return None if user_id is None else staff_member(user_id=user_id)


def let_into_office(staff: StaffRow, office: str) -> None:
    """Raises Http404 for an office that is not theirs, as for one that is not there."""
    if staff.office not in (None, office):
        raise Http404


def let_into_nation(staff: StaffRow) -> None:
    """Raises Http404 for whoever is of one office: what concerns all is for the directorate and auditors."""
    if staff.office is not None:
        raise Http404
