"""What all tests share: a PostgreSQL of their own, started when the first test needs it, and a browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from serambi.config import database
from serambi.config.temporary_postgres import FAST, temporary
from tools.ensure_chromium import installed

# The first of them is for root, the others keep Chromium from talking to anyone but the page under test.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The address of the tests' own PostgreSQL, or of the one that DATABASE_URL names."""
    if named := os.environ.get("DATABASE_URL"):
        yield named
        return
    with temporary(options=FAST) as address:
        os.environ["DATABASE_URL"] = address
        yield address
        del os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str) -> None:
    """Point Django at that PostgreSQL before the test database is made."""
    settings.DATABASES["default"].update(database.connection(database_url, pooled=False))


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Begin in Indonesian: a page in English leaves its language behind in the thread of the test before."""
    translation.deactivate()


@pytest.fixture
def file_folder(settings, tmp_path: Path) -> Path:
    """Where files that people send are kept during one test."""
    settings.VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = installed()
    assert path, "There is no Chromium; `make test` installs one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """An empty page as wide as the smallest telephone in use."""
    context = chromium.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="id-ID")
    yield from _watched_page(context)


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport=DESKTOP, locale="id-ID")
    yield from _watched_page(context)


def _watched_page(context) -> Iterator[Page]:
    """Give a page; at the end no script may have failed and nothing may have offended the content policy."""
    page, offences = context.new_page(), []
    page.on("pageerror", lambda error: offences.append(str(error)))
    page.on(
        "console",
        lambda said: offences.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield page
    context.close()
    assert offences == []
