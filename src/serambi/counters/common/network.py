"""Who calls: the address that limits per network are counted for, also behind a proxy."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def caller_address(request: HttpRequest) -> str:
    """The address of the caller, as text; empty where the server names none.

    Behind N proxies (settings.PROXIES) it is the Nth from the end of X-Forwarded-For: each of ours adds the address
    that called it, and what stands before those the caller wrote. Without a proxy the header is not read at all. A
    header that is missing, too short or no address there leaves the address of the connection.
    """
    connection = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if not settings.PROXIES or len(hops) < settings.PROXIES:
        return connection
    caller = hops[-settings.PROXIES]
    return caller if _is_address(caller) else connection


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
