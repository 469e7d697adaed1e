"""A verdict on a claim of urgency."""

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.console.forms.ordering import ReasonForm

ACCEPTED, REJECTED = "accepted", "rejected"


class VerdictForm(ReasonForm):
    """The button that was pressed, and what was seen."""

    verdict = forms.ChoiceField(
        choices=[(ACCEPTED, ""), (REJECTED, "")],
        error_messages={
            "required": gettext_lazy("Pilih diterima atau ditolak."),
            "invalid_choice": gettext_lazy("Pilih diterima atau ditolak."),
        },
    )

    @property
    def is_accepted(self) -> bool:
        return bool(self.cleaned_data["verdict"] == ACCEPTED)

    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])
