"""Headers that say: keep no copy, and use none of the device's powers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POWERS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)


def permissions_policy(*used: str) -> str:
    """The policy of a page that uses some of the device's powers itself, and lets nobody else."""
    return ", ".join(f"{power}=({'self' if power in used else ''})" for power in POWERS)


PERMISSIONS_POLICY = permissions_policy()


class QuietHeaders:
    """Adds both headers to every answer; an answer that says itself how long it may be kept, or what it uses, is left
    alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
