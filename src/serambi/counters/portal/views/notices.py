"""Notices to the public: the list, one, its share picture, and the feed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from serambi.counters.portal.kept import Made, kept_answer
from serambi.counters.portal.pages.feed import feed_page
from serambi.counters.portal.pages.notices import notice_page, notices_page
from serambi.counters.portal.pages.place import office_or_404
from serambi.counters.portal.pages.share_picture import picture_of, picture_words
from serambi.records.queries.notices import public_notice

HTML, ATOM, PNG = "text/html; charset=utf-8", "application/atom+xml; charset=utf-8", "image/png"
OK, GONE = 200, 410


@require_safe
def notice_list(request: HttpRequest, office: str) -> HttpResponse:
    def make() -> Made:
        at = office_or_404(office)
        page = notices_page(at)
        shown = {"office": at, "page": page, "here": "notices"}
        return Made(_html(request, "list", shown), HTML, changed_at=page.updated_at)

    return kept_answer(request, office, make)


@require_safe
def notice(request: HttpRequest, office: str, notice: str) -> HttpResponse:
    def make() -> Made:
        at = office_or_404(office)
        page = notice_page(at, notice)
        if page is None:
            raise Http404
        shown = {"office": at, "page": page, "here": "notices"}
        status = GONE if page.view.state == "withdrawn" else OK
        return Made(_html(request, "notice", shown), HTML, status, page.changed_at)

    return kept_answer(request, office, make)


@require_safe
def picture(request: HttpRequest, office: str, notice: str) -> HttpResponse:
    def make() -> Made:
        at = office_or_404(office)
        row = public_notice(office=office, slug=notice, now=at.now)
        if row is None:
            raise Http404
        return Made(picture_of(picture_words(row)), PNG, changed_at=row.updated_at)

    return kept_answer(request, office, make)


@require_safe
def feed(request: HttpRequest, office: str) -> HttpResponse:
    def make() -> Made:
        at = office_or_404(office)
        page = feed_page(at)
        body = render_to_string("portal/notices/feed.xml", {"office": at, "page": page}).encode()
        return Made(body, ATOM, changed_at=page.updated_at)

    return kept_answer(request, office, make)


def _html(request: HttpRequest, name: str, shown: dict[str, object]) -> bytes:
    return render_to_string(f"portal/notices/{name}.html", shown, request).encode()
