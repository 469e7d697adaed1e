"""Every kind of message as an e-mail: whole, in both languages, and with nothing of a person in its headers."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from serambi.counters.common.letters import SUBJECTS, email_of
from serambi.records.queries.letters import Letter, StayWord
from serambi.records.queries.reply_letters import ReplyLetter
from serambi.rules.catalogue import Document, Text
from serambi.rules.delivery import KIND_NEEDS_STATE
from tests.factories import NOW
from tests.mail import OFFICE_ADDRESS, PUBLIC_URL, text_of

OF_REPLIES = {"reply_answered"}
KINDS = sorted(KIND_NEEDS_STATE.keys() - OF_REPLIES)
OF_A_BOOKING = [kind for kind in KINDS if kind != "stay_changed"]
VISIT = datetime(2020, 9, 28, 2, 30, tzinfo=UTC)
WAS = datetime(2020, 9, 14, 3, 0, tzinfo=UTC)
UNTIL = datetime(2020, 9, 12, 0, 30, tzinfo=UTC)
WHEN = {"id": "Senin, 28 September 2020 pukul 09.30 WIB", "en": "Monday, 28 September 2020, 09:30 WIB"}
WHEN_WAS = {"id": "Senin, 14 September 2020 pukul 10.00 WIB", "en": "Monday, 14 September 2020, 10:00 WIB"}
WHEN_UNTIL = {"id": "Sabtu, 12 September 2020 pukul 07.30 WIB", "en": "Saturday, 12 September 2020, 07:30 WIB"}
LINKS = {
    "id": "https://serambi.example/bookings/2345-6789-ABCD/",
    "en": "https://serambi.example/en/bookings/2345-6789-ABCD/",
}
PAPERS = (
    Document("ktp", Text("KTP elektronik", "Identity card"), None, frozenset(), "test", "VERIFIED"),
    Document("akta", Text("Akta kelahiran", "Birth certificate"), Text("anak", "children"), frozenset(), "t", "V"),
)
STAY = StayWord("itk", "•••••45", date(2020, 8, 20), date(2020, 9, 20), "itkt")
WITH_VISIT = ("confirmed", "moved", "restored", "reminder", "offer", "invited")
WITH_WAS = ("moved", "cancelled", "offer", "called_off", "expired", "postponed", "urgency_rejected")


def letter(kind: str = "confirmed", language: str = "id", **changes: object) -> Letter:
    has_visit = kind in WITH_VISIT
    kept = Letter(
        message_id=7,
        kind=kind,
        language=language,
        to="ani@example.org",
        name="Ani",
        code="2345-6789-ABCD",
        path="bookings/2345-6789-ABCD/",
        service=Text("Paspor baru", "New passport"),
        office="Kantor Imigrasi Serang",
        address="Jl. Warung Jaud 82, Serang",
        zone="Asia/Jakarta",
        start_at=VISIT if has_visit else None,
        was_at=WAS if kind in WITH_WAS else None,
        until=UNTIL if kind in ("offer", "invited") else None,
        order="SE 0946" if kind in ("offer", "called_off", "restored", "promise_moved", "stay_changed") else None,
        documents=PAPERS if has_visit else (),
        case="8202009100000017" if kind in ("ready", "promise_moved") else "",
        collect_until=date(2020, 10, 16) if kind == "ready" else None,
        promised_on=date(2020, 9, 21) if kind == "promise_moved" else None,
        was_promised_on=date(2020, 9, 17) if kind == "promise_moved" else None,
        stay=STAY if kind == "stay_changed" else None,
        reason="tidak ada rujukan dokter" if kind == "urgency_rejected" else "",
    )
    return replace(kept, **changes)  # type: ignore[arg-type]


def mail_of(which: Letter | ReplyLetter):
    return email_of(which, sender=OFFICE_ADDRESS, public_url=PUBLIC_URL, now=NOW)


def test_every_kind_has_a_subject():
    assert sorted(SUBJECTS) == sorted(KIND_NEEDS_STATE)


@pytest.mark.parametrize("subtype", ["plain", "html"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", OF_A_BOOKING)
def test_every_kind_says_all_it_must_in_both_languages(kind, language, subtype):
    text = text_of(mail_of(letter(kind, language)), subtype)

    expected = [("Kode booking: 2345-6789-ABCD", "Booking code: 2345-6789-ABCD"), ("Yth. Ani,", "Dear Ani,")]
    expected += [("Layanan: Paspor baru", "Service: New passport"), (LINKS["id"], LINKS["en"])]
    expected += [("Kantor Imigrasi Serang, Jl. Warung Jaud 82, Serang",) * 2]
    if kind in WITH_VISIT:
        expected += [(f"Waktu: {WHEN['id']}", f"Time: {WHEN['en']}"), ("- KTP elektronik", "- Identity card")]
        expected += [("- Akta kelahiran (anak)", "- Birth certificate (children)")]
    if kind in WITH_WAS:
        expected += [(WHEN_WAS["id"], WHEN_WAS["en"])]
    if kind in ("offer", "invited"):
        expected += [(f"Jawab paling lambat {WHEN_UNTIL['id']}.", f"Answer by {WHEN_UNTIL['en']}.")]
    if kind in ("offer", "called_off", "restored"):
        expected += [("karena SE 0946", "because")]
    if kind == "ready":
        expected += [("Nomor berkas: 8202009100000017.", "Case number: 8202009100000017.")]
        expected += [("Ambil paling lambat Jumat, 16 Oktober 2020.", "Collect it by Friday, 16 October 2020.")]
        expected += [("https://serambi.example/cases/", "https://serambi.example/en/cases/")]
    if kind == "promise_moved":
        expected += [("selesai paling lambat Senin, 21 September 2020.", "promised by Monday, 21 September 2020.")]
        expected += [("Sebelumnya: Kamis, 17 September 2020.", "Before: Thursday, 17 September 2020.")]
        expected += [("menurut SE 0946", "by SE 0946")]
    if kind == "urgency_rejected":
        expected += [("tidak dapat menerimanya: tidak ada rujukan dokter.", "accept it: tidak ada rujukan dokter.")]
    missing = [said for both in expected for said in both if said not in text]
    assert missing == []
    assert (text.index("Yth. Ani") < text.index("Dear Ani")) == (language == "id")


@pytest.mark.parametrize("kind", ["offer", "called_off"])
def test_a_letter_about_the_health_gate_blames_no_plan(kind):
    text = text_of(mail_of(letter(kind, order=None, is_of_gate=True)))

    assert "karena suhu tubuh Anda di pintu" in text and "your temperature at the gate" in text
    assert "jumlah tempat di kantor berubah" not in text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("offer", ("karena satu tim petugas kami sedang diisolasi", "one team of our staff is in isolation")),
        ("called_off", ("karena satu tim petugas kami sedang diisolasi", "one team of our staff is in isolation")),
        ("restored", ("karena isolasi tim petugas kami berakhir lebih awal", "isolation of a team of our staff ended")),
    ],
)
def test_a_letter_about_a_team_in_isolation_says_so_in_both_languages(kind, said):
    text = text_of(mail_of(letter(kind, order=None, is_of_isolation=True)))

    assert [word for word in said if word not in text] == []
    assert "jumlah tempat di kantor berubah" not in text


@pytest.mark.parametrize(("language", "said"), [("id", "sudah tercatat"), ("en", "is booked")])
@pytest.mark.parametrize("kind", KINDS)
def test_headers_are_whole_and_name_nobody(kind, language, said):
    mail = mail_of(letter(kind, language))

    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
        *("MIME-Version", "Content-Type"),
    }
    assert mail["From"] == "Kantor Imigrasi <no-reply@imigrasi.example>"
    assert mail["To"] == "ani@example.org"
    assert mail["Message-ID"] == "<message-7.2345-6789-ABCD@imigrasi.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Thu, 10 Sep 2020 00:30:00 +0000"
    assert mail["Subject"].endswith(" – 2345-6789-ABCD")
    assert (said in mail["Subject"]) == (kind == "confirmed")


@pytest.mark.parametrize(
    "name",
    [
        "Ani\r\nBcc: budi@example.org",
        "Ani\nSubject: menang",
        "Ani\r\n\r\n.\r\nMAIL FROM:<budi@example.org>",
        "Ani\x00\x0b\x0c\x1cBcc: budi@example.org",
        "Ani\u2028Bcc: budi@example.org\u202e",
        "<script>alert(1)</script>",
    ],
)
def test_a_name_never_becomes_a_header_nor_markup(name):
    mail = mail_of(letter(name=name))

    assert mail.get_all("Bcc") is None
    assert mail.get_all("Subject") == ["Jadwal kunjungan Anda sudah tercatat – 2345-6789-ABCD"]
    assert mail["To"] == "ani@example.org"
    greeting = next(line for line in text_of(mail).splitlines() if line.startswith("Yth. "))
    assert greeting.endswith(",") and greeting.isprintable()
    assert "<script>" not in text_of(mail, "html")


@pytest.mark.parametrize("address", ["ani@example.org\r\nBcc: b@example.org", "ani", "ani@a, budi@b", "", "<ani@a.b>"])
def test_an_address_that_cannot_be_one_is_not_written_to(address):
    with pytest.raises(ValueError):
        mail_of(letter(to=address))


def test_html_links_nothing_but_the_booking():
    html = text_of(mail_of(letter(name="evil.example", address="www.evil.example")), "html")

    assert html.count("<a ") == 2
    assert "<img" not in html and "<script" not in html and "http-equiv" not in html


def test_without_an_order_or_a_former_time_the_sentence_stands():
    planned = text_of(mail_of(letter("called_off", order=None)))
    left = text_of(mail_of(letter("cancelled", was_at=None)))

    assert "karena jumlah tempat di kantor berubah." in planned
    assert "Anda sudah keluar dari daftar tunggu." in left


def test_the_whole_text_of_a_confirmation():
    first, _, _ = text_of(mail_of(letter())).partition("-" * 60)

    assert (
        first
        == """\
