import os
import subprocess
import sys
from pathlib import Path

import pytest

PASSES = "def test_it(): pass\n"
SKIPS = "import pytest\ndef test_it(): pytest.skip('there is no Chromium')\n"
SKIPS_WHOLE = "import pytest\npytest.skip('nothing here', allow_module_level=True)\n"
EMPTY = "def helper(): pass\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\ntestpaths = ["tests"]\naddopts = ["--import-mode=importlib"]\n'
    )
    return tmp_path


def write(project: Path, name: str, text: str) -> None:
    path = project / "tests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def guarded_run(project: Path, root: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "tests.ci_guard", "-p", "no:django", "-p", "no:playwright"]
    environ = {"PYTHONPATH": str(root), "PATH": os.environ["PATH"]}
    done = subprocess.run([*command, *arguments], cwd=project, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["alone", "two workers"])
class TestGuard:
    def test_all_that_ran_and_passed_is_fine(self, project: Path, root: Path, arguments: tuple[str, ...]) -> None:
        write(project, "portal/test_a.py", PASSES)
        write(project, "browser/test_b.py", PASSES)
        status, text = guarded_run(project, root, *arguments)
        assert status == 0, text
        assert "2 passed" in text

    def test_a_skipped_browser_test_fails(self, project: Path, root: Path, arguments: tuple[str, ...]) -> None:
        write(project, "portal/test_a.py", PASSES)
        write(project, "browser/test_b.py", SKIPS)
        status, text = guarded_run(project, root, *arguments)
        assert status == 1, text
        assert "A browser test was skipped" in text
        assert "1 failed, 1 passed" in text

    def test_another_skipped_test_is_allowed(self, project: Path, root: Path, arguments: tuple[str, ...]) -> None:
        write(project, "portal/test_a.py", PASSES + SKIPS.replace("test_it", "test_that"))
        status, text = guarded_run(project, root, *arguments)
        assert status == 0, text
        assert "1 passed, 1 skipped" in text

    @pytest.mark.parametrize("silent", [EMPTY, SKIPS_WHOLE], ids=["no test", "skipped as a whole"])
    def test_a_silent_file_fails(self, project: Path, root: Path, arguments: tuple[str, ...], silent: str) -> None:
        write(project, "portal/test_a.py", PASSES)
        write(project, "portal/test_silent.py", silent)
        status, text = guarded_run(project, root, *arguments)
        assert status == 1, text
        assert "tests/portal/test_silent.py: no test in it ran" in text

    def test_a_run_of_one_file_does_not_ask_for_others(
        self, project: Path, root: Path, arguments: tuple[str, ...]
    ) -> None:
        write(project, "portal/test_a.py", PASSES)
        write(project, "portal/test_b.py", PASSES)
        status, text = guarded_run(project, root, *arguments, "tests/portal/test_a.py")
        assert status == 0, text


def test_ci_runs_the_tests_under_the_guard(root: Path, tmp_path: Path) -> None:
    """`.ci/run` with a `make` that only tells what it was called with, and a Chromium that need not be installed."""
    (tmp_path / "make").write_text('#!/bin/sh\necho "make $* with $PYTEST_ADDOPTS and $CHROMIUM"\nexit 7\n')
    (tmp_path / "chromium").write_text("#!/bin/sh\n")
    for name in ("make", "chromium"):
        (tmp_path / name).chmod(0o755)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", ".ci/run"],
        cwd=root,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"make test with -p tests.ci_guard and {tmp_path}/chromium\n"
    assert done.returncode == 7
