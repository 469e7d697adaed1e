"""The gate's one form: a scan or a typed number, companions, temperature, and what the officer pressed."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.rules.gate import COLDEST_C, MAX_COMPANIONS, WARMEST_C

SCAN_CHARACTERS, GATE_CHARACTERS = 300, 20
ENTER, LEAVE = "enter", "leave"


class GateForm(forms.Form):
    """`code` may be empty when somebody comes without a booking; `passage` is enter, leave or a kind of walk-in.

    `first_c` is what was measured first of the person with `first_code`, while a second measurement is asked for.
    """

    code = forms.CharField(
        label=gettext_lazy("Pindai atau ketik kode booking, atau nomor tiket untuk keluar"),
        max_length=SCAN_CHARACTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    temperature_c = forms.CharField(
        label=gettext_lazy("Suhu tubuh (°C)"),
        max_length=8,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "decimal"}),
    )
    companions = forms.IntegerField(
        label=gettext_lazy("Pendamping"),
        min_value=0,
        max_value=MAX_COMPANIONS,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off", "placeholder": "0"}),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Layanan bagi yang tanpa jadwal"),
        choices=list(words.SERVICE_GROUPS.items()),
        required=False,
    )
    gate = forms.CharField(label=gettext_lazy("Nama gerbang"), max_length=GATE_CHARACTERS, required=False)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput())
    first_c = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput())
    first_code = forms.CharField(max_length=SCAN_CHARACTERS, required=False, widget=forms.HiddenInput())
    passage = forms.ChoiceField(choices=[(name, name) for name in (ENTER, LEAVE, *words.WALK_IN)], required=False)

    def clean_temperature_c(self) -> Decimal | None:
        typed = self.cleaned_data["temperature_c"].strip().replace(",", ".")
        if not typed:
            return None
        try:
            measured = Decimal(typed).quantize(Decimal("0.1"))
            is_possible = COLDEST_C <= measured <= WARMEST_C
        except ArithmeticError as error:
            raise ValidationError(_("Isi suhu dengan angka, misalnya 36,5.")) from error
        if not is_possible:
            raise ValidationError(_("Suhu itu tidak mungkin. Ukur lagi."))
        return measured

    @property
    def is_measured_twice(self) -> bool:
        """Whether a measurement of the same person was shown again before this one."""
        return bool(self.cleaned_data["first_c"]) and self.cleaned_data["first_code"] == self.cleaned_data["code"]

    def ask_again(self, said: str) -> None:
        """Keep what was measured and ask for it once more, at an empty field."""
        first = {"first_c": str(self.cleaned_data["temperature_c"]), "first_code": self.cleaned_data["code"]}
        self.data = {name: self.data.get(name) for name in self.data} | first | {"temperature_c": ""}
        self.add_error("temperature_c", said)

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0

    def clean_group(self) -> str:
        return self.cleaned_data["group"] or next(iter(words.SERVICE_GROUPS))
