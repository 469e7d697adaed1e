"""Addresses of the API."""

from django.urls import URLPattern, path

from serambi.counters.api.description import new_api
from serambi.counters.api.entrance import guarded, no_such_path
from serambi.counters.api.views import bookings, docs, offices

ROOT = "api-root"  # the framework asks for this name when it describes the addresses

api = new_api()
api.add_router("/offices", offices.router)
api.add_router("/bookings", bookings.router)

calls = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != ROOT]
for call in calls:
    call.callback = guarded(call.callback)

app_name = "api"
urlpatterns = [
    path("", no_such_path, name=ROOT),
    path("docs", docs.docs(api), name="docs"),
    *calls,
    path("<path:path>", no_such_path, name="no-such-path"),
]
