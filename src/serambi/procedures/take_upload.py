"""Take a file that comes whole, as a plain form sends it."""

import hashlib
from datetime import datetime

from serambi.procedures.start_upload import ask_for_room
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.judge_upload import UploadAnswer, judge_upload
from serambi.procedures.steps.open_upload import open_upload
from serambi.rules.upload import Announced


def take_upload(*, code: str, document: str, content: bytes, now: datetime, by: str) -> UploadAnswer:
    """Begin and judge an upload of a booking in one call; the answer says kept, or refused and why.

    The one procedure of two transactions: the quota is taken before the file is read, so that many files at once do
    not pass it together. Raises as start_upload and finish_upload do.
    """
    announced = Announced(document, len(content), hashlib.sha256(content).hexdigest())
    ask_for_room()
    with durable_transaction():
        upload = open_upload(code, announced, now=now, by=by)
    return judge_upload(upload, content, now=now, by=by)
