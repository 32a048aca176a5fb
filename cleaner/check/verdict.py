"""What a check says of one fixture: its standing, every problem, every difference and who is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cleaner.check.words import Score


class Fault(StrEnum):
    """What kind of thing is wrong with a fixture. `EXCUSABLE` holds those that a known failure may have."""

    CASE = "case"  # the folder or its case.toml cannot be read
    CRASH = "crash"  # cleaning raised an error, or the document failed
    MISSING = "no expectation"
    REVIEW = "not reviewed"
    TEXT = "text"
    WITH = "with"
    WITHOUT = "without"
    META = "meta"
    KINDS = "kinds"
    FIRES = "fires"
    BOOKS = "books"
    RESTORE = "restore"
    SECOND_PASS = "second pass"
    ALARM = "alarm"
    STALE = "known failure"  # a known failure that passes


EXCUSABLE: frozenset[Fault] = frozenset(
    {Fault.TEXT, Fault.WITH, Fault.WITHOUT, Fault.META, Fault.KINDS, Fault.FIRES, Fault.SECOND_PASS, Fault.ALARM}
)
"""Faults that `status = "known-failure"` excuses: wrong results. A crash, unbalanced books or a missing expectation are
never known failures."""


class Standing(StrEnum):
    """How a fixture stands."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "known-failure"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in a sentence."""

    fault: Fault
    message: str

    def __str__(self) -> str:
        return f"{self.fault}: {self.message}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a text parts from what was expected.

    `lost` stands in the expectation alone, `left` in the result alone; `before` and `after` are the words around it.
    `why` names the rule or detector behind it, one a line.
    """

    lost: str
    left: str
    lost_words: int
    left_words: int
    before: str
    after: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one fixture. Picklable, and holds no document: workers send it home.

    `text` is the clean text (`None` after a crash), `expected` what it should be (`None` where that is not known).
    `again_words` counts the words that a second pass over the result would take, by anyone's judgement.
    """

    id: str
    source: str
    folder: Path
    standing: Standing
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    score: Score | None = None
    text: str | None = None
    expected: str | None = None
    language: str | None = None
    reason: str | None = None
    again_words: int = 0

    @property
    def is_failed(self) -> bool:
        """Whether the fixture makes a check fail."""
        return self.standing is Standing.FAILED

    @property
    def words_lost(self) -> int:
        """Expected words that the result lacks."""
        return sum(difference.lost_words for difference in self.differences)

    @property
    def words_left(self) -> int:
        """Words of the result that are not expected."""
        return sum(difference.left_words for difference in self.differences)

    def has(self, fault: Fault) -> bool:
        """Whether a problem of this kind was found."""
        return any(problem.fault is fault for problem in self.problems)
