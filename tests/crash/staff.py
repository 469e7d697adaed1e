"""A member of staff who uses the console over HTTP, as a browser without scripts does."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar

from serambi.counters.cli.service import HOST

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')
SECONDS = 60


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Staff:
    """Signed in at one server. Raises OSError when that does not answer."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.root = f"http://{HOST}:{port}/console/"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.post("sign-in/", {"username": username, "password": password})

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, fields: dict[str, str], form_at: str | None = None) -> Answer:
        """Send a form as the page at `form_at` (itself when None) gives it."""
        form = self.get(path if form_at is None else form_at).text
        sent = fields | {"csrfmiddlewaretoken": TOKEN.search(form)[1]}
        if key := KEY.search(form):
            sent["key"] = key[1]
        return self._ask(path, urllib.parse.urlencode(sent).encode())

    def _ask(self, path: str, body: bytes | None) -> Answer:
        try:
            with self.opener.open(self.root + path, body, timeout=SECONDS) as answered:
                return Answer(answered.status, answered.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.read())
