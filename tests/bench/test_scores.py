"""The benchmarks' scores, against values worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bench.scores import Score, SnippetCount, count_snippets, macro, word_score


@dataclass(frozen=True)
class Case:
    """A text, its gold, and what it scores."""

    text: str
    gold: str
    score: Score


CASES = (
    Case("a b", "a b", Score(1.0, 1.0, 1.0)),
    Case("A, b!", "a B", Score(1.0, 1.0, 1.0)),
    Case("b a", "a b", Score(1.0, 1.0, 1.0)),
    Case("a b c d", "a b", Score(0.5, 1.0, 2 / 3)),
    Case("a", "a b", Score(1.0, 0.5, 2 / 3)),
    Case("a a a", "a", Score(1 / 3, 1.0, 0.5)),
    Case("x y", "a b", Score(0.0, 0.0, 0.0)),
    Case("", "a", Score(0.0, 0.0, 0.0)),
    Case("!", "?", Score(1.0, 1.0, 1.0)),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.text!r} of {case.gold!r}")
def test_word_score(case: Case) -> None:
    got = word_score(case.text, case.gold)
    assert (got.precision, got.recall, got.f1) == pytest.approx(
        (case.score.precision, case.score.recall, case.score.f1)
    )


def test_macro_is_the_mean_of_pages() -> None:
    mean = macro([Score(1.0, 0.5, 2 / 3), Score(0.0, 0.0, 0.0)])
    assert mean == Score(0.5, 0.25, 1 / 3)
    assert macro([]) == Score(0.0, 0.0, 0.0)


def test_snippets_fold_white_space_and_nothing_else() -> None:
    text = "The weir\n was  mended."
    assert count_snippets(text, ["weir was mended", "the weir", "mended .", " "]) == SnippetCount(1, 3)
