"""Take the screenshots of `docs/screenshots` from a running portal that holds the sample archive.

Where the section that they show has no note yet, one is written.

.venv/bin/python docs/take_screenshots.py http://127.0.0.1:8000 analyst PASSWORD
"""

import os
import shutil
import sys
import tempfile
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
    "search": "/search/?q=shelter",
    "notes": "/notes/",
    "codebook": "/codes/tvpa/",
    "provision": "/statutes/gt/penal-code/art-194/",
    "compare": "/statutes/compare/?country=gt",
    "institution": "/institutions/gt/public-ministry/",
    "country": "/countries/gt/",
    "review": f"/review/?cable={CABLE.split('/')[2]}",
}
QUOTED = 8  # words of the section's first paragraph
Shot = tuple[str, int, int, str]
SHOTS: list[Shot] = [  # page, width, height, look
    *((name, 1440, 900, "light") for name in PAGES),
    ("reading", 1024, 768, "light"),
    ("reading", 390, 844, "light"),
    ("front", 390, 844, "light"),
    ("section", 390, 844, "light"),
    ("provision", 390, 844, "light"),
    ("reading", 1440, 900, "dark"),
    ("front", 1440, 900, "dark"),
    ("reading", 794, 1123, "print"),
]


def signed_in(browser: Browser, address: str, username: str, password: str) -> Path:
    """Signs in and keeps the session in a file outside the project, for the pages that follow."""
    page = browser.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    state = Path(tempfile.mkdtemp()) / "session.json"
    page.context.storage_state(path=state)
    page.close()
    return state


def write_note(browser: Browser, address: str, state: Path) -> None:
    page = browser.new_page(storage_state=state)
    page.goto(f"{address}{SECTION}notes/")
    if not page.locator(".comment").count():
        page.goto(address + SECTION)
        words = page.locator(".text p").first.inner_text().split()[1 : QUOTED + 1]
        page.goto(f"{address}{SECTION}notes/")
        page.locator("textarea[name=body]").fill("Compare this range with *last year's* answer.")
        page.locator("[name=quote]").fill(" ".join(words))
        page.get_by_role("button", name="Save the note").click()
        page.wait_for_load_state()
    page.close()


def shoot(browser: Browser, address: str, state: Path, shot: Shot) -> None:
    name, width, height, look = shot
    page: Page = browser.new_page(viewport={"width": width, "height": height}, storage_state=state)
    page.emulate_media(
        media="print" if look == "print" else "screen", color_scheme="dark" if look == "dark" else "light"
    )
    page.goto(address + PAGES[name], wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    suffix = "" if look == "light" else f"-{look}"
    page.screenshot(path=FOLDER / f"{name}-{width}{suffix}.png")
    page.close()


def main(address: str, username: str, password: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        state = signed_in(browser, address, username, password)
        write_note(browser, address, state)
        for shot in SHOTS:
            shoot(browser, address, state, shot)
        browser.close()
        shutil.rmtree(state.parent)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(sys.argv[1].rstrip("/"), *sys.argv[2:])
