"""The second person who stands by a decision: proven by a password of their own, and never signed in by it."""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from serambi.counters.common.clock import now
from serambi.counters.common.network import caller_address
from serambi.procedures.sign_in import note_sign_in, note_try
from serambi.records.queries.staff import staff_member
from serambi.rules.refusal import Refusal, Refused


def second_person(request: HttpRequest, *, office: str, username: str, password: str) -> str:
    """The user name of another member of staff of the office, with the right password.

    Tries are counted as those of signing in. Raises Refused: `sign_in.too_many`, `override.second` (alike for a wrong
    password, a stranger and staff of another office).
    """
    address = caller_address(request)
    note_try(username=username, address=address, now=now())
    user = authenticate(request, username=username, password=password)
    staff = None if user is None else staff_member(user_id=user.pk)
    if staff is None or staff.office != office:
        raise Refused(Refusal("override.second", "second"))
    note_sign_in(username=username, address=address, now=now())
    return staff.username
