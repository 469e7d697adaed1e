"""How to reach a person: telephone numbers and e-mail addresses in one spelling."""

import re

import phonenumbers

from serambi.rules.refusal import Refusal

EMAIL_MAX_CHARACTERS = 254
EMAIL_SHAPE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""What browsers take in an e-mail field, with at least one dot in the domain; no quoting, no comments."""


def read_phone(typed: str) -> str | None:
    """A telephone number as E.164 ("+62812…") from what a person typed; None when it cannot be one.

    Numbers without a country code are Indonesian. Source: docs/sources.md.
    """
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def why_not_phone(typed: str) -> Refusal | None:
    """Refusal code `phone.invalid`, None when the number can be read."""
    return None if read_phone(typed) else Refusal("phone.invalid", "phone")


def why_not_email(typed: str) -> Refusal | None:
    """Refusal code `email.invalid`, None when the address has the shape of one."""
    if len(typed) <= EMAIL_MAX_CHARACTERS and EMAIL_SHAPE.fullmatch(typed):
        return None
    return Refusal("email.invalid", "email")
