"""The first part of every address: the API has one language, the pages have two."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("serambi.counters.api.urls")),
    *i18n_patterns(
        path("console/", include("serambi.counters.console.urls")),
        path("", include("serambi.counters.portal.urls")),
        prefix_default_language=False,
    ),
]

handler404 = "serambi.counters.console.views.missing.not_found"
