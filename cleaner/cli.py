"""The command line: `cleaner run | profile | stats | clean | explain | restore | check | rules`.

Exit codes: 0 all done, 1 a document failed (each is named) or a check found something, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from cleaner.commands.options import INTERRUPTED
from cleaner.errors import CleanerError, RuleError, UsageError
from cleaner.version import __version__

_COMMANDS = ("run", "profile", "stats", "clean", "explain", "restore", "check")
"""Each is the function `NAME_command` of the module `cleaner.commands.NAME`."""

_GROUPS = ("rules",)
"""Each is the `app` of its module."""


def make_app(wanted: str | None = None) -> typer.Typer:
    """The command line; `wanted` names the one command that is needed, where that is known. The others are left out:
    some need libraries that take as long to load as a short run takes."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback()(options)
    known = wanted in (*_COMMANDS, *_GROUPS)
    for name in _COMMANDS:
        if name == wanted or not known:
            app.command(name)(getattr(import_module(f"cleaner.commands.{name}"), f"{name}_command"))
    for name in _GROUPS:
        if name == wanted or not known:
            app.add_typer(import_module(f"cleaner.commands.{name}").app, name=name)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Clean scraped articles, and account for every character removed."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process: `arguments` stand in for those of the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a message must reach a terminal of any encoding
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        make_app(given[0] if given else None)(given, prog_name="cleaner")
    except BrokenPipeError:
        # The reader (head, less) has what it wanted; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except (UsageError, RuleError) as error:
        typer.echo(f"cleaner: {error}", err=True)
        sys.exit(2)
    except CleanerError as error:
        typer.echo(f"cleaner: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"cleaner: {error}", err=True)
        sys.exit(1)
    sys.exit(0)
