"""What comes out of the process that reads a file, as it is written to standard output."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from serambi.rules.refusal import Refusal

LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A file drawn anew. `left_out` names what was in it and could have acted ("/JavaScript", "/EmbeddedFile")."""

    media_type: str
    pages: int
    content: bytes
    left_out: tuple[str, ...] = ()


class NotTaken(Exception):
    """Carries the refusal out of the reading."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def to_wire(outcome: Redrawn | Refusal) -> bytes:
    """A length, a JSON header, and the content."""
    if isinstance(outcome, Refusal):
        header: dict[str, Any] = {"refusal": asdict(outcome)}
        content = b""
    else:
        header = {"media_type": outcome.media_type, "pages": outcome.pages, "left_out": outcome.left_out}
        content = outcome.content
    head = json.dumps(header).encode()
    return len(head).to_bytes(LENGTH_BYTES, "big") + head + content


def from_wire(sent: bytes) -> Redrawn | Refusal:
    """Read what to_wire wrote. Raises ValueError, KeyError or TypeError for anything else."""
    length = int.from_bytes(sent[:LENGTH_BYTES], "big")
    header = json.loads(sent[LENGTH_BYTES : LENGTH_BYTES + length])
    if refusal := header.get("refusal"):
        return Refusal(refusal["code"], refusal["field"], refusal["facts"])
    content = sent[LENGTH_BYTES + length :]
    return Redrawn(str(header["media_type"]), int(header["pages"]), content, tuple(header["left_out"]))
