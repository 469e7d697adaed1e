"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from serambi.counters.common.clock import now
from serambi.counters.common.network import caller_address
from serambi.counters.console.forms.signing_in import SignInForm
from serambi.procedures.sign_in import note_sign_in, note_try
from serambi.records.queries.staff import staff_member
from serambi.rules.refusal import Refused

OK, TOO_MANY, WRONG = 200, 429, 422


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = WRONG
    if request.method == "POST" and form.is_valid():
        try:
            if _let_in(request, **form.cleaned_data):
                return redirect(_onward(request) or "console:home")
            form.add_error(None, _("Nama pengguna atau kata sandi tidak cocok."))
        except Refused as refused:
            status = TOO_MANY
            text = _("Terlalu banyak percobaan. Coba lagi %(minutes)s menit lagi.")
            form.add_error(None, text % refused.refusal.facts)
    answer = {"form": form, "errors": form.errors, "onward": _onward(request)}
    status = status if form.errors else OK
    return render(request, "console/sign_in.html", answer, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("console:sign-in")


def _let_in(request: HttpRequest, *, username: str, password: str) -> bool:
    """Whether the person is a member of staff with this password. Raises Refused after too many tries."""
    address = caller_address(request)
    note_try(username=username, address=address, now=now())
    user = authenticate(request, username=username, password=password)
    if user is None or staff_member(user_id=user.pk) is None:
        return False
    login(request, user)
    note_sign_in(username=username, address=address, now=now())
    return True


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours, else empty."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""
