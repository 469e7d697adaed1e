"""Notices at the desk: what each kind of draft says, and what is wrong at which field."""

import pytest
from django.test import Client

from serambi.records.models import Notice, NoticeVersion
from serambi.rules.spans import read_span
from tests.factories import CLOSED, NOW, order_text, save_office, save_regions
from tests.figures import save_history
from tests.notices import WORDS, about_order, draft
from tests.procedures.orders import ONE_DAY, enact

NEW = "/console/serang/notices/new/"
AT = "/console/serang/notices/judul/"
TYPED = {"title_id": "Judul", "title_en": "Title", "body_id": "Satu.\r\n\r\nDua.", "body_en": "One.", "until_on": ""}


@pytest.fixture
def head(sign_in_as) -> Client:
    save_regions()
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    return sign_in_as("serang", "office_head")


def errors(answer, name: str) -> dict[str, list[str]]:
    return {field: list(said) for field, said in answer.context[name].errors.items()}


def test_a_draft_about_a_closure_says_what_happens_to_appointments(head):
    sent = head.post(NEW, {"kind": "order", "order": "SE-9"})

    notice = Notice.objects.get()
    assert sent["Location"] == f"/console/serang/notices/{notice.slug}/"
    assert (notice.title_id, notice.until_on) == ("Pelayanan tatap muka ditutup sementara (SE-9)", None)
    assert notice.body_id == (
        "Direktur Jenderal Imigrasi menetapkan Surat Edaran SE-9 (SE-9). Aturan ini berlaku 14 September 2020.\n\n"
        "Isinya bagi Kantor Imigrasi Serang:\n- Kantor: ditutup atas perintah Direktorat Jenderal Imigrasi\n\n"
        "Jangan datang selama kantor ditutup. Yang sudah memiliki jadwal tidak kehilangan haknya: kami menawarkan "
        "waktu lain, atau menyimpan tempat dalam daftar tunggu."
    )


def test_a_draft_about_days_says_the_hours_and_the_closure_of_that_day(head):
    head.post(NEW, {"kind": "day", "on": "2020-09-14"})

    notice = Notice.objects.get()
    assert (notice.asked, f"{notice.until_on}") == ({"on": "2020-09-14"}, "2020-09-28")
    assert notice.body_en.startswith(
        "From Monday, 14 September 2020:\n- Passports: Monday–Friday 07:30–16:00\n\nKantor Imigrasi Serang is closed "
        "for the time being, by SE-9. Only the Directorate General of Immigration in Jakarta can order that."
    )


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"kind": "order"}, {"order": ["Pilih aturannya."]}),
        ({"kind": "day", "on": "2020-13-40"}, {"on": ["Tanggal itu tidak ada. Contoh: 2020-09-10."]}),
        ({"kind": "day", "on": "0001-01-01"}, {"on": ["Pilih tahun antara 1900 dan 2199."]}),
        ({"kind": "day"}, {"on": ["Isi tanggalnya."]}),
    ],
)
def test_a_draft_about_nothing_is_refused_at_its_field(head, sent, wrong):
    answer = head.post(NEW, sent)

    assert (answer.status_code, errors(answer, "sent")) == (422, wrong)
    assert Notice.objects.count() == 0


def test_figures_without_a_base_cannot_be_told(head, serang):
    save_history(serang, [(read_span("2020-08"), 210)])

    answer = head.post(NEW, {"kind": "figures", "month": "2020-08", "group": "passport"})

    assert answer.status_code == 422
    assert errors(answer, "sent")["__all__"][0].startswith("Sebagian angka masa itu tidak diumumkan")
    assert head.post(NEW, {"kind": "figures", "month": "2019-01", "group": "passport"}).status_code == 422


def test_both_languages_are_kept_as_typed(head):
    draft(about_order("SE-9"), WORDS)

    assert head.post(AT, TYPED)["Location"] == AT
    assert Notice.objects.get().body_id == "Satu.\n\nDua."
    assert head.post(AT, TYPED | {"preview": "1"})["Location"] == f"{AT}preview/"
    assert "Dua." in head.get(f"{AT}preview/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title_id": "x" * 151}, "title_id"),
        ({"body_en": "a\0b"}, "body_en"),
        ({"until_on": "soon"}, "until_on"),
        ({"until_on": "0001-01-01"}, "until_on"),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_is_written(head, typed, field):
    draft(about_order("SE-9"), WORDS)

    answer = head.post(AT, TYPED | typed)

    assert (answer.status_code, list(errors(answer, "form"))) == (422, [field])
    assert Notice.objects.get().body_en == WORDS.body.en


def test_a_time_of_the_office_is_read_as_such(head):
    draft(about_order("SE-9"), WORDS)

    head.post(f"{AT}publication/", {"from_at": "2020-09-11T08:00"})

    assert f"{NoticeVersion.objects.get().from_at}" == "2020-09-11 01:00:00+00:00"
    assert head.post(f"{AT}publication/", {"from_at": "at eight"}).status_code == 422
    past = head.post(f"{AT}publication/", {"from_at": "2020-09-01T08:00"})
    assert (past.status_code, errors(past, "publication")) == (409, {"from_at": ["Waktu itu sudah lewat."]})


def test_another_office_s_notices_are_not_there(head, sign_in_as):
    save_office("bandung")
    draft(about_order("SE-9"), WORDS)

    assert head.get("/console/bandung/notices/").status_code == 404
    assert head.get("/console/serang/notices/nothing/").status_code == 404
    assert head.post("/console/serang/notices/nothing/publication/").status_code == 404
    directorate = sign_in_as(None)
    assert directorate.post(f"{AT}publication/").status_code == 302
    assert NoticeVersion.objects.get(from_at=NOW).by == "clerk of None"
