"""Answers kept in memory as long as nothing they say has changed: the state is asked every time, the answer made once.

Such an answer is the same for every reader, so it holds nothing of one: no token of a form, no session.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from serambi.counters.common.clock import now
from serambi.records.queries.notice_ground import day_of_stamp, stamp_of

HEADERS = {"Cache-Control": "public, no-cache"}
"""A copy may be kept, but is asked about before it is shown: a notice that was undone is gone at once."""


@dataclass(frozen=True, slots=True)
class Made:
    """An answer's bytes; `changed_at` (aware UTC) None where that is not known."""

    body: bytes
    content_type: str
    status: int = 200
    changed_at: datetime | None = None


def kept_answer(request: HttpRequest, office: str, make: Callable[[], Made]) -> HttpResponse:
    """The answer of an address of an office, made anew only when the office's stamp is another one. Raises Http404."""
    at = now()
    stamp = stamp_of(office=office, now=at)
    if not stamp:
        raise Http404
    # A query changes nothing but the links in the page; kept under each, it would only push out what is asked for.
    is_kept = not request.META.get("QUERY_STRING")
    mark = hashlib.sha256(repr((request.get_full_path(), stamp, day_of_stamp(stamp, at))).encode()).hexdigest()
    made: Made | None = cache.get(mark) if is_kept else None
    if made is None:
        made = make()
        if is_kept:
            cache.set(mark, made)
    return _answer(request, made, f'"{mark[:32]}"')


def _answer(request: HttpRequest, made: Made, etag: str) -> HttpResponse:
    answer = HttpResponse(made.body, content_type=made.content_type, status=made.status, headers=HEADERS)
    answer["ETag"] = etag
    changed = int(made.changed_at.timestamp()) if made.changed_at else None
    if changed is not None:
        answer["Last-Modified"] = http_date(changed)
    checked = get_conditional_response(request, etag=etag, last_modified=changed, response=answer)
    assert isinstance(checked, HttpResponse)  # one of ours, or a 304 or 412 of its own
    return checked
