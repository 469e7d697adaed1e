"""The disk under the uploads: when it fails, uploads are refused and everything else goes on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from serambi.rules.refusal import Refusal, Refused

log = logging.getLogger(__name__)


@contextmanager
def storage() -> Iterator[None]:
    """Work with sealed files. Raises Refused: `upload.unavailable` when the disk or its folder fails."""
    try:
        yield
    except OSError as error:
        log.error("uploads.unavailable errno=%s", error.errno)
        raise Refused(Refusal("upload.unavailable")) from error
