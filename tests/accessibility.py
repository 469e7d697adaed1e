"""What axe finds on a page that a real browser shows, and whether it fits its width."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def is_within_reach(page: Page) -> None:
    """Axe finds nothing on the page and nobody has to scroll sideways; waits until the page is there.

    A click returns when the answer arrives, which on a busy machine is before the first element is read; and what is
    brought into one page is gone in the next, so axe comes and runs in one call.
    """
    page.wait_for_load_state()
    found = page.evaluate(f"{AXE}\n;axe.run()")["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
