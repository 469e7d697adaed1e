"""The nightly sweep of files, run by hand."""

import pytest

from serambi.counters.jobs.tasks import sweep_files
from serambi.records.models import Upload
from tests.uploads import book_with_documents, keep_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_sweep_gives_up_what_stopped_coming_and_leaves_the_kept(file_folder):
    code = book_with_documents().code
    kept = keep_file(code)
    Upload.objects.create(
        booking_id=kept.booking_id,
        document="ktp",
        code="stopped",
        stored_as="ab" * 16,
        size=10,
        sha256="0" * 64,
        state="receiving",
        made_at=kept.made_at,
        by="test",
    )

    sweep_files(0)
    sweep_files(0)

    assert dict(Upload.objects.values_list("code", "state")) == {kept.code: "kept", "stopped": "dropped"}
    assert (file_folder / kept.stored_as).exists()
