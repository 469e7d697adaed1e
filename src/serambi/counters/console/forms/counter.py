"""The forms of a counter: whom it serves, a step with the visitor there, and calling somebody out of order."""

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.hall_words import STAGES
from serambi.counters.console.forms.signing_in import PASSWORD_CHARACTERS, USERNAME_CHARACTERS

TICKET_CHARACTERS, REASON_CHARACTERS, COUNTER_CHARACTERS = 10, 300, 20
STEPS = ("start", "recall", "park", "finish", "incomplete", "give_up", "resume", "send")


class ChooseForm(forms.Form):
    name = forms.SlugField(
        label=gettext_lazy("Nomor atau nama loket"),
        max_length=COUNTER_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off", "size": "10"}),
        error_messages={
            "required": gettext_lazy("Isi nomor loket."),
            "invalid": gettext_lazy("Nama loket hanya huruf, angka, dan tanda hubung, tanpa spasi."),
        },
    )


class DutyForm(forms.Form):
    """What a counter serves."""

    stages = forms.MultipleChoiceField(
        label=gettext_lazy("Tahap"),
        choices=[(stage.value, name) for stage, name in STAGES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu tahap.")},
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Kelompok layanan"),
        choices=list(words.SERVICE_GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu kelompok layanan.")},
    )


class StepForm(forms.Form):
    """One step with one ticket; for the step "send" `stage` says where to, and `counter` to which one alone."""

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    ticket = forms.CharField(max_length=TICKET_CHARACTERS)
    stage = forms.ChoiceField(choices=[(stage.value, name) for stage, name in STAGES.items()], required=False)
    counter = forms.SlugField(max_length=COUNTER_CHARACTERS, required=False)


class OverrideForm(forms.Form):
    ticket = forms.CharField(
        label=gettext_lazy("Nomor tiket yang didahulukan"),
        max_length=TICKET_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Isi nomor tiket.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=REASON_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tulis alasan memanggil di luar urutan.")},
    )
    second = forms.CharField(
        label=gettext_lazy("Nama pengguna orang kedua"),
        max_length=USERNAME_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Isi nama pengguna orang kedua.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi orang kedua"),
        max_length=PASSWORD_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Isi kata sandi orang kedua.")},
    )
