"""A signature holds in the one way it was written, and in no other."""

from serambi.records.signing import is_signed, key_name, sign

TEXT = "serang 2020-09-10 1"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def test_a_signature_holds_as_it_was_written():
    assert is_signed(TEXT, key=key_name(), signature=sign(TEXT))


def test_no_other_letter_at_any_place_is_taken():
    signature = sign(TEXT)
    altered = {
        signature[:at] + letter + signature[at + 1 :]
        for at in range(len(signature))
        for letter in LETTERS
        if letter != signature[at]
    }

    assert len(altered) == 103 * 31
    assert not any(is_signed(TEXT, key=key_name(), signature=each) for each in altered)


def test_what_is_no_signature_is_none():
    for signature in ("", "!", sign(TEXT)[:-1], sign(TEXT) + "A", sign(TEXT).lower()):
        assert not is_signed(TEXT, key=key_name(), signature=signature)
