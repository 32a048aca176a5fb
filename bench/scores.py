"""Scores of extracted text against gold: word F1, precision and recall, and snippet rates.

Word F1 is that of the Web Content Extraction Benchmark: multisets of lower-cased `\\w+` tokens, macro-averaged over
pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class SnippetCount:
    """How many snippets stand in a text, of how many."""

    found: int
    total: int


def word_score(text: str, gold: str) -> Score:
    """Score of one page. Two texts without words agree fully; one without words against one with them scores 0."""
    got, wanted = Counter(_TOKEN.findall(text.lower())), Counter(_TOKEN.findall(gold.lower()))
    common = sum(min(count, wanted[token]) for token, count in got.items() if token in wanted)
    got_total, wanted_total = got.total(), wanted.total()
    if not got_total and not wanted_total:
        return Score(1.0, 1.0, 1.0)
    precision = common / got_total if got_total else 0.0
    recall = common / wanted_total if wanted_total else 0.0
    f1 = 2 * precision * recall / (precision + recall) if common else 0.0
    return Score(precision, recall, f1)


def macro(scores: Sequence[Score]) -> Score:
    """The mean of each figure over pages; zeros for no pages."""
    if not scores:
        return Score(0.0, 0.0, 0.0)
    count = len(scores)
    return Score(
        sum(score.precision for score in scores) / count,
        sum(score.recall for score in scores) / count,
        sum(score.f1 for score in scores) / count,
    )


def count_snippets(text: str, snippets: Iterable[str]) -> SnippetCount:
    """How many of `snippets` stand in `text` verbatim, white space folded. Empty snippets do not count."""
    folded = _fold(text)
    found = total = 0
    for snippet in snippets:
        wanted = _fold(snippet)
        if wanted:
            total += 1
            found += wanted in folded
    return SnippetCount(found, total)


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
