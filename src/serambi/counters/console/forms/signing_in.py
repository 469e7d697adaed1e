"""The form to sign in."""

from django import forms
from django.utils.translation import gettext_lazy

USERNAME_CHARACTERS, PASSWORD_CHARACTERS = 150, 1000


class SignInForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Nama pengguna"),
        max_length=USERNAME_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Isi nama pengguna.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi"),
        max_length=PASSWORD_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Isi kata sandi.")},
    )
