"""The one door of the console: who is signed in, and which office they may see. What is not theirs does not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from serambi.counters.common.roles import AUDITOR, DIRECTORATE, may_act, may_moderate, may_order
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.bookings import BookingRow, booking_of_office
from serambi.records.queries.replies import ReplyRow, reply_of_office
from serambi.records.queries.staff import StaffRow, staff_member

StaffView = Callable[..., HttpResponseBase]
UNAVAILABLE = 503


def for_staff(view: StaffView) -> StaffView:
    """A view of a member of staff, who becomes its second argument; strangers are asked to sign in.

    When it is not known whether something was kept, a page says what to do.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        staff = signed_in_staff(request)
        if staff is None:
            return redirect_to_login(request.get_full_path(), reverse("console:sign-in"))
        try:
            return view(request, staff, *args, **kwargs)
        except (Busy, OutcomeUnknown) as trouble:
            answer = {"staff": staff, "is_busy": isinstance(trouble, Busy)}
            return render(request, "console/not_known.html", answer, status=UNAVAILABLE)

    return entered


def signed_in_staff(request: HttpRequest) -> StaffRow | None:
    user_id = request.user.pk
    return None if user_id is None else staff_member(user_id=user_id)


def let_into_office(staff: StaffRow, office: str) -> None:
    """Raises Http404 for an office that is not theirs, as for one that is not there."""
    if staff.office not in (None, office):
        raise Http404


def let_order(staff: StaffRow) -> None:
    """Raises Http404 for those whose role signs no orders."""
    if not may_order(staff):
        raise Http404


def let_into_directorate(staff: StaffRow) -> None:
    """Raises Http404 for everybody but the directorate."""
    if staff.role != DIRECTORATE:
        raise Http404


def let_act(staff: StaffRow) -> None:
    """Raises Http404 for those who only look."""
    if not may_act(staff):
        raise Http404


def let_into_booking(staff: StaffRow, code: str) -> BookingRow:
    """The booking with a code. Raises Http404 where there is none, or it is not theirs."""
    booking = booking_of_office(code=code, office=staff.office)
    if booking is None:
        raise Http404
    return booking


def let_see_replies(staff: StaffRow) -> None:
    """Raises Http404 for those who neither judge readers' replies nor audit those who do."""
    if not may_moderate(staff) and staff.role != AUDITOR:
        raise Http404


def let_moderate(staff: StaffRow) -> None:
    """Raises Http404 for those whose role judges no replies."""
    if not may_moderate(staff):
        raise Http404


def let_into_reply(staff: StaffRow, code: str) -> ReplyRow:
    """The reply with a code. Raises Http404 where there is none, or it is not theirs."""
    reply = reply_of_office(code=code, office=staff.office)
    if reply is None:
        raise Http404
    return reply


def let_into_nation(staff: StaffRow) -> None:
    """Raises Http404 for whoever is of one office: what concerns all is for the directorate and auditors."""
    if staff.office is not None:
        raise Http404
