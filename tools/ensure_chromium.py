"""Makes sure that the tests have a Chromium and prints its path. Nothing is installed where one is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def installed() -> str | None:
    """The browser named by SERAMBI_CHROMIUM, else the system's, else Playwright's; None: there is none."""
    if named := os.environ.get("SERAMBI_CHROMIUM"):
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # slow to import, and rarely needed

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            check=True,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def main() -> int:
    path = installed()
    if path is None:
        print("Installing Chromium for the tests", file=sys.stderr)
        try:
            _install()
        except subprocess.CalledProcessError as failed:
            print(
                f"Chromium could not be installed ({' '.join(map(str, failed.cmd))}).\n"
                "Install it yourself, or name one: SERAMBI_CHROMIUM=/path/to/chromium make test",
                file=sys.stderr,
            )
            return 1
        path = installed()
    print(path)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
