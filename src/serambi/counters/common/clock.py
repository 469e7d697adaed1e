"""The one clock of the service. Only counters read it; they hand the instant down as `now`."""

import os
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The present as aware UTC, moved by `SERAMBI_CLOCK_OFFSET_SECONDS` so that a demo can live in 2020."""
    return datetime.now(UTC) + timedelta(seconds=float(os.environ.get("SERAMBI_CLOCK_OFFSET_SECONDS", "0")))