Yth. Ani,

Jadwal kunjungan Anda sudah tercatat.

Kode booking: 2345-6789-ABCD
Layanan: Paspor baru
Waktu: Senin, 28 September 2020 pukul 09.30 WIB
Tempat: Kantor Imigrasi Serang, Jl. Warung Jaud 82, Serang

Yang dibawa:
- Kode booking ini, dicetak atau pada telepon
- KTP elektronik
- Akta kelahiran (anak)

Lihat atau ubah jadwal Anda di sini:
https://serambi.example/bookings/2345-6789-ABCD/
Halaman itu meminta kode booking dan kunci yang Anda terima saat memesan. Kantor tidak menyimpan kunci itu dan tidak \
pernah memintanya melalui surel atau telepon.

Surel ini dikirim otomatis. Balasan tidak dibaca.

"""
    )


def reply_letter(**changes: object) -> ReplyLetter:
    kept = ReplyLetter(
        message_id=8,
        kind="reply_answered",
        language="id",
        to="ani@example.org",
        name="Ani",
        code="2345-6789-ABCD",
        office="Kantor Imigrasi Serang",
        office_code="serang",
        notice="jam-layanan",
        title=Text("Jam layanan berubah", "Hours of service change"),
        answer="Ya, pukul 07.30.\n\nTerima kasih.",
    )
    return replace(kept, **changes)  # type: ignore[arg-type]


def test_the_whole_text_of_an_answer_to_a_reply():
    mail = mail_of(reply_letter())
    first, _, second = text_of(mail).partition("-" * 60)

    assert mail["Subject"] == "Kantor menjawab tanggapan Anda – 2345-6789-ABCD"
    assert mail["Message-ID"] == "<message-8.2345-6789-ABCD@imigrasi.example>"
    assert (mail["To"], mail["Reply-To"]) == ("ani@example.org", None)
    assert (
        first
        == """\
Yth. Ani,

Kantor Imigrasi Serang menjawab tanggapan Anda pada pengumuman “Jam layanan berubah”:

Ya, pukul 07.30.

Terima kasih.

Jawaban ini juga dapat dibaca di bawah tanggapan Anda:
https://serambi.example/serang/notices/jam-layanan/replies/?at=2345-6789-ABCD#reply-2345-6789-ABCD

Alamat surel Anda tidak pernah ditampilkan dan dihapus 30 hari sesudah jawaban ini.

Surel ini dikirim otomatis. Balasan tidak dibaca.

"""
    )
    assert "to the notice “Hours of service change”:" in second and "/en/serang/notices/" in second
    assert "ani@" not in text_of(mail) + text_of(mail, "html")


def test_an_answer_and_a_name_never_become_markup_nor_headers():
    mail = mail_of(reply_letter(name="Ani\r\nBcc: b@c.d", answer="<script>alert(1)</script>\n.\nhttps://evil.example"))

    html = text_of(mail, "html")
    assert mail.get_all("Bcc") is None
    assert html.count("<a ") == 2 and "<script>" not in html
