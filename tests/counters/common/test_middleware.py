import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from serambi.config import urls
from serambi.counters.common.headers import PERMISSIONS_POLICY

EXPECTED_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
EXPECTED_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def show(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        {
            "has_session": hasattr(request, "session"),
            "has_user": isinstance(getattr(request, "user", None), AnonymousUser),
            "language": translation.get_language(),
        }
    )


# The real addresses too, since the pages for errors point to them.
urlpatterns = [
    path("api/show", show),
    *i18n_patterns(path("show", show), prefix_default_language=False),
    *urls.urlpatterns,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def strict_client():
    return Client(enforce_csrf_checks=True)


def test_page_gets_every_layer(client):
    response = client.get("/show")

    assert response.json() == {"has_session": True, "has_user": True, "language": "id"}
    assert response.headers["X-Frame-Options"] == "DENY"


def test_api_gets_only_what_it_needs(client):
    response = client.get("/api/show")

    assert response.json() == {"has_session": False, "has_user": False, "language": "id"}


def test_api_does_not_speak_the_language_of_the_page_before(client):
    page = client.get("/en/show")
    answer = client.get("/api/show")

    assert (page.json()["language"], answer.json()["language"]) == ("en", "id")


def test_page_refuses_a_forged_form(strict_client):
    assert strict_client.post("/show").status_code == 403


def test_api_has_no_cookie_that_a_forged_form_could_use(strict_client):
    response = strict_client.post("/api/show")

    assert response.json() == {"has_session": False, "has_user": False, "language": "id"}
    assert response.cookies == {}


@pytest.mark.parametrize("address", ["/show", "/api/show", "/nowhere"])
def test_every_answer_carries_the_headers_of_safety(client, address):
    headers = client.get(address).headers

    assert {name: headers[name] for name in EXPECTED_HEADERS} == EXPECTED_HEADERS
    assert set(headers["Content-Security-Policy"].split("; ")) == EXPECTED_POLICY
