"""The door in front of every call: how much may be sent, and the API's own words where the framework has others."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from serambi.counters.api.problems import NOT_ALLOWED, refusal_answer
from serambi.rules.refusal import Refusal

MOST_BODY_BYTES = 64 * 1024

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """The view behind the door."""

    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "Transfer-Encoding" in request.headers:
            # Django reads no body whose length is not stated, and would take it for an empty one.
            return refusal_answer(request, Refusal("body.length_unknown"))
        if _stated_bytes(request) > MOST_BODY_BYTES:
            return refusal_answer(request, Refusal("body.too_large"))
        method = request.method
        if method == "HEAD":
            # Answered like GET; the server sends the headers alone (RFC 9110, 9.3.2).
            request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = method
        if response.status_code != NOT_ALLOWED:
            return response
        answer = refusal_answer(request, Refusal("method.not_allowed"))
        answer["Allow"] = response["Allow"]
        return answer

    return entered


def _stated_bytes(request: HttpRequest) -> int:
    """The length of the body as the caller states it."""
    stated = request.META.get("CONTENT_LENGTH") or ""
    return int(stated) if stated.isdecimal() else 0


def no_such_path(request: HttpRequest, path: str = "") -> HttpResponse:
    return refusal_answer(request, Refusal("path.unknown"))
