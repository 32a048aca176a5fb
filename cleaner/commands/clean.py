"""`cleaner clean`: one document to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.commands.options import (
    EngineOption,
    LanguageOption,
    MediaOption,
    PolicyOption,
    PresetOption,
    ProfileOption,
    QualityOption,
    RepairsOption,
    RulesOption,
    SourceOption,
    UrlOption,
    choice,
    make_cleaner,
    media_of,
    name_of,
    read_input,
    write_out,
)
from cleaner.errors import UsageError
from cleaner.io.files import write_file
from cleaner.model import Result, Status
from cleaner.report import document_object, dumps

FORMATS = ("txt", "md", "json")


def clean_command(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="An .html, .txt or .md file; - reads standard input.")],
    *,
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="txt|md|json", help="`md` puts front matter back; `json` tells every edit."
        ),
    ] = "txt",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
    ] = None,
    url: UrlOption = None,
    source: SourceOption = None,
    media: MediaOption = None,
    language: LanguageOption = None,
    rules: RulesOption = None,
    policy: PolicyOption = None,
    engine: EngineOption = "auto",
    repairs: RepairsOption = "safe",
    preset: PresetOption = "default",
    quality: QualityOption = "default",
    profile: ProfileOption = None,
) -> None:
    """Clean one document. The text goes to standard output, as UTF-8; the input is never changed."""
    choice("--format", format, FORMATS)
    data = read_input(file)
    cleaner = make_cleaner(rules, policy, engine, repairs, preset, quality=quality, profile=profile)
    result = cleaner.clean(
        data, url=url, media=media_of(media), source=source, language=language, id=file, name=name_of(file)
    )
    clean = _formatted(result, format)
    if output is not None:
        if name_of(file) is not None and output.exists() and output.samefile(file):
            raise UsageError(
                "the output is the input", path=output, hint="the input is never changed: choose another file"
            )
        write_file(output, clean)
    else:
        if format == "txt" and sys.stdout.isatty() and not clean.endswith(b"\n"):
            clean += b"\n"
        write_out(clean)
    if result.status in (Status.SUSPECT, Status.FAILED):
        for warning in result.warnings:
            typer.echo(f"{file}: {warning}", err=True)
    if result.status is Status.FAILED:
        raise typer.Exit(1)


def _formatted(result: Result, format: str) -> bytes:
    if format == "json":
        return f"{dumps(document_object(result), indent=2)}\n".encode()
    if format == "md":
        if result.document.media != "markdown":
            raise UsageError(
                f"--format md is for Markdown input, and this is {result.document.media}",
                hint="use --format txt, or --media markdown if it is Markdown",
            )
        return f"{_front_matter(result)}{result.text}".encode("utf-8", "replace")
    return result.text.encode("utf-8", "replace")


def _front_matter(result: Result) -> str:
    """The front matter and the space below it, as they stood; nothing where the text still has them."""
    span, text = result.document.front_matter, result.document.text
    if span is None or result.status is Status.FAILED:
        return ""
    body = text[span.end :]
    space = body[: len(body) - len(body.lstrip())]
    return span.of(text) + ("" if result.text.startswith(space) else space)
