from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cables.importing import write_cable
from cables.models import Cable
from cables.parsing.parser import parse


@pytest.fixture
def cable(live_server: LiveServer, root: Path) -> Cable:
    """A whole input as a reader meets it: the sample archive's paraphrase, read by the parser."""
    content = (root / "sample" / "08GUATEMALA900327.txt").read_bytes()
    outcome = write_cable(parse(content), content=content, name="08GUATEMALA900327.txt", sample=True)
    return Cable.objects.get(mrn=outcome.mrn)


@pytest.fixture
def address(live_server: LiveServer, cable: Cable) -> str:
    """The reading view of that input."""
    return live_server.url + cable.get_absolute_url()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console complained of: broken policy, failed scripts, missing files."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
