"""A PostgreSQL that keeps what it promised: fsync on, unlike the one of the other tests."""

import os
from collections.abc import Iterator

import pytest

from serambi.config.temporary_postgres import temporary


@pytest.fixture
def durable_database() -> Iterator[str]:
    with temporary() as address:
        yield address


@pytest.fixture(scope="session")
def is_proving() -> bool:
    """The long form: `make prove`."""
    return os.environ.get("SERAMBI_PROVE") == "1"
