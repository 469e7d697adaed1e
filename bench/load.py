"""Cheap clients for the real server: plain sockets, bodies made beforehand, a bounded time; this machine only."""

import multiprocessing
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

HOST = "127.0.0.1"
PROCESSES = 2
CALL_SECONDS = 60
HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    nanoseconds: int


@dataclass(frozen=True)
class Load:
    """All answers of one run, and how long it took."""

    answers: tuple[Answer, ...]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The time within which this share of the answers came."""
        times = sorted(answer.nanoseconds for answer in self.answers)
        return times[min(len(times) - 1, int(len(times) * share))] / 1e6


def drive(port: int, requests: Sequence[Sequence[bytes]], seconds: float) -> Load:
    """One connection per list of requests, each sending its list until the time is over."""
    shares = [requests[number::PROCESSES] for number in range(PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as processes:
        logs = processes.starmap(_drive, [(port, share, seconds) for share in shares], chunksize=1)
    answers = tuple(answer for log in logs for answer in log[0])
    return Load(answers, max(log[1] for log in logs))


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


def post(path: str, body: bytes, key: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nIdempotency-Key: {key}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _drive(port: int, requests: Sequence[Sequence[bytes]], seconds: float) -> tuple[list[Answer], float]:
    started = time.monotonic()
    with ThreadPoolExecutor(len(requests)) as threads:
        logs = threads.map(lambda own: _send_all(port, own, started + seconds), requests)
        answers = [answer for log in logs for answer in log]
    return answers, time.monotonic() - started


def _send_all(port: int, requests: Sequence[bytes], until: float) -> list[Answer]:
    answers = []
    with socket.create_connection((HOST, port), timeout=CALL_SECONDS) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            if time.monotonic() > until:
                break
            started = time.perf_counter_ns()
            line.sendall(request)
            status, body = _read(line)
            answers.append(Answer(status, body, time.perf_counter_ns() - started))
    return answers


def _read(line: socket.socket) -> tuple[int, bytes]:
    """One answer, of a stated length or in chunks."""
    data = line.recv(1 << 16)
    while HEAD_END not in data:
        data += line.recv(1 << 16)
    head, _, body = data.partition(HEAD_END)
    _, stated, length = head.lower().partition(b"content-length:")
    whole = int(length.split(b"\r\n")[0]) if stated else None
    while len(body) < whole if whole is not None else not body.endswith(LAST_CHUNK):
        body += line.recv(1 << 16)
    return int(head.split(b" ")[1]), body if whole is not None else _without_chunks(body)


def _without_chunks(body: bytes) -> bytes:
    parts = []
    while True:
        size, _, rest = body.partition(b"\r\n")
        if not (length := int(size, 16)):
            return b"".join(parts)
        parts.append(rest[:length])
        body = rest[length + 2 :]
