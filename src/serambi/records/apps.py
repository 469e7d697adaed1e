"""The one Django app with tables."""

from importlib import import_module

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "serambi.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Also load the one table that lies apart, so that importing the models never brings it along."""
        super().import_models()
        import_module("serambi.records.reply_addresses")
