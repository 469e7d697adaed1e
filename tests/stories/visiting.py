"""A visitor in a real browser, whose every page is checked for access, width and weight; and moving the clock."""

from datetime import UTC, datetime

from playwright.sync_api import Page, Response

from tests.accessibility import is_within_reach
from tests.factories import nik

MOST_BYTES = 100_000
CONTINUE = "main form:has(input[name=csrfmiddlewaretoken]) button.button, main form[method=get] button.button"


def live_at(instant: datetime, monkeypatch) -> None:
    offset = (instant - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))


class Visit:
    """A visitor at a page; every page looked at is checked for access, width and weight."""

    def __init__(self, page: Page, root: str, prefix: str = "") -> None:
        self.page, self.root, self.prefix = page, root, prefix
        self.bytes = 0
        page.on("response", self._weigh)

    def open(self, path: str) -> None:
        self.bytes = 0
        self.page.goto(self.root + self.prefix + path)
        self.look()

    def look(self) -> str:
        """Check the page for what axe finds, for sideways scrolling and for its weight; give its heading."""
        is_within_reach(self.page)
        assert self.page.locator("h1").count() == 1
        assert self.bytes < MOST_BYTES
        self.bytes = 0
        return self.page.locator("h1").inner_text()

    def go_on(self) -> str:
        self.page.locator(CONTINUE).first.click()
        return self.look()

    def choose(self, number: int) -> str:
        self.page.locator("input[type=radio]").nth(number).check()
        return self.go_on()

    def answer(self, value: str) -> str:
        self.page.check(f"input[value={value}]")
        return self.go_on()

    def press(self, name: str) -> str:
        """Press a link or button by its words."""
        self.page.locator("main").get_by_text(name, exact=True).first.click()
        return self.look()

    def fill_in(self, serial: int) -> str:
        typed = {"name": "Ani", "number": nik(serial), "born_day": "17", "born_month": "5", "born_year": "1990"}
        for field, text in (typed | {"phone": "0812 3456 7890"}).items():
            self.page.fill(f"#id_{field}", text)
        return self.go_on()

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def _weigh(self, response: Response) -> None:
        # What a script asks for while the page is used is none of its weight, and may be gone with the page.
        is_of_the_page = response.request.resource_type not in ("fetch", "xhr") and not response.url.startswith("data:")
        if response.status == 200 and is_of_the_page:
            self.bytes += len(response.body())
