"""The README and the page of the API can both be followed on one installation."""

import re
from datetime import date
from pathlib import Path

from serambi.counters.api.schemas import bookings
from serambi.rules.identity import nik_warnings, read_identity, why_not_identity

README = Path(__file__).resolve().parents[2] / "README.md"
NIK = re.compile(r"\b\d{16}\b")


def test_the_identity_number_to_try_is_good_and_not_the_one_of_the_page_of_the_api():
    (number,) = NIK.findall(README.read_text())

    identity = read_identity("nik", number)

    assert (why_not_identity(identity), nik_warnings(identity, date(1990, 5, 17), ["36.73"])) == (None, ())
    assert number not in Path(bookings.__file__).read_text()
