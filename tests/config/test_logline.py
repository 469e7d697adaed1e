import logging
import logging.config
import re
import sys
from types import SimpleNamespace

import pytest

from serambi.config.logline import LineFormatter, VisitorsMistakes


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


@pytest.mark.parametrize(("status", "level"), [(404, "INFO"), (422, "INFO"), (500, "ERROR"), (503, "ERROR")])
def test_a_visitors_mistake_is_information_and_ours_an_error(status, level):
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("x", "/"), None)
    record.status_code = status

    assert (VisitorsMistakes().filter(record), record.levelname) == (True, level)


def test_the_settings_put_the_filter_where_requests_are_logged(settings):
    assert settings.LOGGING["loggers"]["django.request"] == {"filters": ["visitors_mistakes"]}
    logging.config.DictConfigurator(settings.LOGGING).configure_filter(settings.LOGGING["filters"]["visitors_mistakes"])
