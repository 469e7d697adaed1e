"""A reply to a notice: name, e-mail, text, and a field that only programs fill in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.refusals import sentence
from serambi.rules.reply import TypedReply, faults_of_reply, read_reply

TEXT_ROWS = 8


class _Typed(forms.CharField):
    """Takes whatever was typed: what is wrong with it, and what of it is dropped, the rule says."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\0", "")


class ReplyForm(forms.Form):
    name = _Typed(
        label=gettext_lazy("Nama"),
        help_text=gettext_lazy("Tampil bersama tanggapan Anda. Boleh nama panggilan."),
        error_messages={"required": gettext_lazy("Isi nama. Nama ini tampil bersama tanggapan Anda.")},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    email = _Typed(
        label=gettext_lazy("Alamat surel (email)"),
        help_text=gettext_lazy("Tidak pernah ditampilkan. Hanya untuk memberi tahu Anda bila kantor menjawab."),
        error_messages={"required": gettext_lazy("Isi alamat surel. Contoh: nama@contoh.id")},
        widget=forms.TextInput({"type": "email", "autocomplete": "email", "spellcheck": "false"}),
    )
    text = _Typed(
        label=gettext_lazy("Tanggapan Anda"),
        error_messages={"required": gettext_lazy("Tulis tanggapan Anda.")},
        widget=forms.Textarea({"rows": TEXT_ROWS, "cols": ""}),
    )
    subject = _Typed(
        label=gettext_lazy("Biarkan kosong"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_subject(self) -> str:
        """A program that fills in every field gives itself away; a person whose browser did so is told and goes on."""
        if self.cleaned_data["subject"]:
            raise ValidationError(_("Kolom ini harus kosong; isian di sini menandakan program. Kosongkan, lalu kirim."))
        return ""

    def clean(self) -> dict[str, Any]:
        for fault in faults_of_reply(self.reply()):
            if fault.field is not None and not self.has_error(fault.field):
                self.add_error(fault.field, sentence(fault))
        return self.cleaned_data

    def reply(self) -> TypedReply:
        typed = self.cleaned_data
        return read_reply(typed.get("name", ""), typed.get("email", ""), typed.get("text", ""))
