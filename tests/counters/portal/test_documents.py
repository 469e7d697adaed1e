"""The files of a booking at the portal: sent whole or in pieces, refused in plain words, taken back."""

import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.procedures.mark_document import mark_document
from serambi.records import sealed_files
from serambi.records.models import Upload
from tests.counters.portal.walking import texts_of
from tests.factories import NOW
from tests.innocent_files import jpeg, phone_photo
from tests.uploads import Booked, book_with_documents, keep_file

RAW = "application/octet-stream"


@pytest.fixture
def booked(transactional_db, file_folder) -> Booked:
    return book_with_documents()


@pytest.fixture
def holder(booked) -> Client:
    """A browser that holds the secret of the booking."""
    client = Client()
    client.get(f"/bookings/{booked.code}/?key={booked.secret}")
    return client


def page_of(booked: Booked, prefix: str = "") -> str:
    return f"{prefix}/bookings/{booked.code}/documents/"


def send(holder: Client, booked: Booked, content: bytes, document: str = "ktp", name: str = "a.jpg", prefix: str = ""):
    fields = {"document": document, "file": SimpleUploadedFile(name, content)}
    return holder.post(page_of(booked, prefix), fields)


def announce(holder: Client, booked: Booked, content: bytes):
    fields = {"document": "ktp", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return holder.post(f"{page_of(booked)}uploads/", fields)


def test_manage_page_leads_to_the_files_and_lists_what_is_asked(holder, booked):
    assert page_of(booked) in holder.get(f"/bookings/{booked.code}/").content.decode()

    page = texts_of(holder.get(page_of(booked)))
    assert "Berkas untuk kunjungan Anda" in page and "KTP" in page and "Kartu keluarga bila ada" in page


def test_photo_is_sent_without_a_script_and_taken_back(holder, booked):
    assert send(holder, booked, phone_photo()).url == page_of(booked)
    assert "Foto: diterima" in texts_of(holder.get(page_of(booked)))
    upload = Upload.objects.get().code

    assert holder.post(f"{page_of(booked)}uploads/{upload}/removal/").url == page_of(booked)
    assert "diterima" not in texts_of(holder.get(page_of(booked))).replace("tidak diterima", "")


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"<html>", 422, "Hanya foto (JPEG atau PNG) dan PDF yang diterima."),
        (jpeg()[:900], 422, "Berkas tidak dapat dibuka, mungkin rusak."),
        (b"", 422, "Pilih foto atau PDF yang berisi."),
        (bytes(10 * 2**20 + 1), 422, "Berkas terlalu besar: paling banyak 10 MB."),
        (jpeg() + bytes(15 * 2**20), 422, "Berkas terlalu besar: paling banyak 10 MB."),
    ],
)
def test_refused_file_is_explained_at_its_field_and_at_the_top(holder, booked, content, status, said):
    answer = send(holder, booked, content)

    assert answer.status_code == status
    page = texts_of(answer)
    assert page.count(said) >= 2
    assert 'href="#file-ktp"' in answer.content.decode()


def test_refusal_is_said_in_english_too(holder, booked):
    assert "Only photos (JPEG or PNG) and PDFs are accepted." in texts_of(send(holder, booked, b"GIF89a", prefix="/en"))


def test_form_without_a_file_or_with_a_strange_document_is_refused(holder, booked):
    assert "Pilih foto atau PDF" in texts_of(holder.post(page_of(booked), {"document": "ktp"}))
    assert "Dokumen itu tidak diminta" in texts_of(send(holder, booked, jpeg(), "x" * 60))


def test_many_files_in_one_form_weigh_no_more_than_one(holder, booked):
    half = jpeg() + bytes(6 * 2**20)
    fields = {"document": "ktp", "other": SimpleUploadedFile("a", half), "file": SimpleUploadedFile("b", half)}

    assert holder.post(page_of(booked), fields).status_code in (302, 422)


