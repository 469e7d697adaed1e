"""The document desk: lists, previews, downloads and marks, each look in the ledger."""

import io

import pytest
from PIL import Image

from serambi.procedures.steps.clean_file import clean_file
from serambi.records import sealed_files
from serambi.records.models import LedgerRow, UploadMark
from tests.counters.portal.walking import texts_of
from tests.factories import save_office, save_slot
from tests.innocent_files import jpeg, pdf
from tests.uploads import ask_for_documents, keep_file

SANDBOX = "sandbox; default-src 'none'"


@pytest.fixture
def code(serang, booked, file_folder) -> str:
    ask_for_documents()
    (code,) = booked(save_slot(serang))
    return code


def at(code: str, more: str = "") -> str:
    return f"/console/bookings/{code}/documents/{more}"


def looks() -> list[tuple[str, str]]:
    rows = LedgerRow.objects.filter(action__in=("document.viewed", "person.viewed")).order_by("pk")
    return [(row.action, row.by) for row in rows]


def test_list_shows_what_came_and_what_did_not(sign_in_as, code):
    keep_file(code)
    client = sign_in_as()

    page = texts_of(client.get(at(code)))

    assert "1 halaman" in page and "Kartu keluarga bila ada Belum dikirim." in page
    assert looks() == [("person.viewed", "clerk of serang")]


def test_file_is_handed_out_as_attachment_and_noted(sign_in_as, code):
    upload = keep_file(code).code

    answer = sign_in_as().get(at(code, f"{upload}/file/"))

    assert answer.content == jpeg()
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": f'attachment; filename="{code}-ktp.jpg"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"] == SANDBOX and answer["Cache-Control"] == "no-store"
    assert looks() == [("document.viewed", "clerk of serang")]


def test_preview_is_a_png_in_a_sandbox_and_noted(sign_in_as, code):
    upload = keep_file(code, clean_file(pdf(pages=2)).content, pages=2).code
    client = sign_in_as()

    small, large = client.get(at(code, f"{upload}/pages/2/?small")), client.get(at(code, f"{upload}/pages/2/"))

    assert {answer["Content-Type"] for answer in (small, large)} == {"image/png"}
    assert {answer["Content-Security-Policy"] for answer in (small, large)} == {SANDBOX}
    assert small["Content-Disposition"] == f'inline; filename="{code}-ktp-2.png"'
    assert [max(Image.open(io.BytesIO(answer.content)).size) for answer in (small, large)] == [320, 834]
    assert client.get(at(code, f"{upload}/pages/3/")).status_code == 404
    assert len(looks()) == 3


def test_two_files_stand_side_by_side(sign_in_as, code):
    left, right = keep_file(code).code, keep_file(code, document="kk").code

    page = sign_in_as().get(at(code, f"?left={left}&right={right}")).content.decode()

    assert page.index("Berdampingan") < page.index(f"{left}/pages/1/") < page.index(f"{right}/pages/1/")


def test_mark_is_kept_and_one_without_its_reason_is_refused(sign_in_as, code):
    upload = keep_file(code).code
    client = sign_in_as()

    assert client.post(at(code, f"{upload}/marks/"), {"mark": "fits"}).url == at(code)
    refused = client.post(at(code, f"{upload}/marks/"), {"mark": "does_not_fit"})

    assert (refused.status_code, "Tulis mengapa tidak sesuai" in texts_of(refused)) == (422, True)
    assert list(UploadMark.objects.values_list("mark", "by")) == [("fits", "clerk of serang")]
    assert "sesuai, clerk of serang, Kamis, 10 September 2020" in texts_of(client.get(at(code)))


@pytest.mark.parametrize("more", ["", "{upload}/file/", "{upload}/pages/1/"])
def test_other_office_sees_nothing_and_leaves_no_trace(sign_in_as, code, more):
    upload = keep_file(code).code
    save_office("bandung")

    assert sign_in_as("bandung").get(at(code, more.format(upload=upload))).status_code == 404
    assert looks() == []


def test_directorate_looks_and_does_not_judge(sign_in_as, code):
    upload = keep_file(code).code
    client = sign_in_as(None)

    assert "marks/" not in client.get(at(code)).content.decode()
    assert client.post(at(code, f"{upload}/marks/"), {"mark": "fits"}).status_code == 404


def test_failing_disk_is_said_and_the_list_stands(sign_in_as, code, monkeypatch):
    upload = keep_file(code).code
    client = sign_in_as()

    def failing(name):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(sealed_files, "read", failing)

    assert client.get(at(code)).status_code == 200
    assert client.get(at(code, f"{upload}/file/")).status_code == 503
    assert client.get(at(code, f"{upload}/pages/1/")).status_code == 503
