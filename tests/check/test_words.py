"""Words, where they stand, where two texts part, and how well one covers the other."""

from __future__ import annotations

import pytest

from cleaner.check.words import Compare, Hunk, hunks, score, words_of
from cleaner.spans import Span


def keys(text: str, compare: Compare = "exact") -> list[str]:
    return [word.key for word in words_of(text, compare).words]


def test_words_know_their_place() -> None:
    found = words_of(" Ada's \n gate, ")
    assert [word.key for word in found.words] == ["Ada's", "gate,"]
    assert found.stretch(Span(0, 2)) == "Ada's \n gate,"
    assert found.stretch(Span(1, 1)) == ""


def test_characters_of_scripts_without_spaces_are_words() -> None:
    assert keys("橋 the橋b") == ["橋", "the", "橋", "b"]
    assert keys("ไก่")[0] == "ไ"


def test_words_alone_leave_punctuation_and_case_out() -> None:
    assert keys("Gate, 9.5 – “ADA”", "words") == ["gate", "9", "5", "ada"]


@pytest.mark.parametrize(
    ("want", "have", "found"),
    [
        ("a b c", "a b c", ()),
        ("", "", ()),
        ("a b c", "a c", (Hunk(Span(1, 2), Span(1, 1)),)),
        ("a c", "a b c", (Hunk(Span(1, 1), Span(1, 2)),)),
        ("a b", "", (Hunk(Span(0, 2), Span(0, 0)),)),
        ("a x b y c", "a z b c", (Hunk(Span(1, 2), Span(1, 2)), Hunk(Span(3, 4), Span(3, 3)))),
        ("a a a", "a a", (Hunk(Span(2, 3), Span(2, 2)),)),
    ],
)
def test_hunks_are_where_two_texts_part(want: str, have: str, found: tuple[Hunk, ...]) -> None:
    assert hunks(words_of(want), words_of(have)) == found


def test_long_texts_are_compared_in_time() -> None:
    want = " ".join(f"w{at % 700}" for at in range(30_000))
    found = hunks(words_of(want), words_of(want.replace("w13 ", "x ", 5)))
    assert 1 <= len(found) <= 5


def test_score_counts_words_as_multisets() -> None:
    got = score("the gate the gate", "the gate stands")
    assert (got.precision, got.recall) == (0.5, 2 / 3)
    assert score("", "").f1 == 1.0
    assert score("", "gate").f1 == 0.0
    assert score("gate", "").f1 == 0.0
