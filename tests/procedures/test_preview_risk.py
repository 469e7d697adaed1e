"""A preview of a risk map says what assessing then does, and writes nothing."""

from datetime import timedelta

import pytest

from serambi.procedures.assess_risk import assess_risk
from serambi.procedures.preview_risk import RiskForeseen, ZoneChange, preview_risk
from serambi.records.models import AssessmentRow, LedgerRow
from serambi.rules.risk import Zone
from tests.factories import NOW, THE_DAY, save_office
from tests.rules.orders import score

pytestmark = pytest.mark.django_db(transaction=True)


def test_preview_risk_says_whose_zone_changes_and_writes_nothing(serang):
    save_office("cilegon", seat_region="36.72")
    rows, before = [score("1.50", THE_DAY)], LedgerRow.objects.count()

    foreseen = preview_risk(assessments=rows, now=NOW)

    assert foreseen == RiskForeseen(1, (ZoneChange("serang", None, Zone.RED),))
    assert (AssessmentRow.objects.count(), LedgerRow.objects.count()) == (0, before)
    done = assess_risk(assessments=rows, now=NOW, by="direktur")
    assert done.offices == ("serang",)
    assert preview_risk(assessments=rows, now=NOW) == RiskForeseen(0, ())


def test_preview_risk_of_a_day_to_come_and_of_an_error_taken_back(serang):
    to_come = [score("1.50", THE_DAY + timedelta(days=4))]
    for minutes, value in enumerate(("2.50", "1.50")):
        assess_risk(assessments=[score(value, THE_DAY)], now=NOW + timedelta(minutes=minutes), by="direktur")
    now = NOW + timedelta(minutes=2)

    taken_back = preview_risk(assessments=[score("2.50", THE_DAY)], now=now)
    assess_risk(assessments=[score("2.50", THE_DAY)], now=now, by="direktur")

    assert taken_back == RiskForeseen(1, (ZoneChange("serang", Zone.RED, Zone.YELLOW),))
    later = preview_risk(assessments=to_come, now=now)
    assert later == RiskForeseen(1, (ZoneChange("serang", Zone.YELLOW, Zone.RED),))
