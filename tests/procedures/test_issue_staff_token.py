"""Keys for programs: shown once, kept as a hash, good for so many days and no longer than the person is staff."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.issue_staff_token import issue_staff_token
from serambi.records.models import LedgerRow, StaffToken
from serambi.records.queries.staff import StaffRow, staff_of_token
from serambi.records.sealing import secret_hash
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def token() -> str:
    ensure_staff(username="direktur", password="x", office_code=None, role="directorate", now=NOW, by="test")
    return issue_staff_token(username="direktur", label="skrip", days=2, now=NOW, by="serambi")


def test_issue_staff_token_opens_for_its_days_and_is_kept_as_a_hash(token):
    member = StaffRow("direktur", "directorate", None)

    assert staff_of_token(token=token, now=NOW) == member
    assert staff_of_token(token=token, now=NOW + timedelta(days=2)) is None
    assert staff_of_token(token=token[:-1], now=NOW) is None
    assert bytes(StaffToken.objects.get().token_hash) == secret_hash(token)
    assert len(token) >= 43
    ledger = LedgerRow.objects.get(action="token.issued")
    assert (ledger.subject, ledger.facts) == (
        "direktur",
        {"label": "skrip", "expires_at": (NOW + timedelta(days=2)).isoformat()},
    )


def test_issue_staff_token_ends_with_the_person_it_acts_for(token):
    get_user_model().objects.update(is_active=False)

    assert staff_of_token(token=token, now=NOW) is None


@pytest.mark.parametrize(
    ("username", "days", "refusal"),
    [
        ("nobody", 1, Refusal("staff.unknown", "username")),
        ("direktur", 0, Refusal("token.days", "days", {"most": 366})),
        ("direktur", 367, Refusal("token.days", "days", {"most": 366})),
    ],
)
def test_issue_staff_token_refuses(token, username, days, refusal):
    with pytest.raises(Refused) as refused:
        issue_staff_token(username=username, label="x", days=days, now=NOW, by="serambi")

    assert (refused.value.refusal, StaffToken.objects.count()) == (refusal, 1)
