import pytest

from serambi.rules.refusal import Refusal
from serambi.rules.signing_in import why_not_try


@pytest.mark.parametrize("tries", [0, 4])
def test_why_not_try_lets_a_few_tries_pass(tries):
    assert why_not_try(tries) is None


@pytest.mark.parametrize("tries", [5, 6, 1000])
def test_why_not_try_refuses_after_five(tries):
    assert why_not_try(tries) == Refusal("sign_in.too_many", None, {"minutes": 15})
