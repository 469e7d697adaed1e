"""Which PostgreSQL this installation uses, in the form that Django wants."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from serambi.config import postgres

POOL_MAX_CONNECTIONS = 8  # per process: its blocking threads, with some to spare
POOL_WAIT_SECONDS = 5


def address(var: Path) -> str:
    """`DATABASE_URL`, else the address of the database that comes along, started or not."""
    return os.environ.get("DATABASE_URL") or postgres.address(var / "postgres")


def connection(url: str, *, pooled: bool) -> dict[str, Any]:
    """Take whatever libpq understands in an address; what Django has no name for goes to OPTIONS."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "serambi"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", "") or "",
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }
    if pooled:
        # The server's threads come and go, and a connection kept per thread (CONN_MAX_AGE) stays open until
        # its dead thread is collected. A pool bounds them and hands an open one to whoever has a request.
        parts["pool"] = {"min_size": 1, "max_size": POOL_MAX_CONNECTIONS, "timeout": POOL_WAIT_SECONDS}
    return settings
