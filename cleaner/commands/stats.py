"""`cleaner stats`: what a run did, by source, kind, rule and status, read from its ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.errors import UsageError
from cleaner.io.folder import REPORTS
from cleaner.io.remote import is_remote
from cleaner.io.remote_output import default_state
from cleaner.ledger import LEDGER_NAME, Account, Ledger
from cleaner.report import dumps


def stats_command(
    output: Annotated[
        str,
        typer.Argument(
            metavar="OUT",
            help="The output of a run: its folder, or its one file. Of one behind a URL the folder of --state, or the "
            "URL where that was not given.",
        ),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for machines.")] = False,
    most: Annotated[int, typer.Option("--most", metavar="N", help="Lines of each list.")] = 20,
) -> None:
    """Tell the totals of an output folder, also of a run that is under way or was stopped."""
    with Ledger(_ledger_of(output), read_only=True) as ledger:
        account = ledger.total()
    if as_json:
        typer.echo(dumps(account.as_json(), indent=1))
        return
    for line in _lines(account, most):
        typer.echo(line)


def _ledger_of(output: str) -> Path:
    place = Path(output)
    states = [place / REPORTS, place.parent / f"{place.name}{REPORTS}", place]
    for state in [default_state(output)] if is_remote(output) else states:
        if (state / LEDGER_NAME).is_file():
            return state / LEDGER_NAME
    raise UsageError(
        "no run was written here", path=output, hint="give what `cleaner run` was given with -o or --state"
    )


def _lines(account: Account, most: int) -> Iterator[str]:
    gone = account.words_in - account.words_out
    share = gone / account.words_in if account.words_in else 0.0
    yield f"{account.documents} documents"
    if account.silent:
        yield f"{account.silent} records without a text"
    yield f"{account.words_in} words in, {account.words_out} words out: {gone} went ({share:.1%})"
    yield from _table("documents by status", account.statuses, most)
    yield from _table("documents by source", account.sources, most)
    yield from _table("edits by kind", account.kinds, most)
    yield from _table("edits by rule, detector, model", account.origins, most)
    if account.lost:
        yield from ("", "documents that lost the most words")
        for loss in account.lost[:most]:
            yield f"{loss.words_in - loss.words_out:>9}  of {loss.words_in:>7}  {loss.id}"
    if account.failed:
        yield from ("", "documents that failed")
        yield from (f"  {trouble.why}" for trouble in account.failed[:most])


def _table(title: str, counts: Counter[str], most: int) -> Iterator[str]:
    if not counts:
        return
    yield from ("", title)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for name, count in ranked[:most]:
        yield f"{count:>9}  {name}"
    if len(ranked) > most:
        yield f"{sum(count for _, count in ranked[most:]):>9}  {len(ranked) - most} others"
