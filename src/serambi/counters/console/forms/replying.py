"""A verdict on a reader's reply, the office's answer to it, and which list to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from serambi.rules.plain_text import plain_line, plain_text
from serambi.rules.reply import ReplyState

TEXT_ROWS = 5


class _Plain(forms.CharField):
    """Lines made plain before anything is checked; how long they may be, the rule says."""

    def to_python(self, value: Any) -> str:
        return plain_text(str(super().to_python(value)))


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=[(state.value, "") for state in ReplyState], required=False)

    @property
    def asked(self) -> ReplyState:
        """The state asked for; what cannot be read means those that wait."""
        return ReplyState((self.is_valid() and self.cleaned_data["state"]) or ReplyState.WAITING)


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(choices=[(state.value, "") for state in ReplyState], widget=forms.HiddenInput)
    reason = _Plain(label=gettext_lazy("Alasan menolak, hanya untuk petugas"), required=False, widget=forms.TextInput())

    def clean_reason(self) -> str:
        return plain_line(self.cleaned_data["reason"])


class ReplyAnswerForm(forms.Form):
    answer = _Plain(
        label=gettext_lazy("Jawaban kantor, dibaca semua orang"),
        required=False,
        widget=forms.Textarea({"rows": TEXT_ROWS}),
    )
