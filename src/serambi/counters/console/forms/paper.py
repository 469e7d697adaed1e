"""The forms of a day on paper: one line made for the keyboard, a pile of lines, a decision, and a print line."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.common import paper_words, words
from serambi.rules.paper.lines import COLUMNS, MOST_SIGNS, LineFault

CHOSEN = ("kind", "service", "outcome")
HINTS = {"documents": "1 0805-0815", "interview": "2 0820-0835", "payment": "3 0840-0845"}
"""Only where the shape is not plain; the others would be taken for values."""
PILE_CHARACTERS = 200_000
WHY_CHARACTERS = 300


class LineForm(forms.Form):
    """One line: a field for each column of the sheet, in its order. What stands in it the procedure reads."""

    def __init__(self, *args: Any, services: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": list(words.WALK_IN.items()),
            "service": [*words.SERVICE_GROUPS.items(), *services],
            "outcome": [(each.value, said) for each, said in paper_words.OUTCOMES.items()],
        }
        for name in COLUMNS:
            label = paper_words.COLUMNS[name]
            if name in CHOSEN:
                nothing = [] if name == "outcome" else [("", "–")]
                self.fields[name] = forms.ChoiceField(label=label, choices=nothing + choices[name], required=False)
            else:
                attributes = {"autocomplete": "off", "spellcheck": "false", "placeholder": HINTS.get(name, "")}
                widget = forms.TextInput(attributes)
                self.fields[name] = forms.CharField(label=label, required=False, max_length=MOST_SIGNS, widget=widget)

    def typed(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in COLUMNS}

    def add_faults(self, faults: Iterable[tuple[int, LineFault]]) -> None:
        for _line, fault in faults:
            self.add_error(fault.field or None, words.word(paper_words.FAULTS, fault.reason))

    def focus_first_wrong(self) -> None:
        """Where the clerk goes on typing."""
        first = next((name for name in self.fields if name in self.errors), COLUMNS[0])
        self.fields[first].widget.attrs["autofocus"] = True


class PileForm(forms.Form):
    """Many lines at once, as text or as a file."""

    lines = forms.CharField(
        label=gettext_lazy("Banyak baris sekaligus (CSV)"),
        required=False,
        max_length=PILE_CHARACTERS,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Atau file CSV"),
        required=False,
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"empty": gettext_lazy("File itu kosong.")},
    )

    def content(self) -> bytes:
        sent = self.cleaned_data["file"]
        return bytes(sent.read()) if sent else self.cleaned_data["lines"].encode()


class SetAsideForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Mengapa baris ini dikesampingkan"), required=False, max_length=WHY_CHARACTERS
    )


class PrintLineForm(forms.Form):
    line = forms.CharField(
        label=gettext_lazy("Pindai kode QR lembarnya, atau ketik barisnya"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Pindai atau ketik barisnya.")},
    )
