"""A file for one asked document, as a plain form sends it; and a piece of one, as a script does."""

from django import forms

from serambi.rules.upload import CHUNK_BYTES, MAX_FILE_BYTES


class FileForm(forms.Form):
    """Shape only: what a file may be is asked of the rules."""

    document = forms.CharField(max_length=50)
    file = forms.FileField(required=False, allow_empty_file=True)


class StartForm(forms.Form):
    document = forms.CharField(max_length=50)
    size = forms.IntegerField(min_value=0, max_value=10 * MAX_FILE_BYTES)
    sha256 = forms.RegexField(r"[0-9a-f]{64}")


class PieceForm(forms.Form):
    offset = forms.IntegerField(min_value=0, max_value=MAX_FILE_BYTES + CHUNK_BYTES)
