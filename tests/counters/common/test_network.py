"""Whose address a request is counted for: directly, and behind proxies."""

import pytest
from django.test import RequestFactory

from serambi.counters.common.network import caller_address

CALLER, FORGED, INNER = "203.0.113.9", "198.51.100.1", "10.0.0.2"


def seen(settings, proxies, header):
    settings.PROXIES = proxies
    sent = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    return caller_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **sent))


@pytest.mark.parametrize("header", [None, CALLER, f"{FORGED}, {CALLER}", "nonsense"])
def test_without_a_proxy_nobody_is_believed(settings, header):
    assert seen(settings, 0, header) == "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (1, CALLER, CALLER),
        (1, "2001:db8::9", "2001:db8::9"),
        (1, f"{FORGED}, {CALLER}", CALLER),
        (1, f"{FORGED},{INNER} , {CALLER} ", CALLER),
        (2, f"{CALLER}, {INNER}", CALLER),
        (2, f"{FORGED}, {CALLER}, {INNER}", CALLER),
    ],
)
def test_behind_proxies_their_own_word_counts_and_no_hop_before_it(settings, proxies, header, expected):
    assert seen(settings, proxies, header) == expected


@pytest.mark.parametrize(
    ("proxies", "header"),
    [
        (1, None),
        (1, ""),
        (1, "unknown"),
        (1, f"{CALLER}, "),
        (1, f"{CALLER}:51234"),
        (1, f"{CALLER}\n{FORGED}"),
        (2, CALLER),
        (2, f"{FORGED}, x, {INNER}"),
    ],
)
def test_what_is_missing_or_no_address_leaves_that_of_the_connection(settings, proxies, header):
    assert seen(settings, proxies, header) == "10.0.0.1"


def test_a_server_that_names_nobody_gives_nobody(settings):
    settings.PROXIES = 0
    request = RequestFactory().get("/")
    del request.META["REMOTE_ADDR"]

    assert caller_address(request) == ""
