"""The answers that the API and the command line share: every kind of value, over every day of the recorded orders."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from serambi.counters.api.schemas.regime import RegimeAnswer
from serambi.counters.common.answers import clause_value, instant, regime_answer, why_off_text
from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.load_policy import load_policy
from serambi.records.queries.office_day import day_of_office
from serambi.rules.catalogue import Text
from serambi.rules.instrument import Advice, HolidayList, Mode, PermitDeadline
from tests.factories import NOW


def test_instant_is_utc_whatever_the_zone():
    jakarta = timezone(timedelta(hours=7))

    assert instant(datetime(2020, 9, 10, 7, 30, tzinfo=jakarta)) == "2020-09-10T00:30:00Z"
    assert instant(datetime(2020, 9, 10, 0, 30, 0, 5, tzinfo=UTC)) == "2020-09-10T00:30:00.000005Z"


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (False, False),
        (Mode.URGENT_ONLY, "urgent_only"),
        (Decimal("0.25"), 0.25),
        (time(14, 0), "14:00"),
        (frozenset({"sick", "lost"}), ["lost", "sick"]),
        ("psbb", "psbb"),
        (Advice("Pakai masker.", "Wear a mask."), {"id": "Pakai masker.", "en": "Wear a mask."}),
        (PermitDeadline("itkt", date(2020, 9, 20)), {"permit": "itkt", "last_on": "2020-09-20"}),
        (PermitDeadline("itkt", None, ended_from=date(2020, 3, 23)), {"permit": "itkt", "last_on": None}),
        (
            HolidayList("public", 2020, (date(2020, 12, 9),)),
            {"kind": "public", "year": 2020, "days": ["2020-12-09"]},
        ),
    ],
)
def test_clause_value_of_every_kind_is_ready_for_json(value, answer):
    assert clause_value(value) == answer
    assert json.loads(json.dumps(clause_value(value))) == answer


def test_why_off_text_words_what_has_no_name_and_keeps_names():
    assert why_off_text(Text("weekend", "weekend")) == "Akhir pekan"
    assert why_off_text(Text("Hari Raya Natal", "Christmas Day")) == "Hari Raya Natal"


@pytest.mark.django_db(transaction=True)
def test_regime_answer_is_as_described_on_every_week_of_three_years():
    load_policy(policy=read_policy(POLICY_FOLDER), now=NOW, by="test")
    later = datetime(2023, 1, 1, tzinfo=UTC)

    for week in range(156):
        on = date(2020, 1, 1) + timedelta(weeks=week)
        day = day_of_office(office="serang", on=on, known_at=later, now=later)
        answer = regime_answer(day)
        assert RegimeAnswer.model_validate(answer, strict=True).model_dump(mode="json") == answer
