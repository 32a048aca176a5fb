"""The command line: `cleaner run | profile | stats | clean | explain | restore | check | rules`.

Exit codes: 0 all done, 1 a document failed (each is named) or a check found something, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from cleaner.commands import rules
from cleaner.commands.check import check_command
from cleaner.commands.clean import clean_command
from cleaner.commands.explain import explain_command
from cleaner.commands.profile import profile_command
from cleaner.commands.restore import restore_command
from cleaner.commands.run import INTERRUPTED, run_command
from cleaner.commands.stats import stats_command
from cleaner.errors import CleanerError, RuleError, UsageError
from cleaner.version import __version__

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("run")(run_command)
app.command("profile")(profile_command)
app.command("stats")(stats_command)
app.command("clean")(clean_command)
app.command("explain")(explain_command)
app.command("restore")(restore_command)
app.command("check")(check_command)
app.add_typer(rules.app, name="rules")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
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
    try:
        app(None if arguments is None else list(arguments), prog_name="cleaner")
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
