"""Every refusal has a sentence in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import serambi
from serambi.counters.common.refusals import SENTENCES, sentence
from serambi.rules.refusal import Refusal

SOURCES = Path(serambi.__file__).parent
CODE = re.compile(r"Refusal\(\s*(?:code=)?\"([a-z_]+\.[a-z_]+)\"")
REASONS = {
    "identity.invalid": ("length", "date", "serial", "nationality", "pattern"),
    "name.invalid": ("empty", "long", "sign"),
    "reply.name": ("empty", "long", "address"),
    "reply.text": ("empty", "long", "address"),
    "reply.answer": ("empty", "long", "address"),
    "reply.reason": ("empty", "long"),
}


def codes_in_source() -> set[str]:
    floors = (
        "rules/**/*",
        "records/**/*",
        "procedures/**/*",
        "counters/cli/**/*",
        "counters/common/*figures",
        "counters/common/decline_*",
        "counters/common/paper_file",
        "counters/common/sheet_check",
    )
    files = [file for floor in floors for file in SOURCES.glob(f"{floor}.py")]
    return {code for file in files for code in CODE.findall(file.read_text())}


def test_every_code_in_the_sources_has_a_sentence():
    codes = codes_in_source()

    assert len(codes) > 25
    assert codes - SENTENCES.keys() == set()


def test_no_sentence_is_kept_for_a_code_that_is_gone():
    assert SENTENCES.keys() - codes_in_source() == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_said_in_two_languages(code):
    for reason in REASONS.get(code, ("",)):
        days = {"from": "2020-09-11", "signed_on": "2020-09-11"}
        refusal = Refusal(code, None, {"reason": reason, "clause": 1, "topic": "open", **days})
        with translation.override("id"):
            indonesian = sentence(refusal)
        with translation.override("en"):
            english = sentence(refusal)

        assert indonesian and english and indonesian != english


def test_a_full_slot_says_how_many_are_left():
    with translation.override("en"):
        said = [sentence(Refusal("slot.full", "slot", {"free": free})) for free in (0, 1, 2)]

    assert said == [
        "The places at that time have just gone. Choose another time that is still free.",
        "Only 1 place is left at that time. Choose another time, or fewer people.",
        "Only 2 places are left at that time. Choose another time, or fewer people.",
    ]
