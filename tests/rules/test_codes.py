"""Booking codes: what is typed is read, what is mistyped is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.codes import ALPHABET, RANDOM_SIGNS, SECRET_SIGNS, code_from, read_code, read_secret, secret_from

CODES = st.lists(st.integers(0, len(ALPHABET) - 1), min_size=RANDOM_SIGNS, max_size=RANDOM_SIGNS).map(code_from)

SECRETS = st.lists(st.integers(0, len(ALPHABET) - 1), min_size=SECRET_SIGNS, max_size=SECRET_SIGNS).map(secret_from)


def test_code_from_groups_by_four_and_ends_with_the_check_sign():
    assert code_from(range(11)) == "2345-6789-ABC8"


def test_code_from_needs_eleven_numbers():
    with pytest.raises(ValueError, match="11"):
        code_from([1])


@given(CODES)
def test_read_code_takes_any_case_spaces_and_dashes(code):
    assert read_code(code.lower().replace("-", " ")) == code


@given(CODES, st.integers(0, RANDOM_SIGNS), st.sampled_from(ALPHABET))
def test_read_code_refuses_every_single_wrong_sign(code, place, sign):
    signs = list(code.replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign

    assert read_code("".join(signs)) is None


@given(CODES, st.integers(0, RANDOM_SIGNS - 2))
def test_read_code_refuses_two_random_signs_swapped(code, place):
    signs = list(code.replace("-", ""))
    if signs[place] == signs[place + 1]:
        return
    signs[place], signs[place + 1] = signs[place + 1], signs[place]

    assert read_code("".join(signs)) is None


@pytest.mark.parametrize("typed", ["", "ABC", "O000-0000-0000", "2345-6789-ABC82", "２345-6789-ABC8"])
def test_read_code_refuses_what_cannot_be_one(typed):
    assert read_code(typed) is None


def test_secret_from_groups_by_four():
    assert secret_from(range(28)) == "2345-6789-ABCD-EFGH-JKMN-PQRS-TUVW"


def test_secret_from_needs_28_numbers():
    with pytest.raises(ValueError, match="28"):
        secret_from([1])


@given(SECRETS)
def test_read_secret_takes_any_case_spaces_and_dashes(secret):
    assert read_secret(f" {secret.lower().replace('-', ' ')} ") == secret
    assert read_secret(secret.replace("-", "")) == secret


@pytest.mark.parametrize("kept", ["aB3_-xyzQrstuvwxyz1234", "", "2345-6789", "２345" * 7])
def test_read_secret_leaves_other_shapes_as_they_are(kept):
    assert read_secret(f" {kept} ") == kept
