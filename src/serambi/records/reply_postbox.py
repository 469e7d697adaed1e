"""A slit in a box: who serves the public can put a replier's address in, and has no way to take one out.

It names the table and not its model, because the model lies where the public side may not reach (reply_addresses.py).
"""

from django.db import connection

from serambi.records.models import Reply
from serambi.records.sealing import seal

PUT = "INSERT INTO reply_address (reply_id, sealed) VALUES (%s, %s)"


def put_address(reply: Reply, email: str) -> None:
    """Keep the address of a reply just written, sealed, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(PUT, [reply.pk, seal(email)])
