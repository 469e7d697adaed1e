"""Tracking, checking what to bring, and the permit date check, as a browser without scripts asks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.load_policy import load_policy
from serambi.procedures.open_case import open_case
from serambi.procedures.pause_case import pause_case, resume_case
from serambi.records.codec import to_json
from serambi.records.models import Case, CaseStatus, ServiceRow
from serambi.rules.catalogue import Text
from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.counters.portal.walking import texts_of
from tests.factories import NOW, request, service

LATER = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BORN = {"born_day": "17", "born_month": "5", "born_year": "1990"}
INTERVIEWED = (CaseEvent.VERIFY, CaseEvent.INTERVIEW)
PAID = (*INTERVIEWED, CaseEvent.PAY)
READY = (*PAID, CaseEvent.ADJUDICATE, CaseEvent.PRINT, CaseEvent.CHECK, CaseEvent.MAKE_READY)


@pytest.fixture
def number(slots) -> str:
    (answer,) = book_visits(requests=[request(slots[0].code)], now=NOW, by="test")
    return open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=NOW, by="desk").number


def advance(number: str, *events: CaseEvent, now: datetime = NOW) -> None:
    for event in events:
        advance_case(number=number, event=event, now=now, by="officer")


def track(visitor: Client, number: str, prefix: str = "", **changes: str):
    return visitor.post(f"{prefix}/cases/", {"number": number, **BORN, **changes})


def page_of(visitor: Client, number: str, prefix: str = "") -> str:
    shown = track(visitor, number, prefix)
    assert shown.status_code == 302, texts_of(shown)
    return texts_of(visitor.get(shown["Location"]))


def live_at(instant: datetime, monkeypatch) -> None:
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((instant - datetime.now(UTC)).total_seconds()))


def test_tracking_takes_a_number_as_people_type_it_and_keeps_the_page_for_this_browser(visitor, number):
    typed = " ".join(number[start : start + 4] for start in range(0, 16, 4))

    shown = track(visitor, typed)

    assert (shown.status_code, shown["Location"]) == (302, f"/cases/{number}/")
    assert "Berkas diterima" in texts_of(visitor.get(f"/cases/{number}/"))
    assert "File received" in texts_of(visitor.get(f"/en/cases/{number}/"))


def test_tracking_answers_wrong_and_unknown_alike_and_then_rests(visitor, number):
    wrong, unknown = track(visitor, number, born_day="18"), track(visitor, "0" * 16)
    more = [track(visitor, number, born_day=str(day)).status_code for day in range(1, 5)]

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert texts_of(wrong) == texts_of(unknown)
    assert "Nomor berkas dan tanggal lahir tidak cocok." in texts_of(wrong)
    assert more == [422, 422, 422, 429]
    assert "Coba lagi 15 menit lagi." in texts_of(track(visitor, number))


def test_behind_a_proxy_each_forwarded_address_is_answered_for_itself(visitor, number, settings):
    settings.PROXIES = 1
    first, second = ({"HTTP_X_FORWARDED_FOR": f"198.51.100.1, 203.0.113.{host}"} for host in (9, 10))
    for serial in range(5):
        visitor.post("/cases/", {"number": f"{serial:016d}", **BORN}, **first)

    asked = [visitor.post("/cases/", {"number": number, **BORN}, **each) for each in (first, second)]

    assert [answer.status_code for answer in asked] == [429, 302]


def test_tracking_names_each_field_that_is_wrong(visitor, number):
    shown = track(visitor, "123", born_day="", born_month="", born_year="")

    said = [error.text for error in shown.context["errors"]]
    assert said == ["Nomor berkas terdiri dari 16 angka. Periksa lagi.", "Isi tanggal lahir."]


def test_a_case_is_nowhere_for_a_browser_that_did_not_open_it(visitor, number):
    there, gone = visitor.get(f"/cases/{number}/"), visitor.get(f"/cases/{'0' * 16}/")

    assert (there.status_code, there.content) == (404, gone.content)


def test_an_interviewed_case_names_its_promised_day_and_both_clocks(visitor, number):
    advance(number, *INTERVIEWED)

    text = page_of(visitor, number)

    assert "Dijanjikan paling lambat Rabu, 16 September 2020" in text
    assert "dihitung dari wawancara Rabu, 16 September 2020" in text
    assert "dihitung dari pembayaran belum mulai" in text


def test_an_overdue_case_says_so_with_the_next_step(visitor, number, monkeypatch):
    advance(number, *PAID)
    live_at(NOW + 8 * DAY, monkeypatch)

    text = page_of(visitor, number, "/en")

    assert (
        "We are late. This document was promised for Wednesday, 16 September 2020; that was 2 working days ago." in text
    )
    assert "Next: An official decides on your application." in text


@pytest.mark.parametrize(
    ("days_later", "said"),
    [
        (0, "This case waits for your payment. Promised by"),
        (1, "This case waits for your payment. Because of that Wednesday, 16 September 2020 cannot be kept"),
        (7, "This case waits for your payment. Because of that Wednesday, 16 September 2020 cannot be kept"),
        (9, "We have not received your payment. Because of that Wednesday, 16 September 2020 cannot be kept"),
    ],
)
def test_an_unpaid_case_waits_for_its_applicant_and_the_office_is_not_late(
    visitor, number, monkeypatch, days_later, said
):
    advance(number, *INTERVIEWED)
    Case.objects.update(billing_code="1" * 15, amount_idr=350_000)
    live_at(NOW + days_later * DAY - timedelta(minutes=1), monkeypatch)

    text = page_of(visitor, number, "/en")

    assert said.split(". ")[0] in text and said.split(". ")[1] in text
    assert "We are late" not in text
    assert ("Promised by Wednesday, 16 September 2020" in text) is (days_later == 0)


def test_the_day_foreseen_at_acceptance_stays_and_is_said_to_be_lost_before_the_interview(visitor, number, monkeypatch):
    texts = []
    for days_later in (0, 1, 4):
        live_at(NOW + days_later * DAY, monkeypatch)
        texts.append(page_of(visitor, number, "/en"))

    foreseen = "If you are interviewed and pay on 10 September 2020: Wednesday, 16 September 2020"
    lost = (
        "Wednesday, 16 September 2020 was named if interview and payment came that day. That day can no longer be kept"
    )
    rule = "counted from your payment: if you pay later, the day is later too."
    assert [(foreseen in text, lost in text) for text in texts] == [(True, False), (False, True), (False, True)]
    assert all(rule in text for text in texts)


def test_a_case_for_which_no_day_is_promised_says_so_and_names_none(visitor, number):
    note = Text("Di luar janji empat hari.", "Outside the promise of four days.")
    entry = service(legal_days=None, service_days=None, time_note=note)
    ServiceRow.objects.filter(code="passport-new").update(entry=to_json(entry))
    texts = [page_of(visitor, number, "/en")]
    for events in (INTERVIEWED, (CaseEvent.PAY,)):
        advance(number, *events)
        texts.append(page_of(visitor, number, "/en"))

    said = "No day is promised for this service. Outside the promise of four days."
    assert [said in text for text in texts] == [True, True, True]
    assert not any(word in text for text in texts for word in ("Promised by", "is named", "September 14", "not begun"))


def test_a_paused_case_names_the_reason_and_no_day(visitor, number):
    advance(number, *PAID)
    pause_case(number=number, reason=PauseReason.NATIONAL_SYSTEM, note="SIMKIM", now=NOW, by="officer")

    text = page_of(visitor, number)

    assert "berhenti sejak 10 September 2020: sistem nasional terganggu." in text
    assert "10 September 2020 sampai sekarang : sistem nasional terganggu (SIMKIM)" in text
    assert "Dijanjikan paling lambat" not in text


def test_the_time_to_pay_stands_still_with_the_case_and_moves_on_with_it(visitor, number, monkeypatch):
    advance(number, *INTERVIEWED)
    Case.objects.update(billing_code="1" * 15, amount_idr=350_000)
    running = page_of(visitor, number)
    pause_case(number=number, reason=PauseReason.NATIONAL_SYSTEM, note="", now=NOW + DAY, by="officer")
    live_at(NOW + 15 * DAY, monkeypatch)
    held = page_of(visitor, number, "/en")
    resume_case(number=number, now=NOW + 15 * DAY, by="officer")

    resumed = page_of(visitor, number, "/en")

    assert "Paling lambat Kamis, 17 September 2020" in running and "Batas ini" not in running
    assert "This time moves on while the clock stands still; you may pay now." in held
    assert "At the latest Thursday, 1 October 2020" in resumed
    assert "This time has moved on by as long as the clock stood still." in resumed


def test_who_has_nothing_to_pay_is_told_so(visitor, number):
    advance(number, *INTERVIEWED)
    before = page_of(visitor, number)
    issue_payment_slip(number=number, fee_codes=(), now=NOW, by="desk")

    after = page_of(visitor, number, "/en")

    assert "Sudah diwawancarai, tanpa biaya" in before
    assert "Berikutnya: Petugas melanjutkan berkas Anda; Anda tidak perlu membayar." in before
    assert "Bayar lewat bank" not in before
    assert after.count("Nothing to pay") == 2 and "Nothing to pay, being decided" in after
    assert "Payment received" not in after


def test_a_ready_case_says_until_when(visitor, number):
    advance(number, *READY)

    text = page_of(visitor, number)

    assert "Siap diambil" in text
    assert "Ambil paling lambat Sabtu, 10 Oktober 2020" in text


def test_a_forecast_is_shown_from_twenty_finished_cases_on(visitor, number):
    advance(number, *PAID)
    own = Case.objects.get()
    done = [_finished(own, serial) for serial in range(19)]
    Case.objects.bulk_create(done)
    for case in done:
        CaseStatus.objects.create(case=case, event="pay", stage="paid", at=NOW - 30 * DAY, by="test")
    before = page_of(visitor, number)
    Case.objects.bulk_create([_finished(own, 20)])
    CaseStatus.objects.create(case=Case.objects.latest("id"), event="pay", stage="paid", at=NOW - 30 * DAY, by="test")

    after = page_of(visitor, number)

    assert "Perkiraan" not in before
    assert "Perkiraan: antara 15 September 2020 dan 15 September 2020" in after
    assert "dari 20 berkas terakhir" in after


def _finished(own: Case, serial: int) -> Case:
    """A case paid on Tuesday 11 August and ready three working days later."""
    return Case(
        number=f"{serial:016d}",
        office=own.office,
        service=own.service,
        group=own.group,
        purpose=own.purpose,
        born_on_hash=b"",
        sealed=b"",
        stage="collected",
        stage_since_at=NOW,
        is_open=False,
        received_on=date(2020, 8, 11),
        interviewed_on=date(2020, 8, 11),
        paid_on=date(2020, 8, 11),
        ready_on=date(2020, 8, 14),
    )


@pytest.fixture
def catalogue(transactional_db) -> Client:
    load_policy(policy=read_policy(POLICY_FOLDER), now=NOW, by="test")
    return Client()


CHECK = "/serang/services/{}/check/"


def test_check_asks_the_purpose_then_only_what_matters_then_lists(catalogue):
    check = CHECK.format("passport-new")

    first = texts_of(catalogue.get(check))
    second = texts_of(catalogue.get(check, {"purpose": "tourism"}))
    listed = catalogue.get(check, {"purpose": "tourism", "answered": "1", "when": "change-of-name"})

    assert "Untuk keperluan apa?" in first
    assert "Mana yang berlaku bagi Anda?" in second and "calon pekerja migran" not in second
    codes = [paper.code for paper in listed.context["page"].papers]
    assert codes == ["ktp", "kk", "proof-of-birth", "change-of-name"]
    assert "Sumber: fajarpendidikan from imigrasi.go.id" in texts_of(listed)


def test_check_says_what_is_missing_and_when_all_is_there(catalogue):
    asked = {"purpose": "umrah", "answered": "1", "checked": "1", "have": ["ktp", "kk", "proof-of-birth"]}
    check = "/en" + CHECK.format("passport-new")

    missing = texts_of(catalogue.get(check, asked))
    have = [*asked["have"], "religious-recommendation", "travel-operator-letter"]
    complete = texts_of(catalogue.get(check, asked | {"have": have}))

    assert "2 documents are still missing" in missing
    assert "Your documents are complete" in complete


def test_check_skips_conditions_where_there_are_none_and_names_what_the_office_makes(catalogue):
    shown = texts_of(catalogue.get(CHECK.format("passport-lost"), {"purpose": "work"}))

    assert "Dibuat di kantor imigrasi, tidak perlu dibawa: Berita Acara Pemeriksaan" in shown


@pytest.mark.parametrize(
    ("service", "asked", "status"),
    [
        ("passport-new", {"asked": "1"}, 422),
        ("passport-new", {"purpose": "fun"}, 422),
        ("permit-emergency", {}, 404),
        ("nothing", {}, 404),
        ("passport-new", {"purpose": "tourism", "answered": "1", "when": "nonsense", "have": "<b>"}, 200),
    ],
)
def test_check_of_nonsense(catalogue, service, asked, status):
    assert catalogue.get(CHECK.format(service), asked).status_code == status


def stay(catalogue: Client, permit: str, day: tuple[int, int, int], where: str = "here", prefix: str = "/en") -> str:
    parts = dict(zip(("until_day", "until_month", "until_year"), day, strict=True))
    return texts_of(catalogue.get(f"{prefix}/stay/", {"asked": "1", "permit": permit, "where": where, **parts}))


def test_stay_of_a_stranded_visitor_is_the_day_of_the_newest_circular(catalogue, monkeypatch):
    live_at(datetime(2020, 8, 10, 3, tzinfo=UTC), monkeypatch)
    before = stay(catalogue, "itk", (15, 4, 2020))
    live_at(datetime(2020, 9, 10, 3, tzinfo=UTC), monkeypatch)
    after = stay(catalogue, "itk", (15, 4, 2020))
    live_at(datetime(2020, 9, 21, 3, tzinfo=UTC), monkeypatch)
    over = stay(catalogue, "itk", (15, 4, 2020))

    assert "You may stay until Thursday, 20 August 2020" in before
    assert "You may stay until Sunday, 20 September 2020" in after and "4049" in after
    assert "emergency stay permit (ITKT) by itself" in after
    assert "The deadline has passed: Sunday, 20 September 2020" in over
    assert "Rp\N{NO-BREAK SPACE}1,000,000 a day" in over or "Rp 1,000,000 a day" in over


def test_stay_of_a_valid_permit_is_its_own_and_abroad_it_is_for_returning(catalogue, monkeypatch):
    live_at(NOW, monkeypatch)

    assert "You may stay until Tuesday, 1 December 2020" in stay(catalogue, "itk", (1, 12, 2020))
    assert "You can return until Thursday, 10 September 2020" in stay(catalogue, "itas", (1, 5, 2020), "abroad")


def test_stay_names_each_field_that_is_missing(catalogue):
    shown = catalogue.get("/stay/", {"asked": "1"})

    assert shown.status_code == 422
    assert [error.href for error in shown.context["errors"]] == ["#id_permit_0", "#id_until_day", "#id_where_0"]
