"""The document desk, the work list, one case with its steps, its papers, and the bank's file."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from serambi.procedures.advance_case import advance_case
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.open_case import open_case
from serambi.records.codec import to_json
from serambi.records.models import BankPayment, Booking, Case, FeeRow, LedgerRow, PurposeRow, ServiceRow
from serambi.rules.catalogue import Document, Fee, Purpose, Text
from serambi.rules.period import DayPeriod
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.counters.portal.walking import texts_of
from tests.factories import NOW, applicant, save_office, save_slot, service

KTP = Document("ktp", Text("KTP", "Identity card"), None, frozenset(), "Permen 8/2014", "VERIFIED")
RENAMED = Document(
    "rename", Text("Penetapan", "Decision"), Text("ganti nama", "renamed"), frozenset(), "id", "VERIFIED"
)
BAP = Document("bap", Text("BAP", "Record"), None, frozenset(), "sippn", "VERIFIED", is_made_here=True)
FEE = Fee("BOOK", Text("Paspor", "Passport"), 350_000, "PP 28/2019", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED")
SAID = {f"said_{question}": "ya" for question in ("country", "places", "length", "companions", "date")}


@pytest.fixture
def code(serang, booked) -> str:
    """The code of somebody at the desk of Serang who applies for a passport to travel."""
    entry = to_json(service(documents=(KTP, RENAMED), fee_codes=("BOOK",)))
    ServiceRow.objects.update(entry=entry)
    PurposeRow.objects.create(code="tourism", position=0, entry=to_json(Purpose("tourism", Text("Wisata", "Holiday"))))
    FeeRow.objects.create(code=FEE.code, valid_from=FEE.valid.from_on, entry=to_json(FEE))
    return booked(save_slot(serang), applicant(7, "Ani"))[0]


@pytest.fixture
def number(code) -> str:
    return open_case(code=code, verdict=Verdict((), (), ()), now=NOW, by="desk").number


def advance(number: str, *events: str) -> None:
    for event in events:
        advance_case(number=number, event=CaseEvent(event), now=NOW, by="officer")


def pdf_text(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_desk_asks_only_what_matters_and_notes_the_view(sign_in_as, code):
    answer = sign_in_as().get(f"/console/cases/desk/{code}/")

    form = answer.context["form"]
    assert [value for value, _ in form.fields["when"].choices] == ["rename"]
    assert [value for value, _ in form.fields["brought"].choices] == ["ktp", "rename"]
    assert form.questions == ("country", "places", "length", "companions", "date")
    noted = LedgerRow.objects.filter(action="person.viewed").values_list("subject", "facts")
    assert list(noted) == [(code, {"reason": "desk"})]


def test_the_desk_tells_what_is_missing_before_anything_is_decided(sign_in_as, code):
    answer = sign_in_as().post(
        f"/console/cases/desk/{code}/", {"do": "check", "when": "rename", "brought": "ktp", **SAID}
    )

    verdict = answer.context["verdict"]
    assert (verdict.said, verdict.missing, verdict.unanswered) == ("Berkas belum lengkap", (("Penetapan", "id"),), ())
    assert Case.objects.count() == 0


def test_the_desk_accepts_a_complete_file_and_gives_its_receipt(sign_in_as, code):
    client = sign_in_as()

    answer = client.post(f"/console/cases/desk/{code}/", {"do": "accept", "brought": "ktp", **SAID})

    number = Case.objects.get().number
    assert answer["Location"] == f"/console/cases/{number}/"
    text = pdf_text(client.get(f"/console/cases/{number}/receipt.pdf"))
    assert "Tanda terima berkas" in text and "Receipt for your file" in text and number in text
    assert "dokumen dijanjikan paling lambat Rabu, 16 September 2020" in text
    assert "promised by Wednesday, 16 September 2020" in text
    assert client.get(f"/console/cases/desk/{code}/")["Location"] == f"/console/cases/{number}/"


def test_the_receipt_of_a_lost_passport_names_no_day_and_says_why(sign_in_as, number):
    note = Text("Di luar janji empat hari.", "Outside the promise of four days.")
    entry = to_json(service(legal_days=None, service_days=None, time_note=note))
    ServiceRow.objects.filter(code="passport-new").update(entry=entry)
    client = sign_in_as()

    text = pdf_text(client.get(f"/console/cases/{number}/receipt.pdf"))
    page = texts_of(client.get(f"/en/console/cases/{number}/"))

    assert "tidak ada hari selesai yang dijanjikan. Di luar janji empat hari." in text
    assert "No day is promised for this service. Outside the promise of four days." in text
    assert "2020" not in text.split("empat hari.")[1].split("Receipt")[0] and "16 September" not in text
    assert "No day is promised for this service. Outside the promise of four days." in page


def test_the_desk_returns_an_incomplete_file_with_a_slip_in_both_languages(sign_in_as, code):
    client = sign_in_as()

    refused = client.post(f"/console/cases/desk/{code}/", {"do": "accept", "when": "rename", "said_country": "Jepang"})
    answer = client.post(f"/console/cases/desk/{code}/", {"do": "return", "when": "rename", "said_country": "Jepang"})

    assert (refused.status_code, refused.context["refused"]) == (409, "Berkas belum lengkap: 2 dokumen belum ada.")
    assert answer["Location"] == f"/console/cases/desk/{code}/"
    assert (Booking.objects.get().state, Booking.objects.get().is_live) == ("visited", False)
    text = pdf_text(client.get(f"/console/cases/desk/{code}/slip.pdf"))
    for said in ("Berkas dikembalikan", "KTP Sumber: Permen 8/2014", "Penetapan Sumber: id", "Lama tinggal"):
        assert said in text
    for said in ("File returned", "Identity card Source: Permen 8/2014", "Length of stay", "clerk of serang"):
        assert said in text
    assert "Ani" not in text and "Jepang" not in text
    english = pdf_text(client.get(f"/en/console/cases/desk/{code}/slip.pdf"))
    assert english.index("File returned") < english.index("Berkas dikembalikan")


def test_the_desk_returns_an_unclear_purpose_without_a_blacklist(sign_in_as, code, booked, serang):
    client = sign_in_as()

    client.post(f"/console/cases/desk/{code}/", {"do": "return", "brought": "ktp"})

    text = pdf_text(client.get(f"/console/cases/desk/{code}/slip.pdf"))
    assert "Keperluan belum jelas" in text and "bukan daftar hitam" in text
    again = booked(save_slot(serang, on=date(2020, 9, 15)), applicant(7, "Ani"))
    assert len(again) == 1


def test_a_slip_cannot_be_turned_into_markup(sign_in_as, code):
    wild = '#panic("x") *b* $x^2$ <script> \\ "quoted" @ref'
    entry = to_json(service(documents=(Document("ktp", Text(wild, wild), None, frozenset(), wild, "VERIFIED"),)))
    ServiceRow.objects.update(entry=entry)
    client = sign_in_as()
    client.post(f"/console/cases/desk/{code}/", {"do": "return"})

    assert '#panic("x") *b* $x^2$' in pdf_text(client.get(f"/console/cases/desk/{code}/slip.pdf"))


def test_a_case_goes_from_the_desk_to_the_applicants_hands_by_buttons(sign_in_as, number):
    client = sign_in_as()
    at = f"/console/cases/{number}/"

    def buttons() -> list[str]:
        return [button.event for button in client.get(at).context["page"].buttons]

    def press(event: str, **more: str) -> int:
        return client.post(f"{at}steps/", {"event": event, **more}).status_code

    seen = [buttons()]
    assert press("verify") == press("interview") == 302
    seen.append(buttons())
    assert client.post(f"{at}payment-slip/", {"fees": "BOOK"}).status_code == 302
    slip = pdf_text(client.get(f"{at}payment-slip.pdf"))
    bank = f"billing_code,amount_idr,paid_at\n{Case.objects.get().billing_code},350000,{NOW.isoformat()}\n"
    send(sign_in_as(None), bank)
    sign_in_as()
    for event in ("adjudicate", "print"):
        assert press(event) == 302
    seen.append(buttons())
    assert press("reprint") == 409
    for event, reason in (("reprint", "halaman miring"), ("print", ""), ("check", ""), ("make_ready", "")):
        assert press(event, reason=reason) == 302
    proxy = client.post(f"{at}handover/", {"collector": "proxy"})
    assert client.post(f"{at}handover/", {"collector": "proxy", "has_power_of_attorney": "on"}).status_code == 302

    assert seen == [["verify", "return", "withdraw"], ["refuse", "withdraw"], ["check", "reprint"]]
    assert Case.objects.get().billing_code in slip and "Rp350.000" in slip and "Rp 350,000" in slip
    assert (proxy.status_code, "surat kuasa" in proxy.context["refused"]) == (409, True)
    assert (Case.objects.get().stage, buttons()) == ("collected", [])


def test_of_fees_that_exclude_each_other_one_is_chosen_and_others_come_on_top(sign_in_as, number):
    fees = [replace(FEE, choice="passport"), replace(FEE, code="EBOOK", amount_idr=650_000, choice="passport")]
    fees.append(replace(FEE, code="EXPRESS", amount_idr=1_000_000))
    FeeRow.objects.all().delete()
    for fee in fees:
        FeeRow.objects.create(code=fee.code, valid_from=fee.valid.from_on, entry=to_json(fee))
    ServiceRow.objects.update(entry=to_json(service(fee_codes=("EXPRESS", "BOOK", "EBOOK"))))
    advance(number, "verify", "interview")
    client, at = sign_in_as(), f"/console/cases/{number}/"

    shown = client.get(at)
    both = client.post(f"{at}payment-slip/", {"fees_passport": ["BOOK", "EBOOK"]})
    hidden = client.post(f"{at}payment-slip/", {"fees_passport": "BOOK", "fees": "EBOOK"})
    none = client.post(f"{at}payment-slip/", {"fees": "EXPRESS"})
    unbilled = Case.objects.get().billing_code
    one = client.post(f"{at}payment-slip/", {"fees_passport": "EBOOK", "fees": "EXPRESS"})

    kinds = re.findall(r'<input type="(radio|checkbox)" name="(fees\w*)" value="(\w+)"', shown.content.decode())
    assert kinds == [
        ("radio", "fees_passport", "BOOK"),
        ("radio", "fees_passport", "EBOOK"),
        ("checkbox", "fees", "EXPRESS"),
    ]
    said = "Pilih satu saja: BOOK dan EBOOK tidak dapat ditagih bersama."
    assert (both.status_code, both.context["refused"]) == (409, said)
    assert both.context["page"].fees.errors == {"fees_passport": [said]}
    assert 'id="id_fees_passport_error"' in both.content.decode()
    assert (hidden.status_code, list(hidden.context["page"].fees.errors)) == (422, ["fees"])
    assert none.context["page"].fees.errors == {"fees_passport": ["Pilih biayanya."]}
    assert (unbilled, one.status_code, Case.objects.get().amount_idr) == (None, 302, 1_650_000)


def test_a_case_nothing_is_paid_for_goes_on_by_one_button_and_says_so(sign_in_as, number):
    ServiceRow.objects.update(entry=to_json(service(documents=(), fee_codes=())))
    advance(number, "verify", "interview")
    client, at = sign_in_as(), f"/console/cases/{number}/"

    shown = client.get(at)
    done = client.post(f"{at}payment-slip/")
    after = client.get(at).context["page"]

    forms = re.findall(r'<form[^>]*payment-slip/">(.*?)</form>', shown.content.decode(), re.DOTALL)
    assert [re.findall(r"<p>(.*?)</p><button[^>]*>(.*?)</button>", form) for form in forms] == [
        [
            (
                "Layanan ini tidak dipungut biaya; kode billing tidak perlu dibuat.",
                "Tidak ada yang dibayar, lanjutkan",
            )
        ]
    ]
    assert shown.context["page"].stage == "Sudah diwawancarai, tanpa biaya"
    assert (done.status_code, Case.objects.get().stage, Case.objects.get().billing_code) == (302, "paid", None)
    assert (after.stage, after.history[0].what, after.history[0].reason) == (
        "Tanpa biaya, sedang diputuskan",
        "Tidak ada yang harus dibayar",
        "",
    )
    assert [button.event for button in after.buttons] == ["adjudicate", "refuse"]


def test_a_service_whose_fees_are_not_valid_today_is_not_free(sign_in_as, number):
    ServiceRow.objects.update(entry=to_json(service(documents=(), fee_codes=("BOOK",))))
    FeeRow.objects.all().delete()
    advance(number, "verify", "interview")
    client, at = sign_in_as(), f"/console/cases/{number}/"

    shown = client.get(at).content.decode()
    sent = client.post(f"{at}payment-slip/")

    assert "Tidak satu pun biaya layanan ini berlaku hari ini" in shown and "payment-slip/" not in shown
    assert (sent.status_code, sent.context["refused"], Case.objects.get().stage) == (
        409,
        "Pilih biayanya.",
        "interviewed",
    )


def test_a_slip_made_by_mistake_is_voided_with_a_reason_and_another_issued(sign_in_as, number):
    advance(number, "verify", "interview")
    client, at = sign_in_as(), f"/console/cases/{number}/"
    client.post(f"{at}payment-slip/", {"fees": "BOOK"})
    old = Case.objects.get().billing_code
    shown = client.get(at)

    silent = client.post(f"{at}payment-slip/voiding/", {"billing_code": old, "reason": " "})
    stale = client.post(f"{at}payment-slip/voiding/", {"billing_code": "0" * 15, "reason": "salah"})
    done = client.post(f"{at}payment-slip/voiding/", {"billing_code": old, "reason": "salah biaya"})
    voided = client.get(at).context["page"]
    client.post(f"{at}payment-slip/", {"fees": "BOOK"})
    new = Case.objects.get().billing_code
    paid = [f"{old},350000,{at.isoformat()}" for at in (NOW, NOW - timedelta(minutes=1))]
    loaded = send(sign_in_as(None), "\n".join(["billing_code,amount_idr,paid_at", *paid]))

    assert f'name="billing_code" value="{old}"' in shown.content.decode()
    assert "File bank hari ini mungkin belum masuk." in shown.content.decode()
    assert (silent.status_code, list(silent.context["page"].voiding.errors)) == (422, ["reason"])
    assert 'id="void_reason_error"' in silent.content.decode()
    assert (stale.status_code, "bukan lagi kode" in stale.context["refused"]) == (409, True)
    assert (done.status_code, voided.voiding, voided.has_slip, voided.fees is not None) == (302, None, False, True)
    assert (voided.history[0].what, voided.history[0].reason) == (
        "Kode billing dibatalkan, jangan dibayar",
        "salah biaya",
    )
    assert (new is not None and new != old, Case.objects.get().stage) == (True, "interviewed")
    assert [each.why for each in loaded.context["unmatched"]] == [
        "kode billing ini sudah dibatalkan petugas sebelum dibayar",
        "sudah dibayar sebelum petugas membatalkan kode billing ini: hubungi pemohon, kembalikan uangnya, "
        "dan biarkan berkasnya terbuka sampai kode yang baru dibayar",
    ]


def test_a_case_is_paused_and_resumed_with_a_reason(sign_in_as, number):
    advance(number, "verify", "interview")
    client = sign_in_as()
    at = f"/console/cases/{number}/"

    unknown = client.post(f"{at}pauses/", {"reason": "lunch"})
    paused = client.post(f"{at}pauses/", {"reason": "national_system", "note": "SIMKIM"})
    shown = client.get(at).context["page"]
    resumed = client.post(f"{at}resumption/")

    assert (unknown.status_code, paused.status_code, resumed.status_code) == (422, 302, 302)
    assert (shown.time_left, [button.event for button in shown.buttons]) == ("waktu berhenti", ["refuse", "withdraw"])
    assert client.get(at).context["page"].time_left == "sisa 4 hari kerja"


def test_a_lost_passport_is_examined_before_its_interview_is_offered(sign_in_as, number):
    ServiceRow.objects.update(entry=to_json(service(documents=(BAP,))))
    advance(number, "verify")
    client = sign_in_as()
    at = f"/console/cases/{number}/"

    before = client.get(at).context["page"]
    skipped = client.post(f"{at}steps/", {"event": "interview"})
    client.post(f"{at}examination/", {"reason": "BAP-12/2020"})
    after = client.get(at).context["page"]

    assert (before.is_to_examine, "interview" in [button.event for button in before.buttons]) == (True, False)
    assert skipped.status_code == 409
    assert (after.is_to_examine, after.buttons[0].event) == (False, "interview")


@pytest.mark.parametrize("event", ["pay", "collect", "lapse", "nonsense", ""])
def test_what_is_not_an_officers_step_is_none(sign_in_as, number, event):
    answer = sign_in_as().post(f"/console/cases/{number}/steps/", {"event": event})

    assert (answer.status_code, Case.objects.get().stage) == (422, "received")


def test_every_view_of_a_case_is_noted_and_another_offices_is_none(sign_in_as, number):
    client = sign_in_as()
    client.get(f"/console/cases/{number}/")
    noted = LedgerRow.objects.filter(action="person.viewed").values_list("subject", "by", "facts")
    save_office("bandung")
    other = sign_in_as("bandung")

    there = other.get(f"/console/cases/{number}/")
    Case.objects.all().delete()
    gone = other.get(f"/console/cases/{number}/")

    assert list(noted) == [(number, "clerk of serang", {"reason": "case"})]
    assert (there.status_code, there.content) == (404, gone.content)


def test_search_finds_a_case_as_typed_and_says_nothing_of_another_offices(sign_in_as, number):
    typed = f" {number[:4]} {number[4:8]}-{number[8:]} "
    found = sign_in_as().get("/console/cases/search/", {"number": typed})
    save_office("bandung")
    other = sign_in_as("bandung").get("/console/cases/search/", {"number": number})

    assert (found.status_code, found["Location"]) == (302, f"/console/cases/{number}/")
    assert other.context["form"].errors == {"number": ["Tidak ada berkas dengan nomor itu. Periksa lagi: 16 angka."]}


def test_the_work_list_has_the_least_time_left_first_and_says_what_is_overdue(sign_in_as, serang, booked, number):
    (late,) = booked(save_slot(serang, on=date(2020, 9, 15)), applicant(8, "Budi"))
    early = datetime(2020, 9, 1, 3, tzinfo=UTC)
    second = open_case(code=late, verdict=Verdict((), (), ()), now=early, by="desk").number
    for event in ("verify", "interview"):
        advance_case(number=second, event=CaseEvent(event), now=early, by="officer")
    advance(number, "verify", "interview")

    page = sign_in_as().get("/console/cases/").context["page"]
    verified = sign_in_as().get("/console/cases/", {"stage": "verified"}).context["page"]

    lines = [(line.number, line.days_left, line.is_overdue) for line in page.lines]
    assert lines == [(second, -3, True), (number, 4, False)]
    assert [(each.code, each.cases) for each in page.stages] == [("", 2), ("interviewed", 2)]
    assert verified.lines == ()


def test_a_case_with_an_unpaid_slip_waits_for_its_applicant_on_the_list_and_its_page(sign_in_as, number):
    advance(number, "verify", "interview")
    Case.objects.update(promised_on=date(2020, 9, 1), billing_code="1" * 15)

    (line,) = sign_in_as().get("/console/cases/").context["page"].lines
    list_text = texts_of(sign_in_as().get("/console/cases/"))
    case_text = texts_of(sign_in_as().get(f"/console/cases/{number}/"))

    assert (line.days_left, line.is_overdue, line.is_waiting) == (None, False, True)
    assert "menunggu pembayaran pemohon" in list_text and "terlambat" not in list_text
    assert "menunggu pembayaran pemohon" in case_text and "terlambat" not in case_text


def test_the_work_list_asks_a_fixed_number_of_statements(
    sign_in_as, serang, booked, number, django_assert_max_num_queries
):
    client = sign_in_as()
    client.get("/console/cases/")

    with django_assert_max_num_queries(16):
        client.get("/console/cases/")


def test_the_directorate_chooses_an_office_and_only_looks(sign_in_as, number):
    client = sign_in_as(None)

    assert "provinces" in client.get("/console/cases/").context
    assert client.get("/console/cases/", {"office": "serang"}).context["page"].lines[0].number == number
    assert client.get("/console/cases/", {"office": "nowhere"}).status_code == 404
    assert not re.search("<button[^>]*>Berkas cocok", client.get(f"/console/cases/{number}/").content.decode())


def send(client, text: str):
    return client.post("/console/cases/payments/", {"file": SimpleUploadedFile("september.csv", text.encode())})


def test_a_banks_file_with_a_fault_loads_nothing_and_names_the_lines(sign_in_as, number):
    paid_at = "2020-09-10T10:00:00+07:00"
    text = f"billing_code;amount_idr;paid_at\n{'1' * 15};350000;{paid_at}\n12;x;y\n"

    answer = send(sign_in_as("serang", "office_head"), text)

    assert answer.context["faults"] == [(3, "kode billing harus 15 angka, bukan 12")]
    assert (answer.status_code, BankPayment.objects.count()) == (422, 0)


def test_a_banks_file_pays_lists_what_matches_nothing_and_repeats_safely(sign_in_as, number):
    advance(number, "verify", "interview")
    slip = issue_payment_slip(number=number, fee_codes=("BOOK",), now=NOW, by="desk")
    paid_at = NOW.isoformat()
    text = f"billing_code,amount_idr,paid_at\n{slip.billing_code},350000,{paid_at}\n{'0' * 15},1,{paid_at}\n"
    client = sign_in_as("serang", "supervisor")

    first, again = send(client, text), send(client, text)

    unmatched = [(each.line, each.code, each.why) for each in first.context["unmatched"]]
    assert unmatched == [(3, "0" * 15, "tidak ada berkas dengan kode billing ini")]
    assert (first.context["done"].paid, again.context["done"].paid, again.context["done"].known) == (1, 0, 2)
    assert (Case.objects.get().stage, {row.file for row in BankPayment.objects.all()}) == (
        "paid",
        {f"sha256 {sha256(text.encode()).hexdigest()}"},
    )


def test_no_file_an_empty_one_and_a_large_one_are_refused(sign_in_as, serang):
    client = sign_in_as("serang", "supervisor")

    answers = [client.post("/console/cases/payments/"), send(client, ""), send(client, "x" * 5_000_001)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert [answer.context["form"].errors["file"][0] for answer in answers] == [
        "Pilih file dari bank.",
        "File itu kosong.",
        "File itu terlalu besar: paling besar 5 MB.",
    ]
