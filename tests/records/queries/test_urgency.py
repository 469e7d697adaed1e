"""The triage desk's lists: what is unjudged, and what is sampled for a second look."""

from datetime import timedelta

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.judge_urgency import accept_urgency, audit_urgency, reject_urgency
from serambi.records.queries.urgency import claims_to_judge, is_to_audit, verdicts_to_audit
from serambi.rules.sampling import is_sampled
from tests.factories import NOW, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def claims(transactional_db) -> list[str]:
    slot = save_slot(save_office(), 40)
    asked = [request(slot.code, urgency="medical") for _ in range(30)] + [request(slot.code)]
    answers = book_visits(requests=asked, now=NOW, by="test")
    return [visit.code for answer in answers[:30] for visit in answer.visits]


def test_claims_to_judge_are_the_unjudged_ones_to_come(claims, django_assert_num_queries):
    accept_urgency(code=claims[0], reason="surat rujukan", now=NOW, by="petugas")
    reject_urgency(code=claims[1], reason="tanpa bukti", now=NOW, by="petugas")

    with django_assert_num_queries(1):
        rows = claims_to_judge(office="serang", now=NOW)

    assert sorted(row.code for row in rows) == sorted(claims[2:])
    assert {(row.urgency, row.state) for row in rows} == {("medical", "confirmed")}
    assert claims_to_judge(office="serang", now=NOW + timedelta(days=30)) == ()
    assert claims_to_judge(office="elsewhere", now=NOW) == ()


def test_verdicts_to_audit_are_the_sampled_ones_until_audited(claims):
    for code in claims:
        accept_urgency(code=code, reason="surat rujukan", now=NOW, by="petugas")
    sampled = [code for code in claims if is_sampled(code)]

    assert [row.code for row in verdicts_to_audit(office="serang")] == sampled
    for code in sampled:
        assert is_to_audit(code=code)
        audit_urgency(code=code, is_accepted=True, reason="cocok", now=NOW, by="penyelia")
        assert not is_to_audit(code=code)
    assert verdicts_to_audit(office="serang") == ()
