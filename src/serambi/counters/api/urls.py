"""Addresses of the API."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from serambi.counters.api.description import new_api
from serambi.counters.api.entrance import MOST_BODY_KB, MOST_TEXT_KB, guarded, no_such_path
from serambi.counters.api.views import bookings, cases, catalogue, docs, figures, hall, notices, offices, orders

ROOT, DESCRIPTION = "api-root", "openapi-json"  # the framework's own names
WITH_TEXTS = {"enact", "assess"}

api = new_api()
api.add_router("/offices", offices.router)
api.add_router("", catalogue.router)
api.add_router("/offices", figures.router)
api.add_router("/offices", notices.router)
api.add_router("/offices", hall.router)
api.add_router("/bookings", bookings.router)
api.add_router("", orders.router)
api.add_router("/cases", cases.router)

calls = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != ROOT]
for call in calls:
    # The framework lets every method ask for the description; its calls know their own.
    view = require_safe(call.callback) if call.name == DESCRIPTION else call.callback
    call.callback = guarded(view, MOST_TEXT_KB if call.name in WITH_TEXTS else MOST_BODY_KB)

app_name = "api"
urlpatterns = [
    path("", no_such_path, name=ROOT),
    path("docs", guarded(require_safe(docs.docs(api))), name="docs"),
    *calls,
    path("<path:path>", no_such_path, name="no-such-path"),
]
