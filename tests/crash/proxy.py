"""A line to the database that is cut at a chosen message, before or after the database got it."""

import contextlib
import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CHUNK = 1 << 16


@dataclass(frozen=True)
class Cut:
    """Cut at the `at`-th message of a transaction (0: BEGIN, -1: COMMIT); delivered: the database still gets it."""

    at: int
    is_delivered: bool


class CuttingLine:
    """Carries bytes between one client and the database. Each transaction takes the next of `cuts` (None: whole)."""

    def __init__(self, target: str, cuts: Iterable[Cut | None]) -> None:
        self.target = target
        self.cuts = iter(cuts)
        self.made: list[Cut] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]

    def carry_all(self) -> None:
        with contextlib.suppress(OSError):  # the end: our listener was closed
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        database = socket.socket(socket.AF_UNIX)
        database.connect(self.target)
        threading.Thread(target=_copy, args=(database, client), daemon=True).start()
        cut, message = None, 0
        with client, database, contextlib.suppress(OSError):
            while data := client.recv(CHUNK):
                message += 1
                if b"BEGIN" in data:
                    cut, message = next(self.cuts, None), 0
                if cut is not None and (message == cut.at or (cut.at == -1 and b"COMMIT" in data)):
                    self.made.append(cut)
                    client.shutdown(socket.SHUT_RDWR)
                    if cut.is_delivered:
                        database.sendall(data)
                    # Said in good order, so that the database reads what it got before it learns that the line is gone.
                    database.shutdown(socket.SHUT_WR)
                    return
                database.sendall(data)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)


@contextlib.contextmanager
def cutting_line(target: str, cuts: Iterable[Cut | None]) -> Iterator[CuttingLine]:
    line = CuttingLine(target, cuts)
    threading.Thread(target=line.carry_all, daemon=True).start()
    try:
        yield line
    finally:
        line.listener.close()
