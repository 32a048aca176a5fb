"""Which words a text must hold before a pattern can match it: what lets a thousand patterns cost about as ten.

The analysis is one-sided: where it is not sure, it says nothing, and the pattern is tried everywhere. A *need* is a set
of keys, one of which must stand in any text that matches: a whole word (`newsletter`) or, where the pattern goes on,
the beginning of one (`newslett*`). Words are runs of `\\w`, in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Need = frozenset[str]

_FOLD = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "K": "k"})
_WORD = re.compile(r"\w+")
_PUNCTUATION_CLASS = re.compile(r"[ .,:;!?'’\"“”|/()<>-]+|\\s")
_MIN_PREFIX = 3
"""Shorter beginnings of words select nothing."""
_COMMON = frozenset(
    {
        "a", "all", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "get", "has",
        "have", "he", "how", "if", "in", "is", "it", "its", "like", "me", "more", "my", "new", "no", "not",
        "of", "on", "or", "our", "out", "see", "so", "than", "that", "the", "their", "this", "to", "up", "us",
        "was", "we", "what", "when", "who", "will", "with", "you", "your",
    }
)  # fmt: skip
"""Words of most English texts, which select little. In other languages length alone decides."""
_MOST_ALTERNATIVES = 24
"""A need with more keys than this selects too little to be worth its place in the index."""


def fold(text: str) -> str:
    """`text` in the case in which needs are written: what `IGNORECASE` takes as equal reads the same."""
    return text.lower() if text.isascii() else text.translate(_FOLD).lower().replace("ς", "σ")


def words_of(text: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(text)


class _UnsureError(Exception):
    """The pattern holds something that the analysis does not follow."""


@dataclass(frozen=True, slots=True)
class _Char:
    char: str


@dataclass(frozen=True, slots=True)
class _Edge:
    """A character that is no part of a word, or a place where none can go on."""


@dataclass(frozen=True, slots=True)
class _Open:
    """Anything: words may begin, go on or end here."""


@dataclass(frozen=True, slots=True)
class _Group:
    branches: tuple[tuple[_Item, ...], ...]


_Item = _Char | _Edge | _Open | _Group


def need_of(pattern: str, *, anchored_start: bool = False, anchored_end: bool = False) -> Need | None:
    """The need of `pattern`, or `None`. `anchored_*`: the match begins or ends where the text does."""
    try:
        branches = _Parser(pattern).parse()
    except _UnsureError:
        return None
    return _any_of(branches, anchored_start, anchored_end)


def _any_of(branches: tuple[tuple[_Item, ...], ...], left: bool, right: bool) -> Need | None:
    found: set[str] = set()
    for branch in branches:
        need = _best(branch, left, right)
        if need is None:
            return None
        found |= need
    return frozenset(found) if len(found) <= _MOST_ALTERNATIVES else None


def _best(items: tuple[_Item, ...], left: bool, right: bool) -> Need | None:
    """The most selective need of a sequence. `left` and `right`: whether a word ends for sure at its edges."""
    candidates: list[Need] = []
    word = ""
    starts = left  # whether `word` begins where a word begins
    closed = left  # whether a word cannot come in from the left of the next item
    for at, item in enumerate((*items, None)):
        if isinstance(item, _Char) and (item.char.isalnum() or item.char == "_"):
            if not word:
                starts = closed
            word += fold(item.char)
            closed = False
            continue
        ends = isinstance(item, _Edge | _Char) or (item is None and right)
        if isinstance(item, _Group):
            ends = all(_begins_with_edge(branch) for branch in item.branches)
        if word and starts:
            if ends:
                candidates.append(frozenset({word}))
            elif len(word) >= _MIN_PREFIX:
                candidates.append(frozenset({word + "*"}))
        word = ""
        if isinstance(item, _Group):
            after = items[at + 1] if at + 1 < len(items) else None
            goes_on = right if after is None else _is_edge(after)
            need = _any_of(item.branches, closed or _after_edge(items, at), goes_on)
            if need is not None:
                candidates.append(need)
            closed = all(bool(branch) and _is_edge(branch[-1]) for branch in item.branches)
        else:
            closed = isinstance(item, _Edge | _Char)
    return max(candidates, key=_selectivity, default=None)


def _after_edge(items: tuple[_Item, ...], at: int) -> bool:
    return at > 0 and _is_edge(items[at - 1])


def _is_edge(item: _Item) -> bool:
    return isinstance(item, _Edge) or (isinstance(item, _Char) and not (item.char.isalnum() or item.char == "_"))


def _begins_with_edge(branch: tuple[_Item, ...]) -> bool:
    return bool(branch) and _is_edge(branch[0])


def _selectivity(need: Need) -> tuple[float, list[str]]:
    shortest = min(1 if key in _COMMON else len(key.rstrip("*")) + (0 if key.endswith("*") else 1) for key in need)
    return shortest - 0.3 * len(need), sorted(need)


class _Parser:
    """A pattern as branches of items. Follows the common part of the syntax; `_UnsureError` for the rest."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def parse(self) -> tuple[tuple[_Item, ...], ...]:
        branches = self._branches()
        if self.at < len(self.pattern):
            raise _UnsureError
        return branches

    def _branches(self) -> tuple[tuple[_Item, ...], ...]:
        branches: list[tuple[_Item, ...]] = []
        items: list[_Item] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                branches.append(tuple(items))
                items = []
                continue
            item = self._item()
            items.extend(self._quantified(item))
        branches.append(tuple(items))
        return tuple(branches)

    def _item(self) -> _Item | None:
        char = self.pattern[self.at]
        self.at += 1
        if char == "\\":
            return self._escape()
        if char == "[":
            return self._class()
        if char == "(":
            return self._group()
        if char in "^$":
            return _Edge()
        if char == ".":
            return _Open()
        if char == "{":  # fuzzy matching
            raise _UnsureError
        return _Char(char)

    def _escape(self) -> _Item:
        if self.at >= len(self.pattern):
            raise _UnsureError
        char = self.pattern[self.at]
        self.at += 1
        if char in "bmMAZsWn":  # ends of words and texts; white space and other characters outside words
            return _Edge()
        if char in "pP":
            end = self.pattern.find("}", self.at)
            if self.pattern[self.at : self.at + 1] != "{" or end < 0:
                raise _UnsureError
            self.at = end + 1
            return _Open()
        if char in "dwDSBXhHR":
            return _Open()
        if char.isalnum():
            raise _UnsureError
        return _Char(char)

    def _class(self) -> _Item:
        start = self.at
        if self.pattern[self.at : self.at + 1] == "^":
            self.at += 1
        if self.pattern[self.at : self.at + 1] == "]":
            self.at += 1
        while self.at < len(self.pattern) and self.pattern[self.at] != "]":
            if self.pattern[self.at] == "[":
                raise _UnsureError
            self.at += 2 if self.pattern[self.at] == "\\" else 1
        body = self.pattern[start : self.at]
        self.at += 1
        return _Edge() if _PUNCTUATION_CLASS.fullmatch(body) else _Open()

    def _group(self) -> _Item | None:
        rest = self.pattern[self.at :]
        opening = re.match(r"\?(?:P?<[A-Za-z_]\w*>|[>|:]|[aiu]+:)", rest)
        zero_width = re.match(r"\?(?:=|!|<=|<!|#)", rest)
        flags = re.match(r"\?[aimsu]+\)", rest)
        if flags:
            self.at += flags.end()
            return None
        if rest.startswith("?") and not opening and not zero_width:
            raise _UnsureError
        if zero_width:
            self.at += zero_width.end()
        elif opening:
            self.at += opening.end()
        branches = self._branches()
        if self.at >= len(self.pattern):
            raise _UnsureError
        self.at += 1
        return None if zero_width else _Group(branches)  # what takes no room parts no word

    def _quantified(self, item: _Item | None) -> list[_Item]:
        quantifier = re.compile(r"(?:[?*+]|\{(\d*)(?:,\d*)?\})[?+]?").match(self.pattern, self.at)
        if quantifier is None:
            if self.pattern[self.at : self.at + 1] == "{":  # fuzzy matching
                raise _UnsureError
            return [] if item is None else [item]
        self.at = quantifier.end()
        if item is None:
            raise _UnsureError
        mark = quantifier.group()
        least = 1 if mark[0] == "+" else int(quantifier.group(1) or 0) if mark[0] == "{" else 0
        if least == 0:
            return [_Open()]
        # A repeated edge is an edge still; of a repeated character or group the first is sure, what follows is open.
        return [item] if isinstance(item, _Edge) else [item, _Open()]
