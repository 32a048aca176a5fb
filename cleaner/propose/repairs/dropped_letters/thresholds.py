"""How sure a reading must be before it is put in place of a doubtful form.

A non-word asks little, a word more, and what may be right as it stands for a reason of its own (a variable, a name, a
part of a compound) more still. Each reason is a threshold; the highest that applies counts.
"""

from __future__ import annotations

from math import inf

import numpy as np

from cleaner.propose.repairs.dropped_letters.casing import TITLE, UPPER, Caser, casing
from cleaner.propose.repairs.dropped_letters.channel import LIGATURES, Channel
from cleaner.propose.repairs.dropped_letters.language_model import UNKNOWN_ID, LanguageModel, is_nonword
from cleaner.propose.repairs.dropped_letters.lattice import WITNESSED, Lattice
from cleaner.propose.repairs.dropped_letters.tokens import WORD, Tokens
from cleaner.spans import Span

LIKELY = 0.5
"""What is enough where `config.repairs` is `all`; and the most that a reading is worth whose case is open, so that it
is put in there alone."""

SURE_NONWORD = 0.52
SURE_WORD = 0.75
SURE_NAME = 0.8
"""Posteriors from which a reading is put in place of a form that is no word, of one that is a word itself, and of such
a one with a capital: at .75 one of the last in forty was wrong, at .8 one in a hundred (half b, tables of half a)."""

FREQUENT = -7.0
SURE_FREQUENT = 0.8
"""The same of a word that is one of the hundred most frequent (at, is, me, he), by its log probability: between .75 and
.8 one in three of them was wrong, of other words one in six (half b)."""

SURE_LIGATURE = 0.85
"""The same of a word that a lost ligature may have left: few words are another's remains (nest, led), so of those that
look it more are right as they stand: one in thirty from .75 on, one in ninety from .85 on."""

SURE_TIED = 0.88
"""The same of a word that a hyphen ties to another (mini-me, co-opted)."""

SURE_COMPOUND = 0.75
"""The same of a compound that no list holds (trackpads): under it, one in two was wrong (reskilling, names)."""

SURE_LETTER = 0.8
"""The same of a letter that may mean itself (p(x), the 'b' key): one in fifty was wrong."""

SURE_SIGN = 0.95
"""The same of a letter that means itself elsewhere in the text (x ∈ A, "x, y, width"): two in five of the edits under
it were wrong (13 of 32, each half by the other's tables), and most of all wrong edits of "fi"."""

COMMON = -8.0
"""... unless its reading is a common word (off, had), by its log probability: lone letters are mostly those, then."""

NAME = 0.1
SURE_LONE_CAPITAL = 0.95
"""A capital amid small letters or after a name is a name's: a reading that is none (written with a capital less
often than `NAME`) takes this much. Under it, one in three was wrong (Rio, Dene), above it, one in a hundred (half
b)."""

NAMED = 0.8
"""A word that is so often capitalised inside sentences is a name (Adobe, Adams)."""


