"""Orders in the console: the book, writing, previewing, signing, undoing; who may, and what each page shows."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.models import InstrumentRow, LedgerRow, Obligation, OrderTask, ProposedOrder, Slot
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, fill

ONE_DAY_CLOSED = order_text("SE-9", CLOSED, **ONE_DAY)
FOR_GOOD = order_text("SE-10", CLOSED, areas='["office:serang"]')
OWN = order_text("KEPALA-1", QUARTER, rank='"office_head"', issuer='"Kepala"', areas='["office:serang"]')
GUIDED = {
    "kind": "quota_share",
    "share": "25",
    "area": "office:serang",
    "from_on": "2020-09-14",
    "last_on": "2020-09-20",
    "number": "SE-1/2020",
    "title": "Kuota seperempat",
}


@pytest.fixture
def planned(serang):
    save_regions()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    return serang


@pytest.fixture
def as_staff(planned):
    """A client signed in as somebody new, or as before."""

    def sign_in(username: str = "direktur", role: str = "directorate", office: str | None = None) -> Client:
        ensure_staff(username=username, password="x", office_code=office, role=role, now=NOW, by="test")
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        return client

    return sign_in


def text_of(response) -> str:
    """The whole of a page, streamed or not."""
    body = b"".join(response) if response.streaming else response.content
    return body.decode()


# Who may


@pytest.mark.parametrize(
    "role", [("clerk", "serang"), ("supervisor", "serang"), ("auditor", None), ("office_head", "serang")]
)
def test_others_than_the_directorate_sign_and_undo_nothing_of_it(as_staff, role):
    as_staff().post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED})
    as_staff().post("/console/orders/enactment/", {"text": FOR_GOOD})
    client = as_staff("lain", *role)

    pages = ["/console/orders/proposed/SE-10/", "/console/orders/SE-9/undoing/"]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    writes = ["/console/orders/proposed/SE-10/withdrawal/", "/console/orders/SE-9/undoing/"]
    assert [client.post(page, {"reason": "x"}).status_code for page in writes] == [404, 404]
    may_write = role[0] == "office_head"
    assert client.get("/console/orders/new/").status_code == (200 if may_write else 404)
    sent = client.post("/console/orders/enactment/", {"text": order_text("X", QUARTER)})
    assert sent.status_code == (409 if may_write else 404)
    assert (InstrumentRow.objects.count(), ProposedOrder.objects.filter(decision="").count()) == (1, 1)


def test_a_head_of_office_enacts_for_that_office(as_staff):
    client = as_staff("kepala", "office_head", "serang")

    done = client.post("/console/orders/enactment/", {"text": OWN})

    assert (done.status_code, done["Location"]) == (302, "/console/orders/KEPALA-1/")
    page = text_of(client.get("/console/orders/KEPALA-1/"))
    assert "Batalkan aturan ini" not in page
    assert LedgerRow.objects.get(action="instrument.enacted").by == "kepala"


def test_a_head_of_office_with_an_order_of_the_directorate_is_told_whom_to_ask(as_staff):
    response = as_staff("kepala", "office_head", "serang").post("/en/console/orders/preview/", {"text": ONE_DAY_CLOSED})

    assert (response.status_code, response.context["refusal"]) == (
        409,
        "Your login may only record and end orders of the head of the office (office_head), for that office alone "
        "(office:serang). Ask the directorate for this one.",
    )


@pytest.mark.parametrize("role", ["clerk", "supervisor", "office_head"])
def test_an_order_says_who_may_undo_it_to_those_who_may_not(as_staff, role):
    said = "Hanya direktorat yang dapat membatalkan aturan ini."
    directorate = as_staff()
    directorate.post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED})
    other = as_staff("lain", role, "serang")

    seen = [said in text_of(client.get("/console/orders/SE-9/")) for client in (other, directorate)]
    directorate.post("/console/orders/SE-9/undoing/", {"reason": "keliru"})
    afterwards = said in text_of(other.get("/console/orders/SE-9/"))

    assert (seen, afterwards) == ([True, False], False)


def test_dues_of_another_office_are_not_there(as_staff):
    save_office("bandung")
    as_staff().post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED})
    client = as_staff("ani", "clerk", "bandung")

    assert client.get("/console/serang/orders/SE-9/").status_code == 404
    assert client.get("/console/bandung/orders/SE-9/").status_code == 200
    assert client.get("/console/bandung/orders/NO/").status_code == 404


# The book


def test_the_book_puts_each_order_on_its_shelf(as_staff):
    client = as_staff()
    for text in (
        order_text("OLD", QUARTER, signed_on="2020-09-01", until="2020-09-10", **{"from": "2020-09-01"}),
        order_text("NOW", QUARTER),
        order_text("SOON", QUARTER, **{"from": "2020-09-20"}),
        FOR_GOOD,
    ):
        client.post("/console/orders/enactment/", {"text": text})

    page = client.get("/console/orders/").context["page"]

    assert {shelf.code: [order.number for order in shelf.orders] for shelf in page.shelves} == {
        "in_force": ["NOW"],
        "coming": ["SOON"],
        "ended": ["OLD"],
        "undone": [],
    }
    assert [row.number for row in page.proposals] == ["SE-10"]
    line = page.shelves[0].orders[0]
    assert (line.issuer, line.period, line.areas) == (
        "Direktur Jenderal Imigrasi",
        "sejak 10 September 2020",
        "seluruh Indonesia",
    )
    other = as_staff("ani", "clerk", "serang").get("/console/orders/")
    assert other.context["page"].proposals == ()
    assert "Tulis aturan baru" not in text_of(other)


# Writing


def test_answers_become_a_text_that_can_be_enacted(as_staff):
    client = as_staff()

    written = client.post("/console/orders/new/", GUIDED)
    text = written.context["form"].initial["text"]
    done = client.post("/console/orders/enactment/", {"text": text})

    assert 'topic = "quota_share"\nvalue = 0.25' in text
    assert 'from = 2020-09-14\nuntil = 2020-09-21\nareas = ["office:serang"]' in text
    assert done["Location"] == "/console/orders/SE-1/2020/"
    assert client.get("/console/orders/SE-1/2020/").status_code == 200
    assert client.get("/console/orders/SE-1/2020/undoing/").status_code == 200
    assert sum(Slot.objects.filter(office_day__on=date(2020, 9, 14)).values_list("places", flat=True)) == 25


@pytest.mark.parametrize("kind", ["close", "urgent_only", "last_service_at"])
def test_every_kind_of_answers_makes_a_text_without_faults(as_staff, kind):
    client = as_staff()
    advice = {"advice_id": 'Datang "hanya" bila perlu.', "advice_en": "Come only if needed."}

    written = client.post("/console/orders/new/", GUIDED | advice | {"kind": kind, "last_at": "12:00", "last_on": ""})
    shown = client.post("/console/orders/preview/", {"text": written.context["form"].initial["text"]})

    assert (written.status_code, shown.status_code) == (200, 200)
    assert "Datang &quot;hanya&quot; bila perlu." in text_of(shown)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"share": ""}, "share"),
        ({"share": "101"}, "share"),
        ({"kind": "last_service_at"}, "last_at"),
        ({"kind": "holiday"}, "kind"),
        ({"area": "office:atlantis"}, "area"),
        ({"last_on": "2020-09-13"}, "last_on"),
        ({"from_on": "0001-01-01"}, "from_on"),
        ({"advice_id": "Hanya satu"}, "advice_en"),
        ({"number": ""}, "number"),
    ],
)
def test_wrong_answers_are_named_at_their_field(as_staff, changes, field):
    response = as_staff().post("/console/orders/new/", GUIDED | changes)

    assert (response.status_code, list(response.context["guided"].errors)) == (422, [field])


def test_a_head_of_office_is_asked_only_what_a_head_may_order(as_staff):
    client = as_staff("kepala", "office_head", "serang")

    form = client.get("/console/orders/new/").context["guided"]
    written = client.post("/console/orders/new/", GUIDED)

    assert [value for value, _ in form.fields["kind"].choices] == ["urgent_only", "quota_share", "last_service_at"]
    assert [value for value, _ in form.fields["area"].choices] == ["office:serang"]
    text = written.context["form"].initial["text"]
    assert 'issuer = "Kepala Kantor Imigrasi Serang"\nrank = "office_head"' in text
    assert client.post("/console/orders/enactment/", {"text": text}).status_code == 302


# Preview


def test_preview_shows_days_people_and_regime_and_changes_nothing(as_staff):
    fill(date(2020, 9, 14), 20)
    fill(date(2020, 9, 14), 10, email=None)

    response = as_staff().post("/console/orders/preview/", {"text": ONE_DAY_CLOSED})

    page = " ".join(text_of(response).split())
    assert response.streaming
    assert "Senin, 14 September 2020: <strong>100 → 0</strong>" in page
    assert "30 orang kehilangan tempat" in page
    assert "Mereka akan: 10 ditelepon, 20 ditawari waktu lain." in page
    assert "10 orang tanpa surel" in page
    closed = "ditutup atas perintah Direktorat Jenderal Imigrasi (SE-9)"
    assert f'<span class="was">buka (tanpa aturan)</span> → {closed}' in page
    assert page.count("Berlakukan sekarang") == 1
    assert page.endswith("</html>")
    assert (InstrumentRow.objects.count(), Obligation.objects.count()) == (0, 0)


def test_preview_says_what_makes_an_order_a_closing_and_who_signs(as_staff):
    save_office("cilegon", seat_region="36.72")
    text = order_text("SE-9", 'topic = "quota_share"\nvalue = 0', **{"from": "2020-09-14", "until": "2020-09-15"})

    page = " ".join(text_of(as_staff().post("/console/orders/preview/", {"text": text})).split())

    by = "mulai 14 September 2020, 1 hari kerja, karena Kuota pemohon: 0 % dari kuota biasa"
    assert "Kantor tanpa satu tempat pun pada hari kerja dihitung tutup" in page
    assert [f"<strong>Kantor Imigrasi {name}</strong>: {by}</li>" in page for name in ("Cilegon", "Serang")] == [
        True,
        True,
    ]
    assert "baru berlaku setelah ditandatangani orang kedua" in page
    assert "Berlakukan sekarang" not in page


def test_a_head_of_office_is_told_which_clause_closes(as_staff):
    text = order_text("K", 'topic = "distance_m"\nvalue = 9999.0', rank='"office_head"', areas='["office:serang"]')

    response = as_staff("kepala", "office_head", "serang").post("/console/orders/preview/", {"text": text})

    assert response.status_code == 409
    assert "Butir 1 membuat kantor serang tidak punya satu tempat pun mulai 10 September 2020." in text_of(response)


def test_preview_in_english(as_staff):
    page = " ".join(text_of(as_staff().post("/en/console/orders/preview/", {"text": ONE_DAY_CLOSED})).split())

    assert "Monday, 14 September 2020: <strong>100 → 0</strong>" in page
    assert "open (no order)</span> → closed by order of the Directorate General of Immigration (SE-9)" in page
    assert "Enact now" in page


def test_preview_of_many_offices_says_of_each_and_in_all(as_staff):
    save_office("cilegon", seat_region="36.72")

    page = " ".join(text_of(as_staff().post("/console/orders/preview/", {"text": order_text("SE-9", QUARTER)})).split())

    assert "Aturan ini menyangkut 2 kantor." in page
    assert 'Kantor Imigrasi Cilegon <span class="count">tidak berubah</span>' in page
    assert "1 dari 2 kantor berubah: 8 hari" in page


def test_a_file_is_previewed_under_its_name_and_windows_lines_are_the_same_text(as_staff):
    upload = SimpleUploadedFile("se-9.toml", b"\xef\xbb\xbf" + ONE_DAY_CLOSED.replace("\n", "\r\n").encode())
    client = as_staff()

    page = text_of(client.post("/console/orders/preview/", {"text": "", "upload": upload}))
    client.post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED.replace("\n", "\r\n"), "file": "se-9.toml"})

    assert 'name="file" value="se-9.toml"' in page
    assert list(InstrumentRow.objects.values_list("text", "file")) == [(ONE_DAY_CLOSED, "se-9.toml")]


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"text": ""}, 422, "Isi teks aturan, atau pilih berkasnya."),
        ({"text": "x", "upload": SimpleUploadedFile("x.toml", b"\xff\xff")}, 422, "Berkas itu bukan teks UTF-8."),
        ({"text": "x", "upload": SimpleUploadedFile("x.toml", b"x" * 600_000)}, 422, "Berkas paling besar 512 kB."),
        (
            {"text": order_text("X", 'topic = "quota_share"\nvalue = 1.2')},
            422,
            'Baris 13: <span lang="en">value must be a share from 0 to 1, not 1.2',
        ),
        (
            {"text": order_text("X", CLOSED, rank='"mayor"', issuer='"W"', areas='["region:36.73"]')},
            409,
            "Penerbit ini tidak berwenang mengatur hal itu (butir 1).",
        ),
        (
            {"text": order_text("X", QUARTER, signed_on="2020-09-11")},
            409,
            "Aturan ini bertanggal 11 September 2020 (signed_on), sesudah hari ini.",
        ),
    ],
)
def test_what_is_wrong_with_a_text_is_said_beside_it(as_staff, data, status, said):
    response = as_staff().post("/console/orders/preview/", data)

    assert response.status_code == status
    assert said in text_of(response)


# Enacting


def test_enacting_twice_is_once_and_shows_what_it_did(as_staff):
    fill(date(2020, 9, 14), 3)
    client = as_staff()

    for _ in range(2):
        done = client.post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED})
        assert (done.status_code, done["Location"]) == (302, "/console/orders/SE-9/")

    page = client.get("/console/orders/SE-9/").context["page"]
    assert (page.people, page.signed.signers, page.progress.is_over) == (3, ("direktur",), True)
    assert [(count.kind, count.outcome, count.people) for count in page.counts] == [
        ("ditawari waktu lain", "menunggu jawaban", 3)
    ]
    assert page.clauses == ("Kantor: ditutup atas perintah Direktorat Jenderal Imigrasi",)
    rows = client.get("/console/serang/orders/SE-9/").context["dues"]
    assert len(rows) == 3
    assert rows[0].lost == "Senin, 14 September 2020 pukul 07.30 WIB"
    consistent()


def test_two_people_sign_what_closes_for_long(as_staff):
    first, second = as_staff("direktur"), as_staff("sekretaris")

    proposed = first.post("/console/orders/enactment/", {"text": FOR_GOOD})
    own = first.get("/console/orders/proposed/SE-10/")
    again = first.post("/console/orders/enactment/", {"text": FOR_GOOD})
    seen = second.get("/console/orders/proposed/SE-10/")
    signed = second.post("/console/orders/enactment/", {"text": FOR_GOOD})

    assert proposed["Location"] == "/console/orders/proposed/SE-10/"
    assert ("Tandatangani dan berlakukan" in text_of(own), "Tandatangani dan berlakukan" in text_of(seen)) == (
        False,
        True,
    )
    assert (again.status_code, "Anda sudah menandatangani aturan ini." in text_of(again)) == (409, True)
    assert signed["Location"] == "/console/orders/SE-10/"
    assert second.get("/console/orders/SE-10/").context["page"].signed.signers == ("direktur", "sekretaris")
    assert second.get("/console/orders/proposed/SE-10/").status_code == 404


def test_a_proposal_can_be_withdrawn(as_staff):
    client = as_staff()
    client.post("/console/orders/enactment/", {"text": FOR_GOOD})

    done = client.post("/console/orders/proposed/SE-10/withdrawal/")

    assert (done.status_code, done["Location"]) == (302, "/console/orders/")
    assert client.post("/console/orders/proposed/SE-10/withdrawal/").status_code == 404


def test_an_order_for_many_offices_shows_how_far_it_is(as_staff):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    client = as_staff()

    client.post("/console/orders/enactment/", {"text": order_text("SE-9", QUARTER)})
    before = text_of(client.get("/console/orders/SE-9/"))
    OrderTask.objects.update(done_at=NOW)
    after = text_of(client.get("/console/orders/SE-9/"))

    assert "Sedang dijalankan: 0 dari 7 kantor selesai." in before
    assert "Sedang dijalankan" not in after


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(Busy(), "Layanan sedang sibuk"), (OutcomeUnknown(), "Belum pasti apakah ini tersimpan")],
)
def test_when_it_is_not_known_whether_it_was_kept_the_page_says_what_to_do(as_staff, monkeypatch, trouble, said):
    def fail(**_):
        raise trouble

    monkeypatch.setattr("serambi.counters.console.views.orders.enact_once", fail)

    response = as_staff().post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED})

    assert response.status_code == 503
    assert said in text_of(response)


# Undoing


def test_undoing_needs_a_reason_restores_and_says_so(as_staff):
    fill(date(2020, 9, 14), 4)
    client = as_staff()
    client.post("/console/orders/enactment/", {"text": ONE_DAY_CLOSED})

    without = client.post("/console/orders/SE-9/undoing/", {"reason": " "})
    done = client.post("/console/orders/SE-9/undoing/", {"reason": "keliru"})
    twice = client.post("/console/orders/SE-9/undoing/", {"reason": "keliru"})

    assert (without.status_code, list(without.context["form"].errors)) == (422, ["reason"])
    assert (done.status_code, done["Location"]) == (302, "/console/orders/SE-9/")
    assert (twice.status_code, "Aturan itu sudah dibatalkan." in text_of(twice)) == (409, True)
    page = text_of(client.get("/console/orders/SE-9/"))
    assert "Dibatalkan oleh direktur: keliru" in page
    assert "kembali ke jadwal semula" in page
    consistent()


def test_two_people_sign_the_undoing_of_what_reopened(as_staff):
    first, second = as_staff("direktur"), as_staff("sekretaris")
    reopening = order_text("SE-R", QUARTER, areas='["office:serang"]', revokes='["SE-10"]')
    for client in (first, second):
        client.post("/console/orders/enactment/", {"text": FOR_GOOD})
    first.post("/console/orders/enactment/", {"text": reopening})

    proposed = first.post("/console/orders/SE-R/undoing/", {"reason": "keliru"})
    own, seen = (client.get("/console/orders/proposed/SE-R/") for client in (first, second))
    book = text_of(second.get("/console/orders/"))
    done = second.post("/console/orders/SE-R/undoing/", {"reason": seen.context["row"].undone_why})

    assert (proposed.status_code, proposed["Location"]) == (302, "/console/orders/proposed/SE-R/")
    signs = "Tandatangani dan batalkan aturan ini"
    assert (signs in text_of(own), signs in text_of(seen)) == (False, True)
    assert "Diusulkan oleh direktur untuk dibatalkan: keliru" in text_of(seen)
    assert "pembatalan, diusulkan oleh direktur" in book
    assert (done.status_code, done["Location"]) == (302, "/console/orders/SE-R/")
    assert "Dibatalkan oleh sekretaris: keliru" in text_of(second.get("/console/orders/SE-R/"))


def test_a_page_of_an_order_that_is_not_there_is_not_found(as_staff):
    client = as_staff()

    assert client.get("/console/orders/NO/").status_code == 404
    assert client.get("/console/orders/NO/undoing/").status_code == 404
