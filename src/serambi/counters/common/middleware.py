"""The layers that only pages need. A request to the API passes through them untouched.

The API knows its callers by a booking's secret or a bearer token and never by a cookie, so a forged form
cannot speak for anyone there.
"""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

API_PATH = "/api/"


def is_for_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PATH)


class _PagesOnly:
    """Stands before a middleware of Django and steps over it for the API."""

    def __call__(self, request):
        if is_for_api(request):
            return self.get_response(request)
        return super().__call__(request)


class Sessions(_PagesOnly, SessionMiddleware):
    pass


class Languages(_PagesOnly, LocaleMiddleware):
    def __call__(self, request):
        if is_for_api(request):
            # The thread may still speak the language of the page that it served before.
            translation.deactivate()
        return super().__call__(request)


class Addresses(_PagesOnly, CommonMiddleware):
    pass


class Forgeries(_PagesOnly, CsrfViewMiddleware):
    def process_view(self, request, callback, callback_args, callback_kwargs):
        if is_for_api(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class SignedIn(_PagesOnly, AuthenticationMiddleware):
    pass


class Frames(_PagesOnly, XFrameOptionsMiddleware):
    pass
