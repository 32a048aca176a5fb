"""`cleaner restore`: the original back, from a clean file and its report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from cleaner.batch import REPORT_NAME
from cleaner.commands.options import write_out
from cleaner.errors import InputError, RestoreError, UsageError
from cleaner.io.files import write_file
from cleaner.io.folder import REPORTS
from cleaner.report import restore

Row = Mapping[str, object]


def restore_command(
    clean: Annotated[Path, typer.Argument(metavar="CLEAN", help="A cleaned file, or the output folder of a run.")],
    report: Annotated[
        Path | None,
        typer.Argument(
            metavar="[REPORT]", help="Its report.jsonl, or the JSON of one document. A folder knows its own."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="OUT", help="A file (for a folder: a folder) instead of standard output."
        ),
    ] = None,
) -> None:
    """Give the original back, byte for byte. Of an HTML page: its linearised text, for its markup is in no report."""
    if not clean.exists():
        raise UsageError("no such file or folder", path=clean)
    if clean.is_dir():
        _restore_folder(clean, report or clean / REPORTS / REPORT_NAME, output)
        return
    if report is None:
        raise UsageError("which report?", hint=f"cleaner restore {clean} REPORT")
    text = _read(clean)
    data = _restored(text, clean, _rows_of(clean, list(_rows(report)), report))
    if output is None:
        write_out(data)
    else:
        write_file(output, data)


def _restore_folder(folder: Path, report: Path, output: Path | None) -> None:
    if output is None:
        raise UsageError("a folder is restored into a folder", hint=f"cleaner restore {folder} -o ORIGINAL")
    if output.resolve() == folder.resolve():
        raise UsageError("the output is the input", path=output, hint="choose another folder with -o")
    failed = done = 0
    for row in _rows(report):
        name, id = row.get("output"), str(row.get("id", "-"))
        if not isinstance(name, str):
            typer.echo(f"failed: {id}: has no clean file: it could not be read", err=True)
            failed += 1
            continue
        try:
            target = output / _inside(id)
            data = restore(_read(folder / _inside(name)), row)
            write_file(target.with_name(f"{target.name}.txt") if row["media"] == "html" else target, data)
            done += 1
        except (RestoreError, InputError, OSError) as error:
            typer.echo(f"failed: {id}: {error}", err=True)
            failed += 1
    typer.echo(f"{done} restored" + (f", {failed} failed" if failed else ""))
    if failed:
        raise typer.Exit(1)


def _inside(name: str) -> Path:
    """A path of a report that stays in its folder: a report may come from anywhere."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise RestoreError(f"the report names a file outside its folder: {name}")
    return path


def _rows(report: Path) -> Iterator[Row]:
    """The rows of a report.jsonl, or the one object of a JSON file."""
    text = _read(report)
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict):
        yield whole
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise RestoreError(
                f"not JSON: {error}", path=report, line=number, hint="give the report.jsonl of a run"
            ) from error
        if not isinstance(row, dict):
            raise RestoreError("not a report's row", path=report, line=number, hint="give the report.jsonl of a run")
        yield row


def _rows_of(clean: Path, rows: list[Row], report: Path) -> list[Row]:
    """The rows that may belong to a file, by the end of its path; the longest agreement first."""
    if len(rows) == 1:
        return rows
    parts = clean.resolve().parts
    named: list[tuple[int, Row]] = []
    for row in rows:
        for key in ("output", "id"):
            own = Path(str(row.get(key) or "")).parts
            if own and parts[-len(own) :] == own:
                named.append((len(own), row))
                break
    if not named:
        raise RestoreError(
            f"no row of {report} is about it", path=clean, hint="give the report of the run that wrote this file"
        )
    return [row for _, row in sorted(named, key=lambda pair: -pair[0])]


def _restored(text: str, clean: Path, rows: list[Row]) -> bytes:
    for row in rows[:-1]:
        try:
            return restore(text, row)
        except RestoreError:
            continue
    try:
        return restore(text, rows[-1])
    except RestoreError as error:
        raise RestoreError(error.message, path=clean, hint=error.hint) from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise UsageError("no such file", path=path) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8, which clean files and reports are", path=path) from error
