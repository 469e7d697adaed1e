"""Files that come with a form: held in memory, never in the clear on a disk, and never more than the cap."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from serambi.rules.upload import MAX_FILE_BYTES


class IncomingFile(UploadedFile):
    """A file of a form. `size` counts all that came; the content ends where the cap was passed."""


class CappedUploads(FileUploadHandler):
    """Keeps what all files of one request weigh together up to one byte over the cap, and counts the rest.

    That byte lets the rule say "too big" where cutting the connection would say nothing.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.room = MAX_FILE_BYTES + 1
        self.held = BytesIO()

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        part = raw_data[: self.room]
        self.room -= len(part)
        self.held.write(part)

    def file_complete(self, file_size: int) -> IncomingFile:
        self.held.seek(0)
        # The name, cleaned by Django, names an order's text in its book; uploads of visitors do not look at it.
        return IncomingFile(file=self.held, name=self.file_name, content_type=self.content_type, size=file_size)
