"""Word that a hall has changed: sent inside the transaction that changes it, heard by whoever serves the boards."""

from collections.abc import AsyncIterator

from django.db import connection
from psycopg import AsyncConnection

CHANNEL = "serambi_hall"
EVERY_HALL = ""


def announce_hall(office: str) -> None:
    """Say at commit that the hall of an office changed; a transaction that fails says nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, office])


async def hall_changes() -> AsyncIterator[str]:
    """Give the code of each office whose hall changes, as it happens, over one connection of its own.

    First comes EVERY_HALL: from now on nothing is missed, but before it something may have been. Ends with
    psycopg.OperationalError when the connection is lost.
    """
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)  # Django's own, which an asynchronous connection cannot use
    async with await AsyncConnection.connect(**parameters, autocommit=True) as listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        yield EVERY_HALL
        async for told in listening.notifies():
            yield told.payload
