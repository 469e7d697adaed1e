"""The API under what its own description allows and what it forbids: no 5xx, every answer as described.

SERAMBI_PROVE=1 makes the run long.
"""

import os
from datetime import UTC, datetime
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from serambi.config.wsgi import application
from serambi.procedures.book_visits import book_visits
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.issue_staff_token import issue_staff_token
from serambi.rules.notice import About, NoticeKind
from tests.factories import NOW, THE_DAY, nik, order_text, request, save_office, save_slot
from tests.notices import WORDS, published

EXAMPLES = 1000 if os.environ.get("SERAMBI_PROVE") else 20
KNOWN = {"office": "serang", "service": "passport-new", "from": "2020-09-10", "until": "2020-10-10"}
ADVICE = 'topic = "advice"\nvalue = { id = "Jaga jarak.", en = "Keep apart." }'
numbers = count(1)
held: dict[str, str] = {}
"""A booking that is there, with its secret, a free slot, and a key of the directorate."""

for kind in ("application/toml", "text/csv", "application/x-ndjson", "application/jsonl"):
    schemathesis.serializer(kind)(lambda ctx, value: str(value).encode(errors="replace"))

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def aim(case) -> None:
    """Point every second sound request at what is there; the others, and unsound ones, stay as wild as they were."""
    if case.meta.generation.mode.is_negative or next(numbers) % 2:
        return
    if case.headers and "Authorization" in case.headers:
        case.headers["Authorization"] = f"Bearer {held['key']}"
    person = {"name": "Ani", "identity": {"kind": "nik", "number": nik(next(numbers))}, "born_on": "1990-05-17"}
    known = {**KNOWN, **held, "people": [person], "needed_on": None, "text": order_text(f"SE-{next(numbers)}", ADVICE)}
    known |= {"Booking-Secret": held["secret"], "Idempotency-Key": f"key-{next(numbers)}"}
    for part in (case.path_parameters, case.query, case.headers, case.body):
        if part and hasattr(part, "update"):
            part.update({name: known[name] for name in part if name in known})


@pytest.fixture
def seeded(transactional_db, monkeypatch):
    offset = (NOW - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))
    office = save_office()
    slot, other = save_slot(office), save_slot(office, 10_000, on=THE_DAY.replace(day=15))
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    ensure_staff(username="direktur", password="x", office_code=None, role="directorate", now=NOW, by="test")
    held.update(key=issue_staff_token(username="direktur", label="test", days=1, now=NOW, by="test"))
    published(About(NoticeKind.DAY, on=THE_DAY), WORDS)
    held.update(code=answer.visits[0].code, secret=answer.visits[0].secret, slot=other.code)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == 20,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_every_call_answers_as_described(case, seeded):
    aim(case)
    # What a rule refuses (a slot that is full, a birth in the future) no description can say beforehand.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
