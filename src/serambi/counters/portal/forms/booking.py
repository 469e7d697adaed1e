"""The questions of a booking. They check shape; who may have what is the rules' to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.portal.forms.reading import DAY, MONTH, YEAR, day_part, read_parts

Choices = Iterable[tuple[str, Any]]


class ChoiceForm(forms.Form):
    """One question with one answer out of a list; `name` is what the answer is called in the address or the form."""

    def __init__(
        self,
        *args: Any,
        label: Any,
        choices: Choices,
        missing: Any,
        hint: Any = "",
        name: str = "choice",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields[name] = forms.ChoiceField(
            label=label,
            help_text=hint,
            choices=list(choices),
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )


class UrgencyForm(forms.Form):
    """Why it cannot wait, and by when the document is needed."""

    urgency = forms.ChoiceField(
        label=gettext_lazy("Alasan mendesak"),
        choices=list(words.URGENCIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih alasan mendesak yang paling sesuai.")},
    )
    needed_day = day_part(DAY)
    needed_month = day_part(MONTH)
    needed_year = day_part(YEAR)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["needed_on"] = read_parts(self, "needed")
        return self.cleaned_data
