"""Many fixtures at once, in order, by one or more processes; and the totals by source."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache

from cleaner.check.cases import Case
from cleaner.check.judge import judge
from cleaner.check.verdict import Standing, Verdict
from cleaner.check.words import Score
from cleaner.errors import CleanerError
from cleaner.pipeline import Cleaner

_CHUNK = 8
"""Fixtures of one task."""

_WORTH_A_WORKER = 100
"""Fixtures for which a second process pays: it starts in about a second, which 50 to 100 fixtures take."""

Progress = Callable[[int, int], None]
"""Told after each fixture: how many are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one source. `score` is the mean over the fixtures whose expectation is known."""

    source: str
    passed: int
    failed: int
    known: int
    words_lost: int
    words_left: int
    again_words: int
    score: Score | None

    @property
    def documents(self) -> int:
        """How many fixtures there are."""
        return self.passed + self.failed + self.known


@dataclass(frozen=True, slots=True)
class Report:
    """Every verdict of a check, by id."""

    verdicts: tuple[Verdict, ...]

    @property
    def failed(self) -> tuple[Verdict, ...]:
        """Those that make the check fail."""
        return tuple(verdict for verdict in self.verdicts if verdict.is_failed)

    @property
    def known(self) -> tuple[Verdict, ...]:
        """Known failures that still fail."""
        return tuple(verdict for verdict in self.verdicts if verdict.standing is Standing.KNOWN)

    def by_source(self) -> tuple[Totals, ...]:
        """The totals of each source, by name."""
        sources = sorted({verdict.source for verdict in self.verdicts})
        return tuple(totals(source, [each for each in self.verdicts if each.source == source]) for source in sources)


def totals(name: str, verdicts: Sequence[Verdict]) -> Totals:
    """The figures of some verdicts under one name."""
    standings = [verdict.standing for verdict in verdicts]
    return Totals(
        source=name,
        passed=standings.count(Standing.PASSED),
        failed=standings.count(Standing.FAILED),
        known=standings.count(Standing.KNOWN),
        words_lost=sum(verdict.words_lost for verdict in verdicts),
        words_left=sum(verdict.words_left for verdict in verdicts),
        again_words=sum(verdict.again_words for verdict in verdicts),
        score=_mean([verdict.score for verdict in verdicts if verdict.score is not None]),
    )


def check_cases(cases: Sequence[Case], cleaner: Cleaner, *, jobs: int = 1, progress: Progress | None = None) -> Report:
    """Judge every fixture. The report is the same for any number of `jobs`; 0 chooses one that pays.

    Raises `CleanerError` where a worker process dies.
    """
    verdicts: list[Verdict] = []
    for verdict in _verdicts(cases, cleaner, jobs or _fitting_jobs(len(cases))):
        verdicts.append(verdict)
        if progress is not None:
            progress(len(verdicts), len(cases))
    return Report(tuple(verdicts))


def _fitting_jobs(cases: int) -> int:
    return max(1, min(os.cpu_count() or 1, cases // _WORTH_A_WORKER))


def _verdicts(cases: Sequence[Case], cleaner: Cleaner, jobs: int) -> Iterator[Verdict]:
    if jobs <= 1 or len(cases) <= 1:
        yield from (judge(case, cleaner) for case in cases)
        return
    recipe = pickle.dumps(cleaner)
    chunks = [cases[at : at + _CHUNK] for at in range(0, len(cases), _CHUNK)]
    context = multiprocessing.get_context("spawn")  # fork copies locks of threads that no longer run
    with ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=context) as pool:
        try:
            for verdicts in pool.map(_judge_chunk, [recipe] * len(chunks), chunks):
                yield from verdicts
        except BrokenProcessPool as error:
            raise CleanerError(
                "a worker process died", hint="memory may have run out; --jobs 1 shows the fixture that does it"
            ) from error
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _judge_chunk(recipe: bytes, cases: Sequence[Case]) -> list[Verdict]:
    cleaner = _load_recipe(recipe)
    return [judge(case, cleaner) for case in cases]


@lru_cache(maxsize=1)
def _load_recipe(recipe: bytes) -> Cleaner:
    """The recipe, unpickled once a worker."""
    cleaner = pickle.loads(recipe)
    assert isinstance(cleaner, Cleaner)
    return cleaner


def _mean(scores: Sequence[Score]) -> Score | None:
    if not scores:
        return None
    count = len(scores)
    return Score(
        sum(each.precision for each in scores) / count,
        sum(each.recall for each in scores) / count,
        sum(each.f1 for each in scores) / count,
    )
