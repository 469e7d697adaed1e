"""The form of closing time: why a hall that was closed is opened again."""

from django import forms
from django.utils.translation import gettext_lazy

REASON_CHARACTERS = 300


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan membuka kembali"),
        max_length=REASON_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tulis alasan membuka kembali ruang tunggu.")},
    )