def test_file_in_pieces_goes_on_where_it_stopped(holder, booked):
    content = phone_photo()
    half = len(content) // 2
    upload = announce(holder, booked, content).json()["upload"]
    at = f"{page_of(booked)}uploads/{upload}/"

    first = holder.post(f"{at}chunks/?offset=0", content[:half], content_type=RAW)
    ahead = holder.post(f"{at}chunks/?offset=9", content[half:], content_type=RAW)
    assert (first.json()["received"], ahead.status_code, ahead.json()["facts"]) == (half, 409, {"received": half})
    assert holder.post(f"{at}end/").json()["code"] == "upload.incomplete"
    assert announce(holder, booked, content).json() == {"upload": upload, "received": half, "size": len(content)}
    holder.post(f"{at}chunks/?offset={half}", content[half:], content_type=RAW)
    assert holder.post(f"{at}end/").json() == {"state": "kept"}
    assert holder.get(at).json() == {
        "upload": upload,
        "received": len(content),
        "size": len(content),
        "state": "kept",
    }


def test_refused_pieces_answer_with_code_and_sentence(holder, booked):
    content = b"GIF89a" + bytes(100)
    upload = announce(holder, booked, content).json()["upload"]
    at = f"{page_of(booked)}uploads/{upload}/"
    holder.post(f"{at}chunks/?offset=0", content, content_type=RAW)

    end = holder.post(f"{at}end/")

    said = "Hanya foto (JPEG atau PNG) dan PDF yang diterima."
    assert (end.status_code, end.json()) == (409, {"code": "upload.kind", "said": said, "facts": {}})
    assert holder.post(f"{at}chunks/?offset=x", b"x", content_type=RAW).json()["code"] == "upload.offset"
    assert holder.post(f"{page_of(booked)}uploads/", {"document": "ktp"}).status_code == 409
    assert holder.get(f"{page_of(booked)}uploads/nothing/").status_code == 404


def test_files_of_another_are_not_there(holder, booked):
    other = book_with_documents("bandung")
    theirs = keep_file(other.code).code

    assert holder.get(page_of(other)).status_code == 404
    assert send(holder, other, jpeg()).status_code == 404
    assert holder.get(f"{page_of(booked)}uploads/{theirs}/").status_code == 404
    assert holder.post(f"{page_of(booked)}uploads/{theirs}/removal/").status_code == 422
    assert Upload.objects.get().state == "kept"


def test_form_without_its_token_is_refused(booked):
    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/bookings/{booked.code}/?key={booked.secret}")

    assert send(strict, booked, jpeg()).status_code == 403
    assert strict.post(f"{page_of(booked)}uploads/", {"document": "ktp"}).status_code == 403


def test_holder_reads_what_the_officer_found(holder, booked):
    upload = keep_file(booked.code).code
    mark_document(code=booked.code, upload=upload, mark="does_not_fit", reason="Fotonya buram", now=NOW, by="clerk")

    page = holder.get(page_of(booked)).content.decode()

    assert "tidak sesuai" in page and "Fotonya buram" in page and "clerk" not in page
    assert "removal" not in page


def test_manage_page_and_list_stand_when_the_disk_fails(holder, booked, monkeypatch):
    keep_file(booked.code)

    def failing(*arguments):
        raise OSError(5, "Input/output error")

    for name in ("folder", "read", "write_draft", "used_percent"):
        monkeypatch.setattr(sealed_files, name, failing)

    assert holder.get(f"/bookings/{booked.code}/").status_code == 200
    assert holder.get(page_of(booked)).status_code == 200
    answer = send(holder, booked, jpeg())
    assert (answer.status_code, "Jadwal Anda tetap" in texts_of(answer)) == (503, True)
    assert announce(holder, booked, jpeg()).status_code == 503


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00.jpg", "a\u202egpj.exe", "a" * 5000 + ".jpg", "a\r\nX: y.jpg"]
)
def test_name_of_the_file_is_kept_nowhere(holder, booked, file_folder, name):
    assert send(holder, booked, jpeg(), name=name).status_code == 302

    row = Upload.objects.values().get()
    assert name not in json.dumps(row, default=str)
    assert [each.name for each in file_folder.glob("[!.]*")] == [row["stored_as"]]
