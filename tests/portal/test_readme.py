"""The README names every command and every setting, and no command that is not there."""

import re
from pathlib import Path

import pytest

from tipportal.environment import NAMES


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def commands(root: Path) -> set[str]:
    found = {path.stem for path in root.glob("*/management/commands/*.py") if path.stem != "__init__"}
    assert found
    return found


def test_readme_names_every_setting(readme: str) -> None:
    missing = sorted(name for name in NAMES | {"DATABASE_URL", "CHROMIUM"} if f"`{name}`" not in readme)
    assert not missing


def test_readme_names_every_command(readme: str, root: Path) -> None:
    missing = sorted(name for name in commands(root) if not re.search(rf"manage\.py {name}\b", readme))
    assert not missing


def test_readme_names_no_command_that_is_not_there(readme: str, root: Path) -> None:
    of_django = {"help", "check", "shell", "dbshell", "createsuperuser", "changepassword", "migrate", "NAME"}
    of_others = {"axes_reset_username"}
    named = set(re.findall(r"manage\.py (\w+)", readme))
    assert named <= commands(root) | of_django | of_others


def test_readme_names_every_make_target(readme: str, root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    assert phony is not None
    missing = [target for target in phony[1].split() if f"make {target}" not in readme]
    assert not missing
