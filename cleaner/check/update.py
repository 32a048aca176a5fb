"""Blessing: what `expected.txt` would become, whether it may, and writing it so that a reader sees all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from cleaner.check.cases import Case
from cleaner.check.expectations import Finding, lint_expectation
from cleaner.check.runner import Report
from cleaner.check.verdict import Fault, Verdict
from cleaner.errors import UsageError
from cleaner.io.files import write_file
from cleaner.pipeline import Cleaner

_UNBLESSED = frozenset({Fault.CASE, Fault.CRASH, Fault.BOOKS, Fault.RESTORE})
"""Faults of a result that nobody should expect, whatever its text."""

_REVIEW_LINE = regex.compile(
    r"^(?:#[^\n]*\breview[^\n]*\n(?:#[^\n]*\n)*)?[ \t]*reviewed[ \t]*=[ \t]*false[^\n]*\n?", regex.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Blessing:
    """What an update would write for one fixture, and `why_not` where it must not."""

    case: Case
    verdict: Verdict
    text: str
    why_not: tuple[str, ...] = ()


def plan_update(cases: Iterable[Case], report: Report, cleaner: Cleaner) -> Iterator[Blessing]:
    """The fixtures whose expectation is missing, differs from the result, or waits for a review; in order.

    A known failure is left alone: to bless it would be to expect what is known to be wrong.
    """
    verdicts = {verdict.id: verdict for verdict in report.verdicts}
    for case in cases:
        verdict = verdicts[case.id]
        wanted = verdict.has(Fault.TEXT) or verdict.has(Fault.MISSING) or verdict.has(Fault.REVIEW)
        if not wanted or case.is_known_failure:
            continue
        text = _as_file(verdict.text or "")
        yield Blessing(case, verdict, text, tuple(_objections(case, verdict, text, cleaner)))


def bless(blessing: Blessing) -> None:
    """Write the expectation, and take `reviewed = false` out of the case. Raises `UsageError` where it may not."""
    if blessing.why_not:
        raise UsageError(f"cannot be blessed: {'; '.join(blessing.why_not)}", path=blessing.case.expected_path)
    write_file(blessing.case.expected_path, blessing.text.encode("utf-8"))
    if not blessing.case.reviewed:
        path = blessing.case.case_path
        write_file(path, _REVIEW_LINE.sub("", path.read_text("utf-8")).encode("utf-8"))


def _objections(case: Case, verdict: Verdict, text: str, cleaner: Cleaner) -> Iterator[str]:
    yield from (str(problem) for problem in verdict.problems if problem.fault in _UNBLESSED)
    if verdict.text is None:
        return
    if case.unchanged:
        yield "the case says that nothing may change: take 'unchanged' out of it to expect something else"
    findings: tuple[Finding, ...] = lint_expectation(text, case, cleaner.book.packs(case.language or verdict.language))
    yield from map(str, findings)


def _as_file(text: str) -> str:
    return f"{text.strip()}\n".replace("\r\n", "\n").replace("\r", "\n")