class Thresholds:
    """What the doubtful forms of one text ask of their readings. `bold`: what is likely is enough where no reason of
    its own speaks for the form."""

    def __init__(
        self, tokens: Tokens, lattice: Lattice, channel: Channel, caser: Caser, model: LanguageModel, *, bold: bool
    ) -> None:
        self._tokens = tokens
        self._lattice = lattice
        self._caser = caser
        self._model = model
        self._ligatures = set(channel.strings) <= set(LIGATURES)
        self._bold = bold
        self._nonwords = {word: is_nonword(word, model) for word in set(lattice.words)}
        self._signs = _signs(tokens) if any(len(word) == 1 for word in self._nonwords) else frozenset()
        self._compound = _compounds_alone(lattice)

    def is_nonword(self, index: int) -> bool:
        """Whether doubtful token `index` is no word as it stands."""
        return self._nonwords[self._lattice.words[index]]

    def of(self, index: int, row: int) -> float:
        """The posterior from which the reading in `row` is put in place of doubtful token `index`; infinite where it
        never is."""
        at = int(self._lattice.positions[index])
        word, text = self._tokens.words[at], self._tokens.text
        span = Span(self._tokens.starts[at], self._tokens.starts[at] + len(word))
        if _is_sign(text, span):
            return inf
        nonword = self.is_nonword(index)
        reading = int(self._lattice.row_word[row])
        asked = [LIKELY if self._bold else self._usual(index, word, nonword=nonword)]
        if _stands_for_itself(text, span):
            asked.append(SURE_LETTER)
        if word in self._signs and self._model.logp[reading] < COMMON:
            asked.append(SURE_SIGN)
        if not nonword and "-" in (text[span.start - 1 : span.start], text[span.end : span.end + 1]):
            asked.append(SURE_TIED)
        if self._compound[index]:
            asked.append(SURE_COMPOUND)
        if casing(word) == TITLE and (self._caser.lone(at) or self._follows_name(at)) and not self._is_name(row):
            asked.append(SURE_LONE_CAPITAL)
        return max(asked)

    def _usual(self, index: int, word: str, *, nonword: bool) -> float:
        """What a form asks that no reason of its own speaks for."""
        if nonword:
            return SURE_NAME if casing(word) == UPPER else SURE_NONWORD
        if not word[0].islower():
            return SURE_NAME
        if self._ligatures:
            return SURE_LIGATURE
        own = int(self._lattice.row_word[self._lattice.first[index]])
        return SURE_FREQUENT if float(self._model.logp[own]) >= FREQUENT else SURE_WORD

    def _is_name(self, row: int) -> bool:
        """Whether the reading in `row` is often written with a capital, or a witness tells it."""
        word = int(self._lattice.row_word[row])
        witnessed = word == UNKNOWN_ID and bool(self._lattice.row_base[row] >= WITNESSED)
        return witnessed or bool(self._model.title[word] >= NAME)

    def _follows_name(self, at: int) -> bool:
        """Whether a name stands before the token (Eric): capitalised, and in no list or mostly written so."""
        if not at or self._tokens.kinds[at - 1] != WORD or casing(self._tokens.words[at - 1]) != TITLE:
            return False
        before = int(self._lattice.ids[at + 1])  # two stops stand before the first token
        return before == UNKNOWN_ID or not self._model.listed[before] or bool(self._model.title[before] >= NAMED)


def _compounds_alone(lattice: Lattice) -> list[bool]:
    """For each doubtful token, whether its readings are compounds: in no list, and told by no witness."""
    other = (lattice.row_word != UNKNOWN_ID) | (lattice.row_base >= WITNESSED)
    other[lattice.first] = False
    return (~np.logical_or.reduceat(other, lattice.first)).tolist() if len(lattice.first) else []


_MARKS = "'\"“”‘’([{<*)]}>"


def _is_sign(text: str, span: Span) -> bool:
    """Whether letters at `span` are right whatever fits there: what an elision left ('em), the three b's, one of a
    word that is spelled out (h-o-t), or the letter of an e-bike."""
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    if len(span) == 2 and before in ("'", "’"):
        return True
    if len(span) == 3 and text[span.start + 1] in "'’":
        return True
    if len(span) != 1:
        return False
    if after == "(":
        return True
    if before == "-" and text[span.start - 3 : span.start - 2] == "-":
        return True
    if after != "-":
        return False
    return before == "-" or text[span.start] in "etx" or text[span.end + 2 : span.end + 3] in ("", "-")


def _stands_for_itself(text: str, span: Span) -> bool:
    """Whether a letter at `span` may mean itself ("p(x)", the 'b' key)."""
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    if len(span) != 1:
        return False
    return (after == "-" != before) or (before != "" and before in _MARKS) or (after != "" and after in _MARKS)


_BESIDE = frozenset("=<>|/×÷±·∈∉⊂⊆∪∩∧∨¬→←↔≤≥≠≈∞∑∏√^~%*+")
"""Marks beside which a letter is a variable or a unit."""


def _signs(tokens: Tokens) -> frozenset[str]:
    """The small letters that mean themselves somewhere in the text: beside marks of mathematics and code, beside
    another lone letter, in quotes or brackets. A capital alone tells nothing: it may be what is left of a word."""
    text = tokens.text
    found: set[str] = set()
    last = -2
    for at, word in enumerate(tokens.words):
        if len(word) != 1 or not word.islower() or word == "a":
            continue
        span = Span(tokens.starts[at], tokens.starts[at] + 1)
        beside = {
            text[max(span.start - 2, 0) : span.start].rstrip(" ")[-1:],
            text[span.end : span.end + 2].lstrip(" ")[:1],
        }
        if not _BESIDE.isdisjoint(beside) or _stands_for_itself(text, span):
            found.add(word)
        if last >= at - 2:
            found |= {word, tokens.words[last]}
        last = at
    return frozenset(found)
