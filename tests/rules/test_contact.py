"""Telephone numbers and e-mail addresses."""

import pytest

from serambi.rules.contact import read_phone, why_not_email, why_not_phone
from serambi.rules.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812345678", "+62812345678"),
        ("0812 3456 78901", "+6281234567890" + "1"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("+82 10-2345-6789", "+821023456789"),
        ("08123456", None),
        ("081234567890123", None),
        ("not a number", None),
        ("", None),
    ],
)
def test_read_phone_gives_e164(typed, kept):
    assert read_phone(typed) == kept


def test_why_not_phone_names_the_field():
    assert why_not_phone("12") == Refusal("phone.invalid", "phone")
    assert why_not_phone("+6281234567890") is None


@pytest.mark.parametrize(
    ("typed", "is_fine"),
    [
        ("ani@example.org", True),
        ("ani+paspor@mail.example.co.id", True),
        ("ani@localhost", False),
        ("ani", False),
        ("ani@example.org\nBcc: x@example.org", False),
        ("a" * 250 + "@example.org", False),
    ],
)
def test_why_not_email(typed, is_fine):
    assert why_not_email(typed) == (None if is_fine else Refusal("email.invalid", "email"))
