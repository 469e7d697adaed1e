from django.http import HttpResponse
from django.test import RequestFactory

from serambi.counters.common.headers import PERMISSIONS_POLICY, QuietHeaders


def _answer(response: HttpResponse) -> dict[str, str]:
    headers = QuietHeaders(lambda request: response)(RequestFactory().get("/")).headers
    return {name: headers[name] for name in ("Cache-Control", "Permissions-Policy")}


def test_headers_of_an_ordinary_answer():
    assert _answer(HttpResponse()) == {"Cache-Control": "no-store", "Permissions-Policy": PERMISSIONS_POLICY}


def test_headers_leave_an_answer_that_may_be_kept():
    kept = HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    assert _answer(kept)["Cache-Control"] == "public, max-age=60"
