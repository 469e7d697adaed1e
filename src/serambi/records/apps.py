"""The one Django app with tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "serambi.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
