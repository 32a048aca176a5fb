"""`cleaner rules`: what the rule files say, and whether they are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from cleaner.check import check_book
from cleaner.commands.options import RulesOption, rule_folders
from cleaner.commands.rules_new import new_command
from cleaner.errors import RuleError, UsageError
from cleaner.rules import RuleBook, load_rules
from cleaner.rules.lint import lint
from cleaner.rules.schema import CaptureEntry, DropEntry, Entry, Role, RuleFile

app = typer.Typer(no_args_is_help=True, help="List, show, lint, test and draft rule files.", rich_markup_mode=None)
app.command("new")(new_command)

_LIKE = 5
"""Ids that an error offers."""


@app.command("list")
def list_command(rules: RulesOption = None) -> None:
    """List every rule file: its id, status, name, and the hosts that it knows."""
    files = sorted(_book(rules), key=lambda file: (list(Role).index(file.role), file.id, file.place.path))
    width = max((len(file.id) for file in files), default=0)
    for file in files:
        hosts = ", ".join(file.match.hosts)
        counts = _counts(file)
        typer.echo(
            f"{file.id:{width}}  {file.status:8}{file.name}  ({'; '.join(part for part in (hosts, counts) if part)})"
        )


@app.command("show")
def show_command(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `rules list` gives it.")], rules: RulesOption = None
) -> None:
    """Show what applies to a source: its own entries and the inherited ones, each with its place."""
    book = _book(rules)
    files = book.files(id)
    if not files:
        raise UsageError(
            f"no rule file '{id}'", hint=f"there are {', '.join(_alike(id, book)) or 'none'}; see `cleaner rules list`"
        )
    for file in files:
        for line in _shown(file, book):
            typer.echo(line)


@app.command("lint")
def lint_command(rules: RulesOption = None) -> None:
    """Check how rule files are written: names, patterns, bounds, examples and near misses. Ends with 1 if anything is
    wrong."""
    try:
        findings: Sequence[RuleError] = lint(_book(rules))
    except RuleError as error:  # a file that cannot be read is what lint is for
        findings = [error]
    for finding in findings:
        typer.echo(str(finding))
    typer.echo(f"findings: {len(findings)}" if findings else "nothing to say")
    if findings:
        raise typer.Exit(1)


@app.command("test")
def examples_command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Only these files; all if left out.")
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Run the examples and near misses of rule files. Ends with 1 if one fails."""
    book = _book(rules)
    known = {file.id for file in book}
    for id in ids or []:
        if id not in known:
            raise _unknown(id, book)
    outcomes = check_book(book, ids=ids or [])
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        typer.echo(f"FAILED {outcome}")
    typer.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise typer.Exit(1)


def _book(rules: RulesOption) -> RuleBook:
    return load_rules(rule_folders(rules))


def _unknown(id: str, book: RuleBook) -> UsageError:
    near = ", ".join(_alike(id, book)) or "none"
    return UsageError(f"no rule file '{id}'", hint=f"near it are {near}; `cleaner rules list` names all")


def _alike(id: str, book: RuleBook) -> list[str]:
    ids = sorted({file.id for file in book})
    near = [other for other in ids if id in other or other.rpartition("/")[2][:3] == id[:3]]
    return (near or ids)[:_LIKE]


def _counts(file: RuleFile) -> str:
    tables = (
        (file.drops, "drop"),
        (file.keeps, "keep"),
        (file.captures, "capture"),
        (file.phrases, "phrase"),
        (file.examples, "example"),
    )
    return ", ".join(f"{len(entries)} {name}" for entries, name in tables if entries)


def _shown(file: RuleFile, book: RuleBook) -> Iterator[str]:
    yield f"{file.id}: {file.name} ({file.status}), {file.place.path}"
    match = file.match
    dates = [f"from {match.valid_from}"] if match.valid_from else []
    dates += [f"until {match.valid_until}"] if match.valid_until else []
    fields = {
        "hosts": match.hosts,
        "not hosts": match.not_hosts,
        "site names": match.site_names,
        "signatures": match.signature,
        "front matter": match.front_keys,
        "valid": tuple(dates),
        "extends": file.extends,
        "without": file.disable,
        "article": file.content.select,
    }
    yield from (f"  {name}: {', '.join(values)}" for name, values in fields.items() if values)
    if file.role is Role.PACK:
        for phrase in file.phrases:
            yield f"  phrase {phrase.id} ({phrase.kind}, {phrase.weight:+.1f} nats), {phrase.place}"
            yield from (f"    {phrase.match}: {pattern}" for pattern in phrase.pattern)
        return
    for bound in book.rules_of(file).entries:
        trial = ", on trial" if bound.is_trial else ""
        yield f"  {_heading(bound.entry)} {bound.name}{trial}, {bound.entry.place}"
        yield from (f"    {line}" for line in _ways(bound.entry))


def _heading(entry: Entry) -> str:
    if isinstance(entry, DropEntry):
        return f"drop {entry.kind}"
    if isinstance(entry, CaptureEntry):
        return f"capture {entry.field_ or 'fields'}" + (f", drop {entry.drop}" if entry.drop else "")
    return "keep"


def _ways(entry: Entry) -> Iterator[str]:
    ways = {"select": entry.select, "line": entry.line, "span": entry.span}
    if isinstance(entry, DropEntry):
        ways |= {"from": entry.from_, "before": entry.before, "through": entry.through}
    for name, patterns in ways.items():
        yield from (f"{name}: {pattern}" for pattern in patterns)
    where = entry.where if isinstance(entry, (DropEntry, CaptureEntry)) else None
    limits = [f"in the {where}"] if where else []
    if isinstance(entry, DropEntry):
        limits += [f"at most {entry.at_most:.0%}"] if entry.at_most is not None else []
        limits += [f"at most {entry.max_lines} lines"] if entry.max_lines is not None else []
    if entry.unit == "text":
        limits.append("in running text")
    if limits:
        yield ", ".join(limits)
