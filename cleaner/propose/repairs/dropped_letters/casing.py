"""Case: how a damaged word was cased, and how its reading is to be.

Letters that were kept keep their case. Where the deletion took the first letter of a word along, its case went too:
then the place (the start of a sentence, a headline) and the nature of the word (a name) tell, or nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from cleaner.propose.repairs.dropped_letters.tokens import SKIP, STOP, WORD, Tokens

LOWER, TITLE, UPPER, MIXED = 0, 1, 2, 3

AFTER_MARK, IN_HEADLINE, BEFORE_CAPITAL, AFTER_CAPITAL, INSIDE, AT_START = 0.28, 0.86, 0.33, 0.26, 0.012, 0.92
"""Probability of a capital after a colon, a bullet or an opening quote; between two capitalised words; before one;
after one; inside a sentence; and at its start. Counted for six strings in half a of the development articles
(20,000 words)."""

LINES_HEARD = 10
"""How many lines `AT_START` is worth against what the lines of the text itself begin with: some lists are in small
letters throughout."""

SURE_CASE = 0.8
"""Where the case is less sure than this, so is the reading: it is told, and not put in."""


def casing(word: str) -> int:
    """How `word` is cased, a genitive's ending apart. One capital letter is a title."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if word.islower():
        return LOWER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    if word.isupper():
        return UPPER
    return MIXED


_I = regex.compile(r"I(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A reading, cased; and the probability that its case is right."""

    text: str
    sure: float


class Caser:
    """Cases the readings of one text, which lost `strings`."""

    def __init__(self, text: str, tokens: Tokens, strings: Sequence[str]) -> None:
        self._text = text
        self._tokens = tokens
        self._pattern = regex.compile("|".join(map(regex.escape, strings)))

    def spelled(self, at: int, spelling: str, *, named: float, took_capitals: float) -> Spelling:
        """`spelling` (lower case) as the token at index `at` would have been cased.

        `named` is how often the word is capitalised inside sentences, `took_capitals` the probability that the
        deletion took capitals too.
        """
        word = self._tokens.words[at]
        if "’" in word:
            spelling = spelling.replace("'", "’")
        aligned = self._aligned(word, spelling)
        if took_capitals > 0.5 and casing(word) == MIXED:
            return Spelling(aligned, 0.5)  # AutoC may be AutoCAD
        if (word.isupper() and len(word) > 1) or not self._pattern.match(spelling):
            return Spelling(aligned, 1.0)
        p = max(named, self.capital_here(at)) * took_capitals
        return Spelling(aligned[:1].upper() + aligned[1:], p) if p > 0.5 else Spelling(aligned, 1.0 - p)

    def shouted(self, at: int) -> bool:
        """Whether the word before or after the one at index `at` is all in capitals."""
        return any(self._tokens.words[near].isupper() for near in (at - 1, at + 1) if 0 <= near < len(self._tokens))

    def lone(self, at: int) -> bool:
        """Whether the word at index `at` stands amid small letters, inside a sentence: a capital there is its own."""
        after = at + 1 < len(self._tokens) and self._tokens.words[at + 1][:1].isupper()
        return not after and self.capital_here(at) <= INSIDE

    def _aligned(self, word: str, spelling: str) -> str:
        """`spelling` with every kept letter as it stands in `word`; what was lost is lower case, or as all of
        `word` is."""
        if word.isupper() and len(word) > 1:
            return spelling.upper()
        parts = []
        at = taken = 0
        for lost in self._pattern.finditer(spelling):
            kept = lost.start() - at
            parts += [word[taken : taken + kept], lost.group()]
            taken += kept
            at = lost.end()
        parts.append(word[taken:])
        whole = "".join(parts)
        return whole if whole.lower() == spelling else spelling

    def capital_here(self, at: int) -> float:
        """The probability that a word at index `at` begins with a capital, whatever word it is."""
        tokens = self._tokens
        start = tokens.starts[at]
        if at == 0 or tokens.kinds[at - 1] == STOP:
            # "U.S." ends no sentence.
            initial = at >= 2 and len(tokens.words[at - 2]) == 1 and self._text[tokens.starts[at - 1]] == "."
            if initial and tokens.words[at - 2].isupper():
                return AFTER_CAPITAL
            return self._line_start if at and self._text[tokens.starts[at - 1]] == "\n" else AT_START
        after = tokens.words[at + 1][:1].isupper() if at + 1 < len(tokens) else False
        if tokens.kinds[at - 1] == SKIP:
            return BEFORE_CAPITAL if after else INSIDE
        before = self._text[tokens.starts[at - 1] + max(1, len(tokens.words[at - 1])) : start].strip()
        if before == "-":
            return AFTER_CAPITAL if tokens.words[at - 1][:1].isupper() else INSIDE
        if before:
            return self._line_start if at >= 2 and tokens.kinds[at - 2] == STOP else AFTER_MARK
        if tokens.kinds[at - 1] != WORD:
            if at == 1 or tokens.kinds[at - 2] == STOP:
                return self._line_start
            return INSIDE if self._text[tokens.starts[at - 1]] in ",;)" else AFTER_MARK
        if after:
            return IN_HEADLINE if self._chosen_capital(at - 1) else BEFORE_CAPITAL
        return AFTER_CAPITAL if self._chosen_capital(at - 1) else INSIDE

    def _chosen_capital(self, at: int) -> bool:
        """Whether the word at index `at` has a capital that tells of a name or a headline: not "I", nor the first word
        of a sentence inside a line."""
        tokens = self._tokens
        word = tokens.words[at]
        opens = at > 0 and tokens.kinds[at - 1] == STOP and self._text[tokens.starts[at - 1]] != "\n"
        return word[0].isupper() and not opens and _I.fullmatch(word) is None

    @cached_property
    def _line_start(self) -> float:
        """The probability of a capital at the start of a line, a bullet apart."""
        tokens = self._tokens
        capitals, lines = AT_START * LINES_HEARD, LINES_HEARD
        for at in range(1, len(tokens)):
            if tokens.kinds[at - 1] == STOP and self._text[tokens.starts[at - 1]] == "\n":
                first = at if tokens.kinds[at] == WORD else at + 1
                if first < len(tokens) and tokens.kinds[first] == WORD:
                    lines += 1
                    capitals += tokens.words[first][0].isupper()
        return min(AT_START, capitals / lines)
