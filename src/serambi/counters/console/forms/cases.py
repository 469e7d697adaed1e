"""The forms of the document desk and of a case. Shape only."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.common import case_words
from serambi.counters.common.words import in_language, rupiah_text
from serambi.rules.catalogue import Document, Fee
from serambi.rules.collection import Collector, CollectorKind
from serambi.rules.promise import PauseReason
from serambi.rules.refusal import Refusal
from serambi.rules.verdict import AskedCondition

_NO_CODE = case_words.SENTENCES["slip.not_current"]
REASON_CHARACTERS, ANSWER_CHARACTERS = 300, 200


class DeskForm(forms.Form):
    """What the clerk sees on the desk: conditions that hold, papers brought, and what was said of the purpose."""

    when = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    brought = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        conditions: Iterable[AskedCondition],
        papers: Iterable[Document],
        questions: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        self._offer("when", [(each.code, case_words.condition_text(each)) for each in conditions])
        self._offer("brought", [(paper.code, _paper(paper)) for paper in papers])
        for question in self.questions:
            label = case_words.QUESTIONS[question]
            widget = forms.TextInput({"autocomplete": "off"})
            self.fields[f"said_{question}"] = forms.CharField(
                label=label, required=False, max_length=ANSWER_CHARACTERS, widget=widget
            )

    def answers(self) -> dict[str, str]:
        return {question: self.cleaned_data.get(f"said_{question}", "") for question in self.questions}

    @property
    def said(self) -> list[forms.BoundField]:
        return [self[f"said_{question}"] for question in self.questions]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Nomor berkas"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Isi nomor berkas.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False, max_length=REASON_CHARACTERS)


class VoidSlipForm(forms.Form):
    billing_code = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _NO_CODE})
    reason = forms.CharField(
        label=gettext_lazy("Alasan, dibaca pemohon"),
        max_length=REASON_CHARACTERS,
        error_messages={"required": case_words.SENTENCES["case.reason"]},
    )


class PauseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Mengapa waktunya berhenti?"),
        # A closure by order is nobody's to note by hand: it follows from the order.
        choices=[(str(k), v) for k, v in case_words.PAUSES.items() if k is not PauseReason.CLOSURE],
    )
    note = forms.CharField(
        label=gettext_lazy("Keterangan, dibaca pemohon"), required=False, max_length=REASON_CHARACTERS
    )


class OneOfSeveral(forms.CheckboxSelectMultiple):
    """Radio buttons that hand on all that was sent: two at once are refused by the rule, never quietly made one."""

    input_type = "radio"


class FeesForm(forms.Form):
    """What is billed: `fees_<choice>` one of its alternatives, `fees` whatever comes on top; no field without fees."""

    def __init__(self, *args: Any, fees: Iterable[Fee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_choice: dict[str, list[Fee]] = {}
        for fee in sorted(fees, key=lambda fee: fee.choice == ""):
            by_choice.setdefault(fee.choice, []).append(fee)
        for choice, offered in by_choice.items():
            self.fields[_fees_field(choice)] = forms.MultipleChoiceField(
                label=case_words.FEE_CHOICES[choice] if choice or len(by_choice) == 1 else case_words.ON_TOP,
                choices=[(fee.code, f"{in_language(fee.name)}, {rupiah_text(fee.amount_idr)}") for fee in offered],
                widget=OneOfSeveral if choice else forms.CheckboxSelectMultiple,
                required=bool(choice) or len(by_choice) == 1,
                error_messages={"required": gettext_lazy("Pilih biayanya.")},
            )

    def fee_codes(self) -> tuple[str, ...]:
        return tuple(code for codes in self.cleaned_data.values() for code in codes)

    def name_refusal(self, refusal: Refusal, said: str) -> None:
        """Put a refusal at the field of its choice."""
        name = _fees_field(str(refusal.facts.get("choice", "")))
        self.add_error(name if name in self.fields else None, said)


class HandoverForm(forms.Form):
    collector = forms.ChoiceField(
        label=gettext_lazy("Diserahkan kepada"),
        choices=[(str(kind), said) for kind, said in case_words.COLLECTORS.items()],
        widget=forms.RadioSelect,
        initial=str(CollectorKind.APPLICANT),
    )
    is_on_family_card = forms.BooleanField(label=gettext_lazy("Satu Kartu Keluarga dengan pemohon"), required=False)
    has_power_of_attorney = forms.BooleanField(label=gettext_lazy("Membawa surat kuasa bermeterai"), required=False)

    def taken_by(self) -> Collector:
        told = self.cleaned_data
        return Collector(CollectorKind(told["collector"]), told["is_on_family_card"], told["has_power_of_attorney"])


class BankFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File dari bank (CSV)"),
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={
            "required": gettext_lazy("Pilih file dari bank."),
            "empty": gettext_lazy("File itu kosong."),
        },
    )


def _fees_field(choice: str) -> str:
    return f"fees_{choice}" if choice else "fees"


def _paper(paper: Document) -> str:
    name = in_language(paper.name)
    return f"{name} ({in_language(paper.note)})" if paper.note else name
