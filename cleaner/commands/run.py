"""`cleaner run`: a folder of scraped files to the same tree of clean text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cleaner.batch import REPORT_NAME, Summary, run_folder
from cleaner.batch import Progress as Report
from cleaner.commands.options import (
    EngineOption,
    PolicyOption,
    PresetOption,
    RepairsOption,
    RulesOption,
    SourceOption,
    make_cleaner,
)
from cleaner.errors import UsageError
from cleaner.io.folder import REPORTS

INTERRUPTED = 130


def run_command(
    folder: Annotated[
        Path, typer.Argument(metavar="IN", help="A folder of .html, .htm, .txt and .md files, nested at will.")
    ],
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="Where the clean tree and .cleaner/report.jsonl go.")
    ],
    source: SourceOption = None,
    rules: RulesOption = None,
    policy: PolicyOption = None,
    engine: EngineOption = "auto",
    repairs: RepairsOption = "safe",
    preset: PresetOption = "default",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", help="Worker processes. The output is the same for any N.")
    ] = 1,
) -> None:
    """Clean a folder: IN/a.html gives OUT/a.html.txt. Nothing in IN is changed.

    Ends with 0 if all is done, 1 if documents failed (each is named), 2 for wrong usage.
    """
    if jobs < 1:
        raise UsageError(f"--jobs: {jobs} is less than one")
    cleaner = make_cleaner(rules, policy, engine, repairs, preset)
    with _progress() as report:
        summary = run_folder(cleaner, folder, output, source=source, jobs=jobs, progress=report)
    for line in _told(summary, folder, output):
        typer.echo(line)
    for trouble in summary.suspect:
        typer.echo(f"suspect: {trouble.id}: {trouble.why}", err=True)
    for trouble in summary.failed:
        typer.echo(f"failed: {trouble.why}", err=True)
    if summary.interrupted:
        typer.echo("interrupted: what is done is complete, and in the report; run again for the rest", err=True)
        raise typer.Exit(INTERRUPTED)
    if summary.failed:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Report | None]:
    """A bar on a terminal; nothing in a pipe or a log."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cleaning")

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _told(summary: Summary, folder: Path, output: Path) -> Iterator[str]:
    yield from (f"note: {note}" for note in summary.notes)
    if not summary.total:
        yield f"{folder}: no .html, .htm, .txt or .md file in it"
    of = f" of {summary.total}" if summary.done != summary.total else ""
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(summary.statuses.items()))
    noun = "document" if summary.total == 1 else "documents"
    yield f"{summary.done}{of} {noun}" + (f": {statuses}" if statuses else "")
    if summary.kinds:
        yield "edits: " + ", ".join(f"{count} {kind}" for kind, count in summary.kinds.most_common())
    if summary.skipped:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in summary.skipped.items())
        yield f"skipped {sum(summary.skipped.values())} files of other types: {kinds}"
    yield f"report: {output / REPORTS / REPORT_NAME}"
