import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

PURE = [
    "cables.parsing",
    "cables.agreement",
    "cables.codebook_files",
    "statutes.extraction",
    "statutes.names",
    "statutes.offence_kinds",
    "statutes.penalties",
    "statutes.penalty_ranges",
    "statutes.range_charts",
    "statutes.written_amounts",
]
WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None  # importing it fails from here on
import importlib, pkgutil
module = importlib.import_module(sys.argv[1])
for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
"""


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_import_no_django(root: Path, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, name], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_cables_never_imports_statutes(root: Path) -> None:
    for path in (root / "cables").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import statutes" not in text, path
        assert "from statutes" not in text, path
