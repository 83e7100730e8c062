"""Take the screenshots of `docs/screenshots` from a running portal that holds the sample archive.

.venv/bin/python docs/take_screenshots.py http://127.0.0.1:8000
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent / "screenshots"
CABLE = "/cables/08GUATEMALA900327/"
SECTION = f"{CABLE}prosecution/b/"
PAGES = {
    "front": "/",
    "list": "/cables/",
    "reading": f"{CABLE}#prosecution-b",
    "section": SECTION,
    "source": f"{CABLE}source/",
    "history": f"{CABLE}history/",
}
SHOTS = [
    *((name, 1440, 900, "light") for name in PAGES),
    ("reading", 1024, 768, "light"),
    ("reading", 390, 844, "light"),
    ("front", 390, 844, "light"),
    ("section", 390, 844, "light"),
    ("reading", 1440, 900, "dark"),
    ("front", 1440, 900, "dark"),
]


def shoot(browser: Browser, address: str, name: str, size: tuple[int, int], scheme: str) -> None:
    width, height = size
    page: Page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + PAGES[name], wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    suffix = "" if scheme == "light" else f"-{scheme}"
    page.screenshot(path=FOLDER / f"{name}-{width}{suffix}.png")
    page.close()


def print_reading(browser: Browser, address: str) -> None:
    """The reading view as it is printed, on a page of A4's width."""
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(address + CABLE, wait_until="networkidle")
    page.screenshot(path=FOLDER / "reading-print.png")
    page.close()


def main(address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for name, width, height, scheme in SHOTS:
            shoot(browser, address, name, (width, height), scheme)
        print_reading(browser, address)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1].rstrip("/"))
