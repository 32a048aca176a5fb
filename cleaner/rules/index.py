"""The prefilter: of many patterns, those that can match a text at all, by its words, its beginning and its end.

Sets of patterns are whole numbers, a bit for each: a thousand patterns are ruled out by one `&`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from cleaner.rules.edges import MOST_SHOWN, OTHER
from cleaner.rules.literals import CHARACTERS, PREFIX, Need, begins_word, fold, words_and_newlines

_FIRST = 2
"""Characters of a word that are looked at before its beginnings are; prefixes have at least as many."""

_MOST_KNOWN = 1 << 16
"""Words whose patterns are remembered: those of some hundred articles, in 10 MB."""

_NEXT = -1
"""What stands for the end of a text among the patterns of words: no set of patterns, as these are not negative."""

_NONE: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a text must show before a pattern is worth trying; `None` where that is not known.

    `also` is a second need, where the first alone is common.
    `beginnings` and `endings` are of the text as a whole: only for patterns that match from its first character, or to
    its last. `longest` is the most characters of a text that the pattern is asked about.
    """

    need: Need | None = None
    also: Need | None = None
    beginnings: frozenset[str] | None = None
    endings: frozenset[str] | None = None
    longest: int | None = None


class Prefilter:
    """Built once from the conditions of patterns, in order."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._words: dict[str, int] = {}
        self._characters: dict[str, int] = {}
        prefixes: dict[str, int] = {}
        # The first needs stand in the lower half of the bits, the second ones in the upper half.
        self._half = len(conditions)
        needs = [*(condition.need for condition in conditions), *(condition.also for condition in conditions)]
        for number, need in enumerate(needs):
            for key in need or ():
                if key.startswith(CHARACTERS):
                    _put(self._characters, key[1:], number)
                elif key.endswith(PREFIX):
                    _put(prefixes, key[:-1], number)
                else:
                    _put(self._words, key, number)
        self._always = _bits(number for number, need in enumerate(needs) if need is None)
        self._beginnings = _Ends([condition.beginnings for condition in conditions])
        self._endings = _Ends([condition.endings for condition in conditions])
        self._longest: dict[int, int] = {}
        for number, condition in enumerate(conditions):
            if condition.longest is not None:
                self._longest[condition.longest] = self._longest.get(condition.longest, 0) | 1 << number
        self._prefixes: dict[str, dict[str, int]] = {}
        for prefix, patterns in prefixes.items():
            self._prefixes.setdefault(prefix[:_FIRST], {})[prefix] = patterns
        self._known = _Known(self._patterns_of)

    def candidates(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text, the numbers of the patterns worth trying, ascending."""
        # One reading of all texts: short lines cost more by the call than by the character.
        together = fold("\n".join(text.replace("\n", " ") for text in texts))
        words = words_and_newlines(together)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        hits = [self._always] * len(texts)
        number = 0
        for some in filter(None, map(self._known.__getitem__, words)):
            if some == _NEXT:
                number += 1
            else:
                hits[number] |= some
        characters = [(character, some) for character, some in self._characters.items() if character in together]
        found: list[list[int]] = []
        for text, by_words in zip(together.split("\n"), hits, strict=True) if texts else ():
            hit = by_words
            for character, some in characters:
                if character in text:
                    hit |= some
            hit &= hit >> self._half
            found.append(_numbers(hit & self._possible(text)) if hit else [])
        return found

    def anywhere(self, text: str) -> list[int]:
        """The numbers of the patterns that could match somewhere in a long text, ascending: for few patterns, whose
        words are looked for one by one."""
        folded = fold(text)
        hit = self._always
        for character, some in self._characters.items():
            if character in folded:
                hit |= some
        for beginning, some in chain(self._words.items(), *(more.items() for more in self._prefixes.values())):
            if beginning in folded and begins_word(beginning, folded):
                hit |= some
        return _numbers(hit & hit >> self._half)

    def _possible(self, folded: str) -> int:
        """The patterns that the ends and the length of a text allow."""
        possible = self._beginnings.allow(folded[:MOST_SHOWN])
        possible &= self._endings.allow(folded[: -MOST_SHOWN - 1 : -1])
        for longest, patterns in self._longest.items():
            if len(folded) > longest:
                possible &= ~patterns
        return possible

    def _patterns_of(self, word: str) -> int:
        if word == "\n":
            return _NEXT
        patterns = self._words.get(word, 0)
        for prefix, more in self._prefixes.get(word[:_FIRST], _NONE).items():
            if word.startswith(prefix):
                patterns |= more
        return patterns


class _Known(dict[str, int]):
    """The patterns of words: a memory of a pure function, so that what is remembered cannot change a result."""

    def __init__(self, patterns_of: Callable[[str], int]) -> None:
        self._patterns_of = patterns_of

    def __missing__(self, word: str) -> int:
        patterns = self[word] = self._patterns_of(word)
        return patterns


class _Ends:
    """Which patterns a beginning or an ending allows."""

    def __init__(self, ends: Sequence[frozenset[str] | None]) -> None:
        self._known: dict[str, int] = {}
        self._open = _bits(number for number, each in enumerate(ends) if each is None)
        self._by_end: dict[str, int] = {}
        for number, each in enumerate(ends):
            for end in each or ():
                _put(self._by_end, end, number)

    def allow(self, shown: str) -> int:
        """The patterns that match a text with this end, and those that could match any."""
        known = self._known.get(shown)
        if known is not None:
            return known
        # A memory of a pure function, emptied when it is full.
        if len(self._known) > _MOST_KNOWN:
            self._known = {}
        allowed = self._known[shown] = self._allow(shown)
        return allowed

    def _allow(self, shown: str) -> int:
        by_end = self._by_end.get
        allowed = self._open
        for length in range(1, len(shown) + 1):
            allowed |= by_end(shown[:length], 0)
        return allowed if shown[:1].isalpha() else allowed | by_end(OTHER, 0)


def _put(table: dict[str, int], key: str, number: int) -> None:
    table[key] = table.get(key, 0) | 1 << number


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _numbers(bits: int) -> list[int]:
    """The bits that are set, ascending."""
    numbers: list[int] = []
    while bits:
        lowest = bits & -bits
        numbers.append(lowest.bit_length() - 1)
        bits ^= lowest
    return numbers
