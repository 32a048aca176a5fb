"""Words of a text with their places, how two texts differ in them, and how well one covers the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import regex

from cleaner.spans import Span

Compare = Literal["exact", "words"]
"""`exact`: every character counts, white space folded. `words`: letters and digits count, case aside."""

_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""Scripts that put no space between words: there each character is compared by itself."""

_PATTERNS = {
    "exact": regex.compile(rf"{_UNSPACED}|(?:(?!{_UNSPACED})\S)+"),
    "words": regex.compile(rf"{_UNSPACED}|(?:(?!{_UNSPACED})[\w])+"),
}

_CAREFUL_WORDS = 4_000
"""Up to so many words on each side a difference is searched for among all of them, which takes a second at worst;
beyond it, words that make up over 1 % of a text are no anchors (`difflib`'s own rule)."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `key` is what is compared, `span` where it stands."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class WordList:
    """A text and its words."""

    text: str
    words: tuple[Word, ...]

    def stretch(self, numbers: Span) -> str:
        """The text from the first of some words to the last; empty for no words."""
        return self.span(numbers).of(self.text)

    def span(self, numbers: Span) -> Span:
        """The characters from the first of some words to the last; empty for no words."""
        if not numbers:
            return Span(0, 0)
        return Span(self.words[numbers.start].span.start, self.words[numbers.end - 1].span.end)

    def keys(self, numbers: Span) -> frozenset[str]:
        """What is compared of some words."""
        return frozenset(word.key for word in self.words[numbers.start : numbers.end])

    def before(self, numbers: Span, count: int) -> str:
        """Up to `count` words before some words."""
        return self.stretch(Span(max(0, numbers.start - count), numbers.start))

    def after(self, numbers: Span, count: int) -> str:
        """Up to `count` words after some words."""
        return self.stretch(Span(numbers.end, min(len(self.words), numbers.end + count)))


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place where two lists of words part: `[start, end)` of each, by number."""

    want: Span
    have: Span


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def fold(text: str) -> str:
    """`text` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def words_of(text: str, compare: Compare = "exact") -> WordList:
    """The words of `text`, in order."""
    found = _PATTERNS[compare].finditer(text)
    if compare == "words":
        return WordList(text, tuple(Word(match.group().casefold(), Span(*match.span())) for match in found))
    return WordList(text, tuple(Word(match.group(), Span(*match.span())) for match in found))


def hunks(want: WordList, have: WordList) -> tuple[Hunk, ...]:
    """Where `have` parts from `want`, in order; nothing where the words are the same."""
    wanted, had = [word.key for word in want.words], [word.key for word in have.words]
    first = 0
    while first < min(len(wanted), len(had)) and wanted[first] == had[first]:
        first += 1
    tail = 0
    while tail < min(len(wanted), len(had)) - first and wanted[-1 - tail] == had[-1 - tail]:
        tail += 1
    inner_want, inner_have = wanted[first : len(wanted) - tail], had[first : len(had) - tail]
    hasty = max(len(inner_want), len(inner_have)) > _CAREFUL_WORDS
    matcher = SequenceMatcher(None, inner_want, inner_have, autojunk=hasty)
    return tuple(
        Hunk(Span(first + i1, first + i2), Span(first + j1, first + j2))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def score(text: str, gold: str) -> Score:
    """How well the words of `text` cover those of `gold`, as multisets of lower-cased words; order plays no part.

    Two texts without words agree fully; one without words against one with them scores 0.
    """
    got = Counter(word.key for word in words_of(text, "words").words)
    wanted = Counter(word.key for word in words_of(gold, "words").words)
    if not got and not wanted:
        return Score(1.0, 1.0, 1.0)
    common = (got & wanted).total()
    precision = common / got.total() if got else 0.0
    recall = common / wanted.total() if wanted else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0)
