"""Typed text made plain: nothing invisible, nothing that turns the page around, and every script left whole."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from serambi.rules.plain_text import BLANKS, DROPPED, JOINERS, MARKS_IN_A_ROW, plain_line, plain_text, says_something


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Ani \t Dewi ", "Ani Dewi"),
        ("Ani\x00\x1b[31m", "Ani[31m"),
        ("Ani\u202eiweD\u2066", "AniiweD"),
        ("A\u200bn\ufeffi\u00ad", "Ani"),
        ("Ani\ud800", "Ani"),
        ("Ani\ue000\U000e0041\U0010ffff", "Ani"),
        ("\u3164\u2800\u115f", ""),
        ("e\u200b\u0301", "\u00e9"),
        ("a" + "\u0316" * 9, "a" + "\u0316" * 4),
        ("Ani\nDewi\u2028Citra", "Ani Dewi Citra"),
        ("A\u200dn\u200ci", "Ani"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("\U0001f469\u200d\u200d\u200d", "\U0001f469\u200d"),
        ("Nguy\u1ec5n \u0e01\u0e34\u0e48\u0e07 \ua9a4\ua9b8", "Nguy\u1ec5n \u0e01\u0e34\u0e48\u0e07 \ua9a4\ua9b8"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_plain_line(typed, plain):
    assert plain_line(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("satu\r\ndua\rtiga\x85empat\u2029lima", "satu\ndua\ntiga\nempat\nlima"),
        ("\n\n satu \n \u200b \n\n\n dua\n\n", "satu\n\ndua"),
        ("", ""),
    ],
)
def test_plain_text(typed, plain):
    assert plain_text(typed) == plain


@pytest.mark.parametrize(("text", "says"), [("", False), ("?!\u2026", False), ("7", True), ("\u0623", True)])
def test_says_something(text, says):
    assert says_something(text) is says


@given(st.text(st.characters(), max_size=60))
@example("\u0649\u200d\u0300\u200b\u0300")
def test_plain_text_is_visible_composed_and_stays_as_it_is(typed):
    plain = plain_text(typed)

    assert plain_text(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)
    assert not any(
        sign in BLANKS or unicodedata.category(sign) in DROPPED for sign in plain if sign not in "\n" + JOINERS
    )
    assert "\n\n\n" not in plain and "  " not in plain
    marks = "".join("m" if unicodedata.category(sign)[0] == "M" else "." for sign in plain)
    assert "m" * (MARKS_IN_A_ROW + 1) not in marks
    plain.encode()
