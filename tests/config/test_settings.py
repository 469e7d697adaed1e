import json
import os
import subprocess
import sys

import pytest

from serambi.config import keys

SHOW = """
import json, sys
from serambi.config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""


def _run(*names: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run([sys.executable, "-c", SHOW, *names], env=kept | environment, capture_output=True, text=True)


def _settings(*names: str, **environment: str) -> dict[str, object]:
    return json.loads(_run(*names, **(keys.new_secrets() | environment)).stdout)


@pytest.mark.parametrize("name", keys.NAMES)
def test_settings_without_a_secret_refuse_to_start(name):
    done = _run("DEBUG", **(keys.new_secrets() | {name: ""}))

    assert done.returncode == 1
    assert f"ImproperlyConfigured: {name} is not set." in done.stderr


def test_settings_are_safe_when_nothing_is_said():
    assert _settings("DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_HTTPONLY", "X_FRAME_OPTIONS") == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "SESSION_COOKIE_HTTPONLY": True,
        "X_FRAME_OPTIONS": "DENY",
    }


@pytest.mark.parametrize(
    ("https", "expected"),
    [
        ("", [False, "session", "csrf", 0, False]),
        ("1", [True, "__Host-session", "__Host-csrf", 31_536_000, True]),
    ],
)
def test_settings_of_cookies_and_transport(https, expected):
    names = (
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
    )

    found = _settings(*names, SERAMBI_HTTPS=https)

    assert [found[name] for name in names] == expected


def test_settings_trust_a_proxy_only_when_told():
    assert _settings("SECURE_PROXY_SSL_HEADER") == {"SECURE_PROXY_SSL_HEADER": None}
    assert _settings("SECURE_PROXY_SSL_HEADER", SERAMBI_BEHIND_PROXY="1") == {
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]
    }


@pytest.mark.parametrize(
    ("environment", "proxies"),
    [
        ({}, 0),
        ({"SERAMBI_PROXIES": "2"}, 0),
        ({"SERAMBI_BEHIND_PROXY": "1"}, 1),
        ({"SERAMBI_BEHIND_PROXY": "1", "SERAMBI_PROXIES": "2"}, 2),
    ],
)
def test_settings_count_the_proxies_only_when_there_is_one(environment, proxies):
    assert _settings("PROXIES", **environment) == {"PROXIES": proxies}


@pytest.mark.parametrize("number", ["0", "-1", "two", ""])
def test_settings_with_no_number_of_proxies_refuse_to_start(number):
    done = _run("PROXIES", **(keys.new_secrets() | {"SERAMBI_BEHIND_PROXY": "1", "SERAMBI_PROXIES": number}))

    assert done.returncode == 1
    assert "ImproperlyConfigured: SERAMBI_PROXIES is" in done.stderr


@pytest.mark.parametrize(("module", "is_pooled"), [("settings", True), ("settings_test", False)])
def test_settings_of_tests_never_share_connections(module, is_pooled):
    show = f"from serambi.config.{module} import DATABASES; print('pool' in DATABASES['default']['OPTIONS'])"

    done = subprocess.run(
        [sys.executable, "-c", show],
        env=os.environ | keys.new_secrets() | {"SERAMBI_POOL": "1"},
        capture_output=True,
        text=True,
    )

    assert done.stdout == f"{is_pooled}\n"
