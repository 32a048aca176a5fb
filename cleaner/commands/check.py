"""`cleaner check`: fixtures against what they should come out as, against a floor, or against another version."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from cleaner.check.cases import Case, find_cases
from cleaner.check.expectations import doubtful
from cleaner.check.floors import falls, measure, raised, read_floors, write_floors
from cleaner.check.junit import junit_xml
from cleaner.check.runner import Progress as Told
from cleaner.check.runner import Report, check_cases
from cleaner.check.show import closing_line, difference_lines, summary_table, verdict_lines
from cleaner.check.update import Blessing, bless, plan_update
from cleaner.check.verdict import Fault
from cleaner.check.versus import Contest, Outcome, Rival, git_rival, play, python_rival, rules_rival
from cleaner.commands.options import RulesOption, rule_folders
from cleaner.errors import UsageError
from cleaner.io.files import write_file
from cleaner.pipeline import Cleaner

_DEFAULT = Path("fixtures")

_LOG_WIDTH = 160
"""Columns where there is no terminal: the table of sources needs up to 120."""

_OUTCOME_STYLES = {Outcome.BETTER: "green", Outcome.WORSE: "bold red"}


def check_command(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DIR]...", help="Folders of <source>/<date-slug>/; `fixtures` if left out."),
    ] = None,
    *,
    rules: RulesOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", help="Worker processes; 0 chooses. The verdicts are the same.")
    ] = 0,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the verdicts as JUnit XML.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Show each difference and ask whether it is right from now on.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --update: answer every question with yes.")] = False,
    against_rules: Annotated[
        Path | None, typer.Option("--against-rules", metavar="DIR", help="Side by side with another folder of rules.")
    ] = None,
    against_git: Annotated[
        str | None, typer.Option("--against-git", metavar="REV", help="Side by side with a revision in git.")
    ] = None,
    against_python: Annotated[
        str | None, typer.Option("--against-python", metavar="PYTHON", help="Side by side with another installation.")
    ] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Fail where a source's figures are below these.")
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Write the figures to --floors; refused where one fell.")
    ] = False,
    lower_floors: Annotated[
        bool, typer.Option("--lower-floors", help="Write the figures to --floors, also where they fell.")
    ] = False,
) -> None:
    """Clean every fixture and hold the result against what its folder expects.

    Ends with 0 if all is as expected, 1 on any difference, 2 for wrong usage. A fixture without an expectation
    fails; so does a known failure that passes. Differences read [-expected and gone-] {+there and not expected+}.
    """
    rivals = [against_rules, against_git, against_python]
    _refuse_contradictions(rivals, jobs=jobs, update=update, yes=yes, floors=floors, sets=raise_floors or lower_floors)
    own_rules = rule_folders(rules)
    cases = find_cases(folders or [_DEFAULT])
    cleaner = Cleaner(rules=own_rules)
    width = None if sys.stdout.isatty() else _LOG_WIDTH
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True, width=width)
    if against_rules is not None:
        _compare(cases, cleaner, nullcontext(rules_rival(against_rules)), console)
        return
    if against_git is not None:
        _compare(cases, cleaner, git_rival(against_git, own_rules), console)
        return
    if against_python is not None:
        _compare(cases, cleaner, nullcontext(python_rival(against_python, own_rules)), console)
        return
    with _progress() as progress:
        report = check_cases(cases, cleaner, jobs=jobs, progress=progress)
    if update:
        report = _update(cases, report, cleaner, console, yes)
    failed = _show(report, console)
    for doubt in doubtful(cases, cleaner.book):
        console.print(Text(f"warning: {doubt}", style="yellow"))
    if junit is not None:
        write_file(junit, junit_xml(report))
    if floors is not None:
        failed |= _hold_floors(floors, cases, report, raise_floors or lower_floors, lower_floors)
    if failed:
        raise typer.Exit(1)


def _refuse_contradictions(
    rivals: Sequence[object], *, jobs: int, update: bool, yes: bool, floors: Path | None, sets: bool
) -> None:
    if jobs < 0:
        raise UsageError(f"--jobs: {jobs} is less than nothing")
    if sum(rival is not None for rival in rivals) > 1:
        raise UsageError("--against-rules, --against-git and --against-python exclude each other")
    if any(rival is not None for rival in rivals) and (update or floors is not None):
        raise UsageError("a comparison neither updates nor measures", hint="leave --update and --floors out")
    if yes and not update:
        raise UsageError("--yes answers the questions of --update", hint="give both, or neither")
    if sets and floors is None:
        raise UsageError("which floors?", hint="name the file: --floors FILE")


def _show(report: Report, console: Console) -> bool:
    for verdict in (*report.known, *report.failed):
        for line in verdict_lines(verdict):
            console.print(line)
        console.print()
    console.print(summary_table(report))
    console.print(closing_line(report))
    return bool(report.failed)


def _update(cases: Sequence[Case], report: Report, cleaner: Cleaner, console: Console, yes: bool) -> Report:
    """Ask for each expectation that could change; then judge anew what was written."""
    written: list[Case] = []
    ask = _Asker(yes)
    for blessing in plan_update(cases, report, cleaner):
        _propose(blessing, console)
        if blessing.why_not:
            for why in blessing.why_not:
                console.print(Text(f"  refused: {why}", style="red"))
            continue
        if ask(blessing.case.id):
            bless(blessing)
            written.append(blessing.case)
            console.print(f"  written: {blessing.case.expected_path}")
        if ask.is_over:
            break
    console.print(f"{len(written)} expectations written\n")
    ids = {case.id for case in written}
    anew = {case.id: case for root in written for case in find_cases([root.folder])}
    again = check_cases(list(anew.values()), cleaner) if anew else Report(())
    fresh = {verdict.folder: verdict for verdict in again.verdicts}
    return Report(
        tuple(fresh.get(verdict.folder, verdict) if verdict.id in ids else verdict for verdict in report.verdicts)
    )


def _propose(blessing: Blessing, console: Console) -> None:
    for line in verdict_lines(blessing.verdict):
        console.print(line)
    if blessing.verdict.expected is None or blessing.verdict.has(Fault.REVIEW):
        console.print("  expected.txt would read:")
        for text in blessing.text.splitlines():
            console.print(Text(f"    {text}", style="green"))


class _Asker:
    """Asks yes or no until the answers run out, or all are given at once."""

    def __init__(self, always: bool) -> None:
        self._always = always
        self.is_over = False

    def __call__(self, id: str) -> bool:
        if self._always:
            return True
        typer.echo(f"  is this right for {id} from now on? [y]es, [n]o, [a]ll, [q]uit: ", nl=False)
        answer = sys.stdin.readline()
        if not answer:
            typer.echo()
            raise UsageError("--update asks, and nobody answers", hint="answer on a terminal, or give --yes")
        word = answer.strip().lower()[:1]
        self._always = word == "a"
        self.is_over = word == "q"
        return word in ("y", "a")


def _hold_floors(path: Path, cases: Sequence[Case], report: Report, write: bool, lower: bool) -> bool:
    """Whether a figure fell; with `write`, the figures become the floors."""
    known, now = read_floors(path), measure(cases, report)
    if write:
        write_floors(path, raised(known, now, lower=lower))
        typer.echo(f"floors written: {path}")
        return False
    fallen = falls(known, now)
    for fall in fallen:
        typer.echo(f"below its floor: {fall}")
    for source in now.keys() - known.keys():
        typer.echo(f"{source}: no floor yet; --raise-floors writes it")
    return bool(fallen)


def _compare(cases: Sequence[Case], cleaner: Cleaner, rival: AbstractContextManager[Rival], console: Console) -> None:
    with rival as other:
        match = play(cases, cleaner, other)
    for contest in match.differing:
        for line in _contest_lines(contest):
            console.print(line)
    counts = {outcome: sum(contest.outcome is outcome for contest in match.contests) for outcome in Outcome}
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    won, lost = sum(each.won for each in match.contests), sum(each.lost for each in match.contests)
    console.print(f"against {match.rival.label} (version {match.version}): {told}; {won} words won, {lost} words lost")
    if match.differing:
        raise typer.Exit(1)


def _contest_lines(contest: Contest) -> Iterator[Text]:
    line = Text()
    line.append(f"{contest.outcome.upper()} ", style=_OUTCOME_STYLES.get(contest.outcome, "yellow"))
    line.append(contest.id, style="bold")
    line.append(f"  {contest.folder}", style="cyan")
    if contest.error is None and contest.outcome is not Outcome.OTHER:
        line.append(f"  {contest.won} words won, {contest.lost} lost")
    yield line
    if contest.error is not None:
        yield Text(f"  {contest.error}")
    yield from difference_lines(contest.differences)
    yield Text()


@contextmanager
def _progress() -> Iterator[Told | None]:
    """A bar on a terminal; nothing in a pipe or a log."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("checking")

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
