"""Which PostgreSQL this installation uses, in the form that Django wants."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from serambi.config import postgres

POOL_MIN_CONNECTIONS = 4  # per process: as many as its threads, since a growing pool makes the first visitors wait
POOL_MAX_CONNECTIONS = 8
POOL_WAIT_SECONDS = 5
# A writer that waits longer answers Busy; a client that vanished without a word cannot hold its locks for hours.
LIMITS = "-c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"


def address(var: Path) -> str:
    """`DATABASE_URL`, else the address of the database that comes along, started or not."""
    return os.environ.get("DATABASE_URL") or postgres.address(var / "postgres")


def connection(url: str, *, pooled: bool) -> dict[str, Any]:
    """Take whatever libpq understands in an address; what Django has no name for goes to OPTIONS."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    parts["options"] = " ".join([LIMITS, *filter(None, [parts.get("options")])])
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
        # A web server's idle threads end, and what such a thread had kept open (CONN_MAX_AGE) stays open: measured, 8
        # connections were 20 after the third quiet spell. A pool stays bounded, for a tenth of the speed of "SELECT 1".
        parts["pool"] = {
            "min_size": POOL_MIN_CONNECTIONS,
            "max_size": POOL_MAX_CONNECTIONS,
            "timeout": POOL_WAIT_SECONDS,
        }
    return settings
