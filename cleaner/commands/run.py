"""`cleaner run`: a folder, a container or a pipe of scraped documents to the same of clean text."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, get_args

import typer

from cleaner.batch import REPORT_NAME, Again, Limits, Options, Order, Report, Summary, Tick, run_listing
from cleaner.batch import Progress as Telling
from cleaner.batch.feed import Workers
from cleaner.batch.pipe import run_pipe
from cleaner.batch.recipe import Recipe
from cleaner.batch.supervisor import Supervisor
from cleaner.commands.options import (
    INTERRUPTED,
    STDIN,
    EngineOption,
    HtmlFieldOption,
    PolicyOption,
    PresetOption,
    ProfileOption,
    QualityOption,
    RepairsOption,
    RulesOption,
    SourceOption,
    TextFieldOption,
    UrlFieldOption,
    choice,
    make_config,
    rule_folders,
)
from cleaner.commands.recipe import cleaner_of
from cleaner.commands.run_places import ends_of
from cleaner.errors import UsageError
from cleaner.io.destination import Outlet
from cleaner.io.records import Fields
from cleaner.io.remote import is_remote
from cleaner.ledger import TROUBLES_NAMED

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}
_SECONDS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")


def run_command(
    given: Annotated[
        str,
        typer.Argument(
            metavar="IN|-",
            help="A folder of .html, .htm, .txt, .md, .jsonl, .parquet and .warc files, one such container, or - for "
            "JSON Lines from standard input; also s3://, gs://, https:// and others, with fsspec. Any file but Parquet "
            "may end in .gz or .zst.",
        ),
    ],
    *,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT|-",
            help="A folder; for one container also a file, for - also -. Also s3://, gs:// and others, with fsspec.",
        ),
    ],
    text_field: TextFieldOption = None,
    html_field: HtmlFieldOption = None,
    url_field: UrlFieldOption = None,
    clean_field: Annotated[
        str | None,
        typer.Option("--clean-field", metavar="NAME", help="Where clean text goes, instead of the text's own field."),
    ] = None,
    report: Annotated[
        str, typer.Option("--report", metavar="none|summary|edits", help="How much is told of each document.")
    ] = "edits",
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", metavar="N", help="Worker processes; 0: none, and no limits. The output is always the same."
        ),
    ] = 1,
    deadline: Annotated[
        str, typer.Option("--deadline", metavar="TIME", help="What one document may take, such as 10s; 0 for no end.")
    ] = "60s",
    memory: Annotated[
        str, typer.Option("--memory", metavar="SIZE", help="What one worker may hold, such as 2G; 0 for no ceiling.")
    ] = "2G",
    on: Annotated[
        str, typer.Option("--on", metavar="here|ray", help="Processes of this machine, or the tasks of a Ray cluster.")
    ] = "here",
    changed: Annotated[
        bool,
        typer.Option("--changed", help="Compare inputs by content, not by size and time; remove outputs of gone ones."),
    ] = False,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="DIR",
            help="Where ledger and report of an output behind a URL are kept, on a disk; .cleaner-HASH in the working "
            "folder where not given.",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Do everything again, also what is done.")] = False,
    source: SourceOption = None,
    rules: RulesOption = None,
    policy: PolicyOption = None,
    engine: EngineOption = "auto",
    repairs: RepairsOption = "safe",
    preset: PresetOption = "default",
    quality: QualityOption = "default",
    profile: ProfileOption = None,
) -> None:
    """Clean many documents: IN/a.html gives OUT/a.html.txt, IN/a.jsonl gives OUT/a.jsonl. Nothing in IN is changed.

    A run that was stopped, however it was, goes on when it is given again. Ends with 0 if all is done, 1 if documents
    failed (each is named), 2 for wrong usage.
    """
    if jobs < 0:
        raise UsageError(f"--jobs: {jobs} is less than none")
    if changed and everything:
        raise UsageError("--changed and --all contradict each other")
    reports: tuple[Report, ...] = get_args(Report)
    fields = Fields(text_field, html_field, url_field, clean_field)
    limits = Limits(_seconds(deadline), _bytes(memory))
    if engine == "ray":  # the word for what finds the main text is, elsewhere, that for what runs the work
        on, engine = "ray", "auto"
    config = make_config(policy, engine, repairs, preset, quality=quality)
    cleaner = partial(cleaner_of, rule_folders(rules), config, profile)
    if STDIN in (given, output):
        _pipe(given, output, Order(cleaner, source, "none", fields), Options(jobs, limits))
        return
    again: Again = "changed" if changed else "all" if everything else "new"
    order = Order(cleaner, source, choice("--report", report, reports), fields)
    with _progress() as progress:
        options = Options(jobs, limits, order.report, fields, again, progress, _workers(on))
        with closing(options.crew(order)) as workers:
            workers.expect(1)  # it makes the recipe, which takes a second, while this process looks what there is
            ends = ends_of(given, output, state)
            if is_remote(output):
                typer.echo(f"state: {ends.outlet.state}")
            summary = run_listing(workers, ends.listing, ends.outlet, options=options)
    for line in _told(summary, given, ends.outlet, options.report):
        typer.echo(line)
    for trouble in summary.suspect:
        typer.echo(f"suspect: {trouble.id}: {trouble.why}", err=True)
    _tell_failed([trouble.why for trouble in summary.failed], summary.statuses["failed"])
    for why in summary.unwritten:
        typer.echo(f"failed: {why}", err=True)
    if summary.interrupted:
        typer.echo("interrupted: what is done is complete, and in the report; run again for the rest", err=True)
        raise typer.Exit(INTERRUPTED)
    if summary.statuses["failed"] or summary.unwritten:
        raise typer.Exit(1)


def _workers(on: str) -> Callable[[Recipe | Order, int, Limits], Workers]:
    if choice("--on", on, ("here", "ray")) == "here":
        return Supervisor
    from cleaner.adapters.ray import RayWorkers  # noqa: PLC0415 - an extra

    return RayWorkers


def _pipe(given: str, output: str, order: Order, options: Options) -> None:
    if given != STDIN or output != STDIN:
        raise UsageError("standard input goes to standard output: cleaner run - -o -", hint="redirect it with < and >")
    sys.stdout.flush()
    with closing(options.crew(order)) as workers:
        account = run_pipe(workers, sys.stdin.buffer, sys.stdout.buffer)
    _tell_failed([trouble.why for trouble in account.failed], account.statuses["failed"])
    if account.statuses["failed"]:
        raise typer.Exit(1)


def _tell_failed(reasons: list[str], count: int) -> None:
    for why in reasons:
        typer.echo(f"failed: {why}", err=True)
    if count > len(reasons):
        typer.echo(f"failed: {count - TROUBLES_NAMED} more; the report names them", err=True)


@contextmanager
def _progress() -> Iterator[Telling | None]:
    """A bar on a terminal; nothing in a pipe or a log."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - a pipe has no bar
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - as above

    columns = (TextColumn("{task.percentage:>3.0f} %"), BarColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cleaning", told="")
        start = time.monotonic()

        def tell(tick: Tick) -> None:
            passed = max(time.monotonic() - start, 1e-6)
            failed = f", {tick.failed} failed" if tick.failed else ""
            told = (
                f"{tick.documents} documents, {tick.documents / passed:.0f}/s, "
                f"{tick.size / passed / 1e6:.1f} MB/s{failed}"
            )
            bar.update(task, completed=tick.size, total=tick.total_size or None, told=told)

        yield tell


def _told(summary: Summary, given: str, outlet: Outlet, report: Report) -> Iterator[str]:
    yield from (f"note: {note}" for note in summary.notes)
    if not summary.total:
        yield f"{given}: no .html, .htm, .txt or .md file in it, and no .jsonl, .parquet or .warc"
    ready = summary.done + summary.before
    of = f" of {summary.total}" if ready != summary.total else ""
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(summary.statuses.items()))
    count = summary.account.documents
    noun = "document" if count == 1 and not of else "documents"
    yield f"{count}{of} {noun}" + (f": {statuses}" if statuses else "")
    if summary.account.silent:
        yield f"{summary.account.silent} records without a text passed through"
    if summary.kinds:
        kinds = sorted(summary.kinds.items(), key=lambda item: (-item[1], item[0]))
        yield "edits: " + ", ".join(f"{count} {kind}" for kind, count in kinds)
    if summary.skipped:
        kinds_skipped = ", ".join(f"{count} {suffix}" for suffix, count in summary.skipped.items())
        yield f"skipped {sum(summary.skipped.values())} files of other types: {kinds_skipped}"
    if report != "none":
        yield f"report: {outlet.reports.shown if summary.containers else outlet.state / REPORT_NAME}"


def _seconds(value: str) -> float | None:
    match = _NUMBER.fullmatch(value.strip().lower())
    if match is None or match[2] not in _SECONDS:
        raise UsageError(f"--deadline: '{value}' is no time", hint="for example 10s, 500ms, 2m, or 0 for no end")
    return float(match[1]) * _SECONDS[match[2]] or None


def _bytes(value: str) -> int | None:
    match = _NUMBER.fullmatch(value.strip().lower())
    unit = match[2].removesuffix("b").removesuffix("i") if match else ""
    if match is None or unit not in _UNITS:
        raise UsageError(f"--memory: '{value}' is no size", hint="for example 2G, 800M, or 0 for no ceiling")
    return int(float(match[1]) * _UNITS[unit]) or None
