"""Staff accounts: made once, with a role that fits the office."""

import pytest

from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import LedgerRow, StaffMember
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW, save_office

pytestmark = pytest.mark.django_db(transaction=True)

ROLES = "clerk, supervisor, office_head, directorate, auditor"


def ensure(role: str, office: str | None) -> bool:
    return ensure_staff(username="ani", password="x", office_code=office, role=role, now=NOW, by="test")


@pytest.mark.parametrize(
    ("role", "office"),
    [
        ("clerk", "serang"),
        ("supervisor", "serang"),
        ("office_head", "serang"),
        ("directorate", None),
        ("auditor", None),
    ],
)
def test_an_account_is_made_once_and_noted(role, office):
    save_office()

    made = [ensure(role, office), ensure(role, office)]

    assert made == [True, False]
    member = StaffMember.objects.select_related("office").get()
    assert (member.role, member.office.code if member.office else None) == (role, office)
    (row,) = LedgerRow.objects.filter(action="staff.added")
    assert (row.subject, row.by, row.facts) == ("ani", "test", {"role": role})


@pytest.mark.parametrize(
    ("role", "office", "refusal"),
    [
        ("boss", None, Refusal("role.unknown", "role", {"roles": ROLES})),
        ("clerk", "atlantis", Refusal("office.unknown", "office", {"offices": "cilegon, serang"})),
        ("clerk", "", Refusal("office.unknown", "office", {"offices": "cilegon, serang"})),
        ("clerk", None, Refusal("staff.office_missing", "office", {"role": "clerk", "offices": "cilegon, serang"})),
        ("directorate", "serang", Refusal("staff.office_not_for_role", "office", {"role": "directorate"})),
        ("auditor", "serang", Refusal("staff.office_not_for_role", "office", {"role": "auditor"})),
    ],
)
def test_a_role_that_does_not_fit_is_refused(role, office, refusal):
    save_office()
    save_office("cilegon")

    with pytest.raises(Refused) as refused:
        ensure(role, office)

    assert refused.value.refusal == refusal
    assert StaffMember.objects.count() == 0
