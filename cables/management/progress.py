"""What long commands show: a progress bar on a terminal (on the error stream, so that output can be piped), a table."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

INTERRUPTED = 130
"""What a shell expects of a command that Ctrl-C ended."""


class Bar:
    """A progress bar and the lines printed above it."""

    def __init__(self, progress: Progress, task: TaskID, out: OutputWrapper) -> None:
        self.progress = progress
        self.task = task
        self.out = out

    def advance(self, done: int) -> None:
        self.progress.advance(self.task, done)

    def print(self, line: str) -> None:
        """To the output; where that is the bar's own terminal, by the bar, which would be torn apart otherwise."""
        if self.progress.disable or not self.out.isatty():
            self.out.write(line)
            self.out.flush()
        else:
            self.progress.console.print(line, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress_bar(title: str, total: int, out: OutputWrapper) -> Iterator[Bar]:
    """A bar that is full when as much as `total` was advanced; nothing at all where the errors go to no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        yield Bar(progress, progress.add_task(title, total=total), out)


def counted(title: str, counts: Mapping[str, int]) -> str:
    """A small table of what was counted, as text."""
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    console = Console(width=80, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return capture.get()
