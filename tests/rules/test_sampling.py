"""The sample of claims: fixed by the code, about one in ten."""

from serambi.rules.sampling import is_sampled


def test_sampled_is_about_one_in_ten_and_always_the_same():
    codes = [f"CODE-{number}" for number in range(10_000)]

    sampled = [code for code in codes if is_sampled(code)]

    assert 900 < len(sampled) < 1100
    assert sampled == [code for code in codes if is_sampled(code)]
