"""Foreigners who are told: the real circulars of 2020, one message to each whose deadline changed, nothing twice."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.end_stay import end_stay
from serambi.procedures.give_stay import GivenStay, give_stay
from serambi.procedures.load_policy import load_policy
from serambi.procedures.recompute_stays import recompute_stays
from serambi.procedures.send_messages import send_messages
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import LedgerRow, Message, StayRow
from serambi.records.queries.stays import is_deadline_newer, stay_of_holder
from serambi.rules.identity import Identity, IdentityKind
from serambi.rules.permit import Stay
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.stay import MOST_STAYS, Holder
from tests.mail import carrier_to, mail_server, text_of

pytestmark = pytest.mark.django_db(transaction=True)

JULY = datetime(2020, 7, 20, 3, 0, tzinfo=UTC)
AMENDED = datetime(2020, 8, 19, 3, 0, tzinfo=UTC)
"""The day after SE 4049 was signed."""
STAYS = {
    "stranded": Stay("itk", date(2020, 4, 15)),
    "valid": Stay("itk", date(2020, 10, 30)),
    "runs out": Stay("itk", date(2020, 9, 1)),
    "abroad": Stay("itas", date(2020, 5, 1), is_abroad=True),
    "resident": Stay("itap", date(2020, 6, 1)),
}


def holder(serial: int, **changes: str) -> Holder:
    values = {"email": f"guest{serial}@example.org", "language": "en"} | changes
    return Holder(Identity(IdentityKind.PASSPORT, f"AB{serial:05d}", "AU"), **values)


def give(stay: Stay, serial: int, now: datetime = JULY, address: str = "", **changes: str) -> GivenStay:
    network = address or f"10.0.0.{serial}"
    return give_stay(stay=stay, holder=holder(serial, **changes), address=network, now=now, by="portal")


@pytest.fixture
def given(transactional_db) -> dict[str, str]:
    """Five stays given on 20 July 2020 under the instruments on record; their codes."""
    load_policy(policy=read_policy(POLICY_FOLDER), now=JULY, by="test")
    return {name: give(stay, serial).code for serial, (name, stay) in enumerate(STAYS.items())}


def told() -> dict[str, int]:
    return dict(Counter(Message.objects.filter(kind="stay_changed").values_list("stay__code", flat=True)))


def refusal_of(work, *given: object, **named: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        work(*given, **named)
    return refused.value.refusal


def test_amended_circular_tells_those_whose_deadline_moved_from_august_to_september_and_nobody_else(given):
    before = [recompute_stays(now=at, by="jobs") for at in (JULY, AMENDED - timedelta(days=2))]

    after = [recompute_stays(now=AMENDED + timedelta(minutes=n), by="jobs") for n in (0, 1)]

    assert (before, after) == ([0, 0], [2, 0])
    assert told() == {given["stranded"]: 1, given["resident"]: 1}
    days = dict(StayRow.objects.values_list("code", "last_on"))
    assert {name: days[code] for name, code in given.items()} == {
        "stranded": date(2020, 9, 20),
        "valid": date(2020, 10, 30),
        "runs out": date(2020, 9, 1),
        "abroad": date(2020, 9, 10),
        "resident": date(2020, 9, 20),
    }
    assert [row.facts for row in LedgerRow.objects.filter(action="stays.recomputed").order_by("id")] == [
        *({"told": 0},) * 2,
        {"told": 2},
        {"told": 0},
    ]


def test_emergency_stay_begins_by_itself_the_day_after_the_permit_ran_out(given):
    recompute_stays(now=AMENDED, by="jobs")
    counts = [recompute_stays(now=datetime(2020, 9, day, 3, tzinfo=UTC), by="jobs") for day in (1, 2, 2)]

    assert counts == [0, 1, 0]
    assert told()[given["runs out"]] == 1
    facts = Message.objects.get(stay__code=given["runs out"]).facts
    assert (facts["was"], facts["last_on"], facts["becomes"]) == ("2020-09-01", "2020-09-20", "itkt")


def test_undone_amendment_gives_the_old_day_back_and_tells_again(given):
    recompute_stays(now=AMENDED, by="jobs")
    newer_before = is_deadline_newer(now=AMENDED + timedelta(hours=1))
    undone_at = AMENDED + timedelta(hours=2)
    undo_instrument(number="SE-IMI-GR.01.01-4049-2020", reason="keliru", now=undone_at, by="direktur")

    assert (newer_before, is_deadline_newer(now=undone_at)) == (False, True)
    assert recompute_stays(now=undone_at, by="jobs") == 2
    assert told() == {given["stranded"]: 2, given["resident"]: 2}
    assert StayRow.objects.get(code=given["stranded"]).last_on == date(2020, 8, 20)


def test_message_names_days_and_circular_in_both_languages_and_opens_the_stay(given):
    recompute_stays(now=AMENDED, by="jobs")
    end_stay(code=given["resident"], now=AMENDED, by="portal")
    with mail_server() as (mailbox, server):
        send_messages(carrier=carrier_to(server), now=AMENDED, by="jobs")
        send_messages(carrier=carrier_to(server), now=AMENDED, by="jobs")

    ((to, mail),) = mailbox.mails
    text = text_of(mail)
    assert to == "guest0@example.org"
    assert "The deadline of your stay is now Sunday, 20 September 2020. Before: Thursday, 20 August 2020." in text
    assert "Batas waktu izin tinggal Anda kini Minggu, 20 September 2020." in text
    assert "SE 4049" in text and "AB00000" not in text
    link = next(line for line in text.splitlines() if "/en/stay/" in line)
    code, _, key = link.rpartition("/en/stay/")[2].partition("/?key=")
    assert stay_of_holder(code=code, key=key).told_on == date(2020, 9, 20)


def test_newer_permit_replaces_the_older_and_another_address_does_not(given):
    again = give(Stay("itk", date(2020, 12, 1)), 0)
    other = give(Stay("itk", date(2020, 12, 1)), 0, email="other@example.org")

    old = StayRow.objects.get(code=given["stranded"])
    assert (old.ended_at, bytes(old.sealed)) == (JULY, b"")
    assert StayRow.objects.filter(code__in=(again.code, other.code), ended_at=None).count() == 2


def test_ended_stay_is_forgotten_told_nothing_and_not_found_again(given):
    code = given["stranded"]
    end_stay(code=code, now=JULY, by="portal")

    assert bytes(StayRow.objects.get(code=code).sealed) == b""
    assert recompute_stays(now=AMENDED, by="jobs") == 1
    assert refusal_of(end_stay, code=code, now=JULY, by="portal") == Refusal("stay.not_found")


@pytest.mark.parametrize(
    ("stay", "changes", "refusal"),
    [
        (Stay("itk", date(2020, 8, 1), entered_on=date(2020, 8, 2)), {}, Refusal("stay.entry_late", "entered_on")),
        (Stay("itk", date(2020, 12, 1), entered_on=date(2020, 7, 21)), {}, Refusal("stay.entry_late", "entered_on")),
        (STAYS["valid"], {"email": "nobody"}, Refusal("email.invalid", "email")),
    ],
)
def test_give_stay_that_cannot_be_is_refused(given, stay, changes, refusal):
    assert refusal_of(give, stay, 99, **changes) == refusal
    assert StayRow.objects.count() == len(STAYS)


def test_give_stay_too_often_from_one_network_is_refused_for_an_hour(given):
    for serial in range(MOST_STAYS):
        give(STAYS["valid"], 100 + serial, address="192.0.2.7")

    assert refusal_of(give, STAYS["valid"], 200, address="192.0.2.7") == Refusal("stay.too_many", None, {"minutes": 60})
    give(STAYS["valid"], 201, JULY + timedelta(minutes=61), address="192.0.2.7")


def test_key_of_another_stay_opens_nothing(given):
    first, second = give(STAYS["valid"], 300), give(STAYS["valid"], 301)

    assert stay_of_holder(code=first.code, key=second.key) is None
    assert stay_of_holder(code=first.code, key="") is None
    assert stay_of_holder(code=first.code, key=first.key).stay == STAYS["valid"]


def test_stay_without_a_last_day_is_told_of_the_day_that_is_set_and_of_its_being_taken_back(transactional_db):
    june, set_on = datetime(2020, 6, 1, 3, tzinfo=UTC), datetime(2020, 7, 13, 3, tzinfo=UTC)
    load_policy(policy=read_policy(POLICY_FOLDER), now=june, by="test")
    code = give(STAYS["stranded"], 0, now=june).code
    told_at_first = StayRow.objects.get(code=code)

    counts = [recompute_stays(now=at, by="jobs") for at in (june, set_on - timedelta(days=1), set_on, set_on)]
    undo_instrument(number="SE-IMI-GR.01.01-1102-2020", reason="keliru", now=set_on + timedelta(hours=1), by="direktur")
    counts.append(recompute_stays(now=set_on + timedelta(hours=1), by="jobs"))
    with mail_server() as (mailbox, server):
        send_messages(carrier=carrier_to(server), now=set_on + timedelta(hours=1), by="jobs")

    assert (told_at_first.last_on, told_at_first.instrument) == (None, "PERMENKUMHAM-11-2020")
    assert counts == [0, 0, 1, 0, 1]
    days = [(row.facts["was"], row.facts["last_on"]) for row in Message.objects.order_by("id")]
    assert days == [(None, "2020-08-20"), ("2020-08-20", None)]
    ((_, mail),) = mailbox.mails  # The first is outdated by then and lapses.
    text = text_of(mail)
    assert (
        "The deadline of your stay is now open (no last day has been set yet). Before: Thursday, 20 August 2020."
        in text
    )
    assert "without a request and free of charge, as long as that rule is in force" in text
