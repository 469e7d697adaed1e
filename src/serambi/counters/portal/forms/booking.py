"""The questions of a booking. They check shape; who may have what is the rules' to say."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.portal.forms.reading import DAY, MONTH, YEAR, day_part, read_parts

Choices = Iterable[tuple[str, Any]]
WISHES = {
    "first": gettext_lazy("Pilihan pertama"),
    "second": gettext_lazy("Pilihan kedua"),
    "third": gettext_lazy("Pilihan ketiga"),
}


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


class WishesForm(forms.Form):
    """Up to three days of a draw, the best first, and whether to wait in line without one."""

    may_wait = forms.ChoiceField(
        label=gettext_lazy("Bila undian tidak memberi Anda tempat"),
        choices=[
            ("yes", gettext_lazy("Masukkan saya ke daftar tunggu")),
            ("no", gettext_lazy("Tidak perlu, saya akan mencoba sendiri lagi")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih apa yang terjadi bila Anda tidak mendapat tempat.")},
    )

    def __init__(self, *args: Any, days: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = gettext_lazy("Pilih hari yang paling Anda inginkan.")
        for name, label in WISHES.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", gettext_lazy("pilih hari")), *days],
                required=name == "first",
                error_messages={"required": missing, "invalid_choice": missing},
            )
        self.order_fields([*WISHES, "may_wait"])

    def clean(self) -> dict[str, Any]:
        seen: set[str] = set()
        for name in WISHES:
            wish = self.cleaned_data.get(name)
            if wish and wish in seen:
                self.add_error(name, _("Hari ini sudah Anda pilih di atas. Pilih hari lain atau kosongkan."))
            seen.add(wish or "")
        return self.cleaned_data

    def wishes(self) -> tuple[str, ...]:
        """The days as typed, in order, without the empty ones."""
        return tuple(self.cleaned_data[name] for name in WISHES if self.cleaned_data[name])


def typed_wishes(wishes: Sequence[str], may_wait: bool) -> dict[str, str]:
    """The fields as they were typed, to show kept wishes again."""
    if not wishes:
        return {}
    return dict(zip(WISHES, wishes, strict=False)) | {"may_wait": "yes" if may_wait else "no"}


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
