"""The durable transaction of a procedure, and the two ways in which it can end without an answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg import errors
from psycopg.errors import Diagnostic

QUERY_CANCELLED = "57014"
ADMIN_SHUTDOWN = "57P01"


class OutcomeUnknown(Exception):
    """The connection or the standby was lost around the commit: the write may stand or not.

    Sending the same idempotency key again gives the true answer.
    """


class Busy(Exception):
    """A lock was not had in time or two writers crossed; nothing was written, trying again is safe."""


@contextmanager
def durable_transaction() -> Iterator[None]:
    """Run one transaction that is durable when it returns.

    Raises Busy when nothing was written, OutcomeUnknown when that cannot be known. PostgreSQL answers COMMIT with a
    mere warning when the wait for a synchronous standby was cut short; that too is unknown, not confirmed.
    """
    warnings: list[str | None] = []

    def note(diagnostic: Diagnostic) -> None:
        if diagnostic.sqlstate in (QUERY_CANCELLED, ADMIN_SHUTDOWN):
            warnings.append(diagnostic.sqlstate)

    try:
        connection.ensure_connection()
        driver = connection.connection
        driver.add_notice_handler(note)
        try:
            with transaction.atomic(durable=True):
                yield
        finally:
            driver.remove_notice_handler(note)
    except (OperationalError, InterfaceError) as error:
        if isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected):
            raise Busy from error
        raise OutcomeUnknown from error
    if warnings:
        raise OutcomeUnknown(warnings[0])
