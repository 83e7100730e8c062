"""A pytest plugin that `.ci/run` loads: there, a test that did not run is a failure.

A skipped browser test fails, and so does a run of everything in which a test file ran nothing.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

BROWSER_TESTS = "tests/browser/"


class Guard:
    def __init__(self) -> None:
        self.files_that_ran: set[str] = set()
        self.silent: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item):  # type: ignore[no-untyped-def]
        report: pytest.TestReport = yield
        if report.skipped and item.nodeid.startswith(BROWSER_TESTS):
            report.outcome = "failed"
            report.longrepr = f"A browser test was skipped: {report.longreprtext}"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.files_that_ran.add(report.nodeid.partition("::")[0])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput") or not is_whole_run(session.config):
            return
        self.silent = files_without_tests(session.config.rootpath, self.files_that_ran)
        if self.silent:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name in self.silent:
            terminalreporter.write_line(f"FAILED {name}: no test in it ran")


def is_whole_run(config: pytest.Config) -> bool:
    """No file was named and no selection made, so that every test file is due."""
    return config.args_source is not pytest.Config.ArgsSource.ARGS and not (
        config.option.keyword or config.option.markexpr or config.option.maxfail or config.option.collectonly
    )


def files_without_tests(root: Path, ran: Iterable[str]) -> list[str]:
    """The test files under `root`/tests of which none of `ran` (paths from the root) is one."""
    due = {path.relative_to(root).as_posix() for path in (root / "tests").rglob("test_*.py")}
    return sorted(due - set(ran))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Guard(), "ci-guard")
