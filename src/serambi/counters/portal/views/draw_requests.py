"""A request in a draw, in its holder's hands: see it, withdraw it."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from serambi.counters.common.refusals import sentence
from serambi.counters.portal import keyring
from serambi.counters.portal.pages.draw_request import draw_request_page
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.counters.portal.views.bookings import nowhere
from serambi.counters.portal.views.confirming import BY, not_known
from serambi.procedures.leave_draw import leave_draw
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.draws import DrawRequestRow, DrawWindowRow, draw_window, own_draw_request
from serambi.rules.refusal import Refused

View = Callable[..., HttpResponse]


def holders_only(view: View) -> View:
    """Hand a view the office, the window and the request; without its secret it is not there, like any other code."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str) -> HttpResponse:
        key = request.GET.get("key") or keyring.held_secret(request.session, code)
        row = own_draw_request(code=code, secret=key)
        window = draw_window(code=row.window) if row else None
        if row is None or window is None:
            return nowhere(request)
        if "key" in request.GET:
            keyring.hold(request.session, {code: key})
            return redirect("portal:draw-request", code)
        return view(request, office_or_404(window.office), window, row)

    return guarded


@holders_only
def draw_request(request: HttpRequest, at: AtOffice, window: DrawWindowRow, row: DrawRequestRow) -> HttpResponse:
    """The secret of the request opens the bookings it became; they are put on the session's ring."""
    secret = keyring.held_secret(request.session, row.code)
    unheld = {code: secret for code in row.bookings if not keyring.held_secret(request.session, code)}
    if unheld:
        keyring.hold(request.session, unheld)
    return _show(request, "draw_request", at, window, row)


@holders_only
def withdrawal(request: HttpRequest, at: AtOffice, window: DrawWindowRow, row: DrawRequestRow) -> HttpResponse:
    if request.method != "POST":
        return _show(request, "withdrawal", at, window, row, key=secrets.token_urlsafe(16))
    key = request.POST.get("key", "")
    try:
        leave_draw(code=row.code, key=key, now=at.now, by=BY)
    except Refused as refused:
        return _show(request, "withdrawal", at, window, row, errors=[{"text": sentence(refused.refusal)}])
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={"key": key}, office=at)
    return redirect("portal:draw-request", row.code)


def _show(
    request: HttpRequest, page: str, at: AtOffice, window: DrawWindowRow, row: DrawRequestRow, **more: Any
) -> HttpResponse:
    shown = {"office": at, "page": draw_request_page(at, window, row), **more}
    return render(request, f"portal/draws/{page}.html", shown, status=409 if "errors" in more else 200)
