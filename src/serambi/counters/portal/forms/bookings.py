"""Code and key of a booking, as typed."""

from django import forms
from django.utils.translation import gettext_lazy


class FindForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode booking"),
        help_text=gettext_lazy("12 huruf dan angka, misalnya 2345-6789-ABCD."),
        error_messages={"required": gettext_lazy("Isi kode booking.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    key = forms.CharField(
        label=gettext_lazy("Kunci"),
        help_text=gettext_lazy(
            "Tertulis di bawah kode booking pada halaman konfirmasi, misalnya 2345-6789-ABCD-… (7 kelompok)."
        ),
        error_messages={"required": gettext_lazy("Isi kunci.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
