"""Which words a text must hold before a pattern can match it: what lets a thousand patterns cost about as ten.

The analysis is one-sided: where it is not sure, it says nothing, and the pattern is tried everywhere. A *need* is a set
of keys, one of which must stand in any text that matches. A key is a whole word (`newsletter`), where the pattern goes
on the beginning of one (`newslett*`), or characters outside words (`=©`). Words are runs of `\\w`, in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from cleaner.rules.syntax import Branches, Char, Edge, Group, Item, Maybe, Sequence_, Unreadable, read_pattern

Need = frozenset[str]

CHARACTERS = "="
"""First character of a key that is looked for anywhere, as no word holds it."""

PREFIX = "*"
"""Last character of a key that is the beginning of a word."""

_ODD_CASE = "\u0130\u0131\u017f\u212a\u03a3\u03c2"  # dotted and dotless i, long s, kelvin, two sigmas
_FOLD = str.maketrans(
    {"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k", "\u03a3": "\u03c3", "\u03c2": "\u03c3"}
)
_WORD_CHARACTER = re.compile(r"\w")
_WORD_OR_NEWLINE = re.compile(r"\w+|\n")
_MIN_PREFIX = 2
"""Shorter beginnings of words select nothing."""
_MOST_KEYS = 120
"""A need of more keys than the longest lists of names (networks, agencies) selects too little."""
_MOST_WORDINGS = 8
"""Wordings that optional characters (`newsletters?`) are written out in; with more they are taken as open."""
_COMMON = frozenset(
    {
        "a", "all", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "get", "has", "have",
        "he", "how", "if", "in", "is", "it", "its", "like", "me", "more", "my", "new", "no", "not", "of", "on", "or",
        "our", "out", "see", "so", "than", "that", "the", "their", "this", "to", "up", "us", "was", "we", "what",
        "when", "who", "will", "with", "you", "your",
    }
)  # fmt: skip
"""Words of most English texts, which select little. In other languages length alone decides."""


def fold(text: str) -> str:
    """`text` in the case in which needs are written: what `IGNORECASE` takes as equal reads the same."""
    if not text.isascii() and any(odd in text for odd in _ODD_CASE):
        text = text.translate(_FOLD)
    return text.lower()


def words_and_newlines(text: str) -> list[str]:
    """The words of a folded text, and its newlines, in order."""
    return _WORD_OR_NEWLINE.findall(text)


def begins_word(beginning: str, text: str) -> bool:
    """Whether a word of a folded text begins so."""
    at = text.find(beginning)
    while at > 0 and _WORD_CHARACTER.match(text, at - 1):
        at = text.find(beginning, at + 1)
    return at >= 0


@dataclass(frozen=True, slots=True)
class Needs:
    """What a text must hold before a pattern can match it: the most selective need, and another of other keys ("read
    more:" needs the word and the colon). `None`: nothing is sure."""

    first: Need | None = None
    second: Need | None = None


def needs_of(pattern: str, *, anchored_start: bool = False, anchored_end: bool = False) -> Needs:
    """The needs of `pattern`. `anchored_*`: the match begins or ends where the text does."""
    try:
        branches = read_pattern(pattern)
    except Unreadable:
        return Needs()
    first: set[str] = set()
    second: set[str] | None = set()
    for branch in branches:
        for wording in _wordings(branch):
            candidates = _candidates(_Place(wording, anchored_start, anchored_end))
            best = _best(candidates)
            if best is None:
                return Needs()
            other = None if second is None else _best([need for need in candidates if need.isdisjoint(best)])
            first |= best
            second = None if second is None or other is None else second | other
    return Needs(_limited(first), _limited(second))


def need_of(pattern: str, *, anchored_start: bool = False, anchored_end: bool = False) -> Need | None:
    """The most selective need of `pattern`, or `None`."""
    return needs_of(pattern, anchored_start=anchored_start, anchored_end=anchored_end).first


def _limited(keys: set[str] | None) -> Need | None:
    return frozenset(keys) if keys and len(keys) <= _MOST_KEYS else None


@dataclass(frozen=True, slots=True)
class _Place:
    """A sequence and what lies around it: whether words surely begin at its left edge and end at its right one."""

    items: Sequence_
    left: bool
    right: bool

    def ends_at(self, at: int) -> bool:
        """Whether no word can go on into the item at `at`, from its left."""
        if at >= len(self.items):
            return self.right
        item = self.items[at]
        if isinstance(item, Maybe):
            return _all_begin(item.branches) and self.ends_at(at + 1)
        return _begins_with_edge(item)

    def begins_at(self, at: int) -> bool:
        """Whether no word can come into the item at `at` from its left side."""
        if at == 0:
            return self.left
        item = self.items[at - 1]
        if isinstance(item, Maybe):
            return _all_end(item.branches) and self.begins_at(at - 1)
        return _ends_with_edge(item)


def _any_of(branches: Branches, left: bool, right: bool) -> Need | None:
    found: set[str] = set()
    for branch in branches:
        for wording in _wordings(branch):
            need = _best(_candidates(_Place(wording, left, right)))
            if need is None:
                return None
            found |= need
    return _limited(found)


def _wordings(items: Sequence_) -> Iterator[Sequence_]:
    """The sequence with each optional character written and left out, if that is not too many sequences."""
    optional = [at for at, item in enumerate(items) if isinstance(item, Maybe) and item.is_char]
    if not optional or 2 ** len(optional) > _MOST_WORDINGS:
        yield items
        return
    for choice in product((False, True), repeat=len(optional)):
        chosen = dict(zip(optional, choice, strict=True))
        wording: list[Item] = []
        for at, item in enumerate(items):
            if at not in chosen:
                wording.append(item)
            elif chosen[at] and isinstance(item, Maybe):
                wording += item.branches[0]
        yield tuple(wording)


def _candidates(place: _Place) -> list[Need]:
    """The needs of a sequence."""
    candidates = [*_word_needs(place), *_character_needs(place.items)]
    for at, item in enumerate(place.items):
        if isinstance(item, Group):
            need = _any_of(item.branches, place.begins_at(at), place.ends_at(at + 1))
            if need is not None:
                candidates.append(need)
    return candidates


def _best(needs: list[Need]) -> Need | None:
    """The most selective of `needs`; of equals the last by their keys, so that the order of writing has no say."""
    if len(needs) < 2:
        return needs[0] if needs else None
    weights = [_selectivity(need) for need in needs]
    most = max(weights)
    equals = [need for need, weight in zip(needs, weights, strict=True) if weight == most]
    return equals[0] if len(equals) == 1 else max(equals, key=sorted)


def _word_needs(place: _Place) -> Iterator[Need]:
    at, items, end = 0, place.items, len(place.items)
    while at < end:
        start = at
        while at < end and isinstance(item := items[at], Char) and item.is_word:
            at += 1
        word = fold("".join(item.char for item in items[start:at] if isinstance(item, Char))) if at > start else ""
        if word and place.begins_at(start):
            if place.ends_at(at):
                yield frozenset({word})
            elif len(word) >= _MIN_PREFIX:
                yield frozenset({word + PREFIX})
        at = max(at, start + 1)


def _character_needs(items: Sequence_) -> Iterator[Need]:
    for item in items:
        if isinstance(item, Char) and not item.is_word and not item.char.isspace():
            yield frozenset({CHARACTERS + item.char})


def _selectivity(need: Need) -> float:
    return min(map(_weight, need)) - 0.05 * len(need)


@lru_cache(maxsize=8192)
def _weight(key: str) -> float:
    """How rare a key is, roughly: longer is rarer, common words and marks that end sentences say next to nothing."""
    # A memory of a pure function.
    if key.startswith(CHARACTERS):
        return 0.2 if key[1] in ".,'’\"“”-–:;()" else 2.5
    if key in _COMMON:
        return 1
    return len(key) - 2 if key.endswith(PREFIX) else len(key)


def _begins_with_edge(item: Item) -> bool:
    if isinstance(item, Group):
        return _all_begin(item.branches)
    return isinstance(item, Edge) or (isinstance(item, Char) and not item.is_word)


def _ends_with_edge(item: Item) -> bool:
    if isinstance(item, Group):
        return _all_end(item.branches)
    return isinstance(item, Edge) or (isinstance(item, Char) and not item.is_word)


def _all_begin(branches: Branches) -> bool:
    return all(_Place(branch, left=False, right=False).ends_at(0) for branch in branches)


def _all_end(branches: Branches) -> bool:
    return all(_Place(branch, left=False, right=False).begins_at(len(branch)) for branch in branches)
