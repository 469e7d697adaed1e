"""The calls that list services and purposes."""

from datetime import date

import pytest

from serambi.records.codec import to_json
from serambi.records.models import PurposeRow, ServiceRow
from serambi.rules.catalogue import Document, Purpose, Text
from tests.factories import save_office, service

pytestmark = pytest.mark.django_db(transaction=True)


def test_services_are_listed_with_what_a_booking_must_know(client):
    save_office()
    letter = Document(
        code="letter",
        name=Text("Surat", "Letter"),
        condition=None,
        purposes=frozenset({"umrah"}),
        source="",
        confidence="",
        asked_until=date(2020, 9, 14),
    )
    kept = service(documents=(letter,), fee_codes=("PASPOR_48",), purposes=frozenset({"umrah", "tourism"}))
    ServiceRow.objects.update(entry=to_json(kept))

    answer = client.get("/api/v1/services")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=300")
    assert answer.json() == [
        {
            "code": "passport-new",
            "group": "passport",
            "who": "citizen",
            "name": {"id": "Paspor baru", "en": "New passport"},
            "summary": {"id": "Untuk WNI", "en": "For citizens"},
            "documents": [
                {
                    "code": "letter",
                    "name": {"id": "Surat", "en": "Letter"},
                    "condition": None,
                    "purposes": ["umrah"],
                    "asked_from": None,
                    "asked_until": "2020-09-14",
                }
            ],
            "fee_codes": ["PASPOR_48"],
            "legal_days": 4,
            "purposes": ["tourism", "umrah"],
            "bookable": True,
            "jurisdiction": "any_office",
        }
    ]


def test_purposes_are_listed_in_their_order(client):
    for position, code in enumerate(("work", "study")):
        entry = to_json(Purpose(code, Text(code, code)))
        PurposeRow.objects.create(code=code, position=position, entry=entry)

    answer = client.get("/api/v1/purposes")

    assert [line["code"] for line in answer.json()] == ["work", "study"]
    assert answer.json()[0] == {"code": "work", "name": {"id": "work", "en": "work"}}


def test_slots_of_a_service_that_takes_no_visit_are_refused(client):
    save_office()
    ServiceRow.objects.update(entry=to_json(service(is_bookable=False)))

    answer = client.get("/api/v1/offices/serang/slots", {"service": "passport-new"})

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        409,
        "service.not_bookable",
        "service",
    )
