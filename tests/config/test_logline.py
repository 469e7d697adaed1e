import logging
import re
import sys
from types import SimpleNamespace

from serambi.config.logline import LineFormatter


def _line(message: str, *, error: BaseException | None = None) -> str:
    trouble = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord("serambi.jobs", logging.INFO, __file__, 1, message, None, trouble)
    record.created = 1_599_698_100.25
    return LineFormatter().format(record)


def test_line_is_key_and_value():
    assert (
        _line("sent code=AB12")
        == 'at=2020-09-10T00:35:00.250+00:00 level=info source=serambi.jobs event="sent code=AB12"'
    )


def test_line_stays_one_line_whatever_the_event():
    assert _line('a\nb "c"').endswith(r'event="a\nb \"c\""')


def test_line_of_an_error_names_kind_and_place_and_never_its_text():
    try:
        raise ValueError("Key (name)=(Ani) already exists")
    except ValueError:
        error = sys.exc_info()[1]

    line = _line("failed", error=error)

    assert "Ani" not in line
    assert re.search(r'event=failed error=ValueError trace="?\S*test_logline\.py:\d+:test_line_of_an_error', line)


def test_request_is_logged_by_its_route_not_by_what_was_typed():
    route = SimpleNamespace(route="bookings/<str:code>/")

    assert _request_line(route).endswith('event="Not Found: /bookings/<str:code>/"')
    assert _request_line(None).endswith('event="Not Found: (no such path)"')


def _request_line(match: SimpleNamespace | None) -> str:
    typed = ("Not Found", "/bookings/3673010101900001/")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", typed, None)
    record.request = SimpleNamespace(resolver_match=match)
    return LineFormatter().format(record)
