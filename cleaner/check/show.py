"""Verdicts for people: a word-level diff with who is behind each difference, and the table of sources.

The marks are those of `wdiff`, so that a log without colour reads the same: `[-expected and gone-]`,
`{+there and not expected+}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from cleaner.check.runner import Report, Totals, totals
from cleaner.check.verdict import Difference, Fault, Standing, Verdict
from cleaner.check.words import fold

_SHOWN_DIFFERENCES = 20
"""Differences of one fixture that are shown; a page whose text was missed altogether has few, one with another
punctuation hundreds."""

_SHOWN_CHARS = 400
"""Characters of one difference: five lines of a terminal."""

_STYLES = {Standing.PASSED: "green", Standing.FAILED: "bold red", Standing.KNOWN: "yellow"}


def verdict_lines(verdict: Verdict) -> Iterator[Text]:
    """Everything about one fixture: its standing, its problems, and its differences."""
    line = Text()
    line.append(f"{verdict.standing.upper()} ", style=_STYLES[verdict.standing])
    line.append(verdict.id, style="bold")
    line.append(f"  {verdict.folder}", style="cyan")
    yield line
    if verdict.reason and not verdict.has(Fault.STALE):
        yield Text(f"  known: {verdict.reason}", style="yellow")
    yield from (Text(f"  {problem}") for problem in verdict.problems)
    yield from difference_lines(verdict.differences)


def difference_lines(differences: tuple[Difference, ...]) -> Iterator[Text]:
    """The differences, each with its reasons below it."""
    for difference in differences[:_SHOWN_DIFFERENCES]:
        yield difference_line(difference)
        yield from (Text(f"        {why}", style="dim") for why in difference.why)
    if len(differences) > _SHOWN_DIFFERENCES:
        yield Text(f"    and {len(differences) - _SHOWN_DIFFERENCES} differences more")


def difference_line(difference: Difference) -> Text:
    """One difference with the words around it."""
    line = Text("    ")
    line.append(f"...{_short(difference.before)} " if difference.before else "")
    if difference.lost:
        line.append(f"[-{_short(difference.lost)}-]", style="red")
    if difference.left:
        line.append(f"{{+{_short(difference.left)}+}}", style="green")
    line.append(f" {_short(difference.after)}..." if difference.after else "")
    return line


def summary_table(report: Report) -> Table:
    """Passed, failed, words lost and words left by source, with the scores against the expectations."""
    table = Table(box=None, pad_edge=False)
    table.add_column("source")
    for name in ("passed", "failed", "known", "words lost", "words left", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for row in report.by_source():
        table.add_row(*_cells(row))
    table.add_section()
    table.add_row(*_cells(totals("all", report.verdicts)), style="bold")
    return table


def closing_line(report: Report) -> str:
    """The verdict on the whole in one line."""
    counts = totals("all", report.verdicts)
    known = f", {counts.known} known failures" if counts.known else ""
    again = f"; a second pass would take {counts.again_words} words" if counts.again_words else ""
    return f"{counts.documents} fixtures: {counts.passed} passed, {counts.failed} failed{known}{again}"


def plain(lines: Iterable[Text]) -> str:
    """Lines without colour, as one text."""
    return "\n".join(line.plain for line in lines)


def _cells(row: Totals) -> list[str]:
    counts = [str(row.passed), str(row.failed), str(row.known), str(row.words_lost), str(row.words_left)]
    figures = (row.score.precision, row.score.recall, row.score.f1) if row.score else ()
    return [row.source, *counts, *([f"{figure:.4f}" for figure in figures] or ["-"] * 3)]


def _short(text: str) -> str:
    folded = fold(text)
    if len(folded) <= _SHOWN_CHARS:
        return folded
    half = _SHOWN_CHARS // 2 - 3
    return f"{folded[:half]} ... {folded[-half:]}"
