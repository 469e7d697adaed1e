"""The regime in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.utils import translation

from serambi.counters.common.reasons import bound_sentence, regime_lines
from serambi.rules.capacity import Bound, BoundValue
from serambi.rules.instrument import Advice, Clause, Condition, Instrument, Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.regime import orders_for, regime_on
from serambi.rules.risk import Assessment, Zone
from serambi.rules.rota.manning import Isolation
from serambi.rules.territory import NATION, Seat

KNOWN = datetime(2020, 9, 9, tzinfo=UTC)
SEAT = Seat("serang", "36.73", frozenset({"direct-service"}))
SE_67 = Instrument(
    number="SE-67",
    short_name="SE 67",
    title="Surat Edaran Menteri PANRB 67/2020",
    issuer="Menteri PANRB",
    rank=Rank.MINISTRY,
    signed_on=date(2020, 9, 4),
    in_force=DayPeriod(date(2020, 9, 4)),
    areas=(NATION,),
    clauses=(
        Clause(1, Topic.STAFF_CEILING_SHARE, Decimal("0.5"), Condition(zones=frozenset({Zone.ORANGE}))),
        Clause(2, Topic.LAST_SERVICE_AT, time(14)),
        Clause(3, Topic.WALK_IN, frozenset({"lost", "elderly"})),
    ),
    known_at=KNOWN,
)
SE_58 = replace(
    SE_67,
    number="SE-58",
    short_name="SE 58",
    signed_on=date(2020, 5, 29),
    clauses=(Clause(1, Topic.STAFF_CEILING_SHARE, Decimal(0)), Clause(2, Topic.STAFF_FLOOR_SHARE, Decimal("0.25"))),
)
ORANGE = Assessment("36.73", Decimal("2.05"), date(2020, 9, 6), KNOWN, "map")


def lines_in(language: str) -> dict[str, tuple[str, str, str]]:
    orders = orders_for(SEAT, KNOWN, instruments=[SE_67, SE_58], assessments=[ORANGE])
    with translation.override(language):
        return {line.topic: line[1:4] for line in regime_lines(regime_on(orders, date(2020, 9, 10)))}


def test_every_value_names_who_decided_it_and_whom_it_overruled():
    lines = lines_in("id")

    assert list(lines)[:4] == ["Kantor", "Yang dilayani", "Zona risiko", "Pembatasan wilayah"]
    assert lines["Kantor"] == ("buka", "tidak ada aturan yang membatasi", "")
    assert lines["Zona risiko"] == ("oranye (risiko sedang), skor 2,05", "peta risiko tanggal 6 September 2020", "")
    assert lines["Kehadiran pegawai"] == (
        "25\N{NO-BREAK SPACE}% pegawai hadir di kantor",
        "SE 58 (Menteri PANRB, 29 Mei 2020), batas paling sedikit bagi unit yang melayani langsung",
        "SE 58: 0\N{NO-BREAK SPACE}% pegawai hadir di kantor; SE 67: 50\N{NO-BREAK SPACE}% pegawai hadir di kantor",
    )
    assert lines["Pelayanan terakhir"] == ("pukul 14.00", "SE 67 (Menteri PANRB, 4 September 2020)", "")
    assert lines["Datang langsung (walk-in)"][0] == "paspor hilang dan lansia"


def test_the_same_in_english():
    lines = lines_in("en")

    assert lines["Last service"] == ("14:00", "SE 67 (Menteri PANRB, 4 September 2020)", "")
    assert lines["Risk zone"] == ("orange (medium risk), score 2.05", "risk map of 6 September 2020", "")


def test_what_adds_up_names_every_order_with_its_own_words():
    texts = [("SE 1", Advice("Tunda", "Postpone")), ("SE 2", Advice("Jaga jarak", "Keep distance"))]
    orders = [
        replace(SE_67, number=name, short_name=name, clauses=(Clause(1, Topic.ADVICE, advice),))
        for name, advice in texts
    ]
    regime = regime_on(orders_for(SEAT, KNOWN, instruments=orders), date(2020, 9, 10))

    with translation.override("en"):
        (line,) = [each for each in regime_lines(regime) if each.topic == "Advice"]

    said = "(Menteri PANRB, 4 September 2020)"
    assert line.value == "Postpone Keep distance"
    assert line.decided_by == f"SE 1 {said}; SE 2 {said}"
    assert line.each == (("Postpone", f"SE 1 {said}"), ("Keep distance", f"SE 2 {said}"))


def test_one_of_a_kind_is_said_in_the_singular():
    hall = BoundValue(1, {"seats": 1, "distance_m": "1", "stay_minutes": 1})
    counters = {"staffed": 1, "counters": 1, "staff_share": "1", "service_minutes": 1, "slot_minutes": 30}
    back_office = BoundValue(1, {"per_day": 1, "promise_days": 1, "unfinished": 0})

    with translation.override("en"):
        said = [
            bound_sentence(Bound.HALL, hall),
            bound_sentence(Bound.COUNTERS, BoundValue(1, counters)),
            bound_sentence(Bound.BACK_OFFICE, back_office),
        ]

    assert said == [
        "Waiting room: 1 place; 1 seat at a distance of 1 m, each applicant stays 1 minute.",
        "Counters: 1 place; 1 of 1 counter staffed with 100% of staff, 1 minute per applicant within 30 minutes.",
        "Back office: 1 place; 1 file a day within the promise of 1 working day, 0 files still in work.",
    ]


def test_a_bound_says_why():
    quota = BoundValue(5, {"normal_quota": 100, "quota_share": "0.5", "day": 50, "mode": "all", "open": 1})
    hall = BoundValue(4, {"seats": 8, "distance_m": "1.5", "stay_minutes": 60})

    with translation.override("en"):
        said = [bound_sentence(Bound.QUOTA, quota), bound_sentence(Bound.HALL, hall)]

    assert said == [
        "Quota: 5 places out of 50 a day (50% of the normal quota of 100).",
        "Waiting room: 4 places; 8 seats at a distance of 1.5 m, each applicant stays 60 minutes.",
    ]


def test_counters_manned_by_the_rota_name_the_team_in_isolation_and_until_when():
    facts = {"staffed": 2, "counters": 4, "staff_share": "1", "service_minutes": 15, "slot_minutes": 30, "manned": 2}
    away = Isolation("paspor-1", DayPeriod(date(2020, 9, 14), date(2020, 9, 22)))

    said = []
    for language in ("id", "en"):
        with translation.override(language):
            said.append(bound_sentence(Bound.COUNTERS, BoundValue(4, facts, (away,))))

    assert said == [
        "Loket: 4 tempat; 2 dari 4 loket terisi menurut piket, 15 menit tiap pemohon dalam 30 menit. "
        "Tim paspor-1 diisolasi sampai 21 September 2020.",
        "Counters: 4 places; 2 of 4 counters staffed by the rota, 15 minutes per applicant within 30 minutes. "
        "Team paspor-1 is in isolation until 21 September 2020.",
    ]
