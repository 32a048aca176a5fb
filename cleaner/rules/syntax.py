"""The part of the pattern syntax that `literals` reads: what is literal, what ends words, what may be left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PUNCTUATION_CLASS = re.compile(r"(?:[ .,:;!?'’\"“”|/()<>•·+&*…–—%@#=~-]|\\s|\\[/|.,:;!?()*+\[\]-])+")
_OPENING = re.compile(r"\?(?:P?<[A-Za-z_]\w*>|[>|:]|[aimsu]*(?:-[ims]+)?:)")
_ZERO_WIDTH = re.compile(r"\?(?:=|!|<=|<!|#)")
_LOOK_BEHIND = "?<="
_FLAGS = re.compile(r"\?[aimsu]+\)")
_FEW_MARKS = 6
"""Marks of a class that are worth looking for one by one."""
_PLAIN = re.compile(r"[^\\\[\](){}.*+?^$|]+(?![?*+{])")
"""Characters that stand for themselves. Backing off leaves the last one out where a quantifier follows it."""
_QUANTIFIER = re.compile(r"(?:[?*+]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")


class Unreadable(Exception):  # noqa: N818 - a signal between two modules, not an error that a user sees
    """The pattern holds something that the reader does not follow."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character, in either case. `is_word`: whether words hold it."""

    char: str
    is_word: bool


@lru_cache(maxsize=4096)
def _char(char: str) -> Char:
    # A memory of a pure function: what is remembered cannot change a result.
    return Char(char, char.isalnum() or char == "_")


@dataclass(frozen=True, slots=True)
class Edge:
    """A place where no word goes on: a character outside words, the end of a line, `\\b`."""

    takes_room: bool = False  # a character, not a place between two


@dataclass(frozen=True, slots=True)
class Open:
    """Anything: words may begin, go on or end here."""

    is_digit: bool = False  # one, so that it is no letter


@dataclass(frozen=True, slots=True)
class Group:
    """Exactly one of several sequences."""

    branches: Branches


@dataclass(frozen=True, slots=True)
class Maybe:
    """One of several sequences, any number of times, or none."""

    branches: Branches
    is_char: bool = False  # a single character, at most once
    once: bool = False  # at most once


Item = Char | Edge | Open | Group | Maybe
Sequence_ = tuple[Item, ...]
Branches = tuple[Sequence_, ...]


@lru_cache(maxsize=256)
def read_pattern(pattern: str) -> Branches:
    """The alternatives of `pattern`; `Unreadable` where it holds what is not followed here."""
    reader = _Reader(pattern)
    branches = reader.branches()
    if reader.at < len(pattern):
        raise Unreadable
    return branches


def _ends_outside_words(items: Sequence_) -> bool:
    last = items[-1] if items else Open()
    return isinstance(last, Edge) or (isinstance(last, Char) and not last.is_word)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def branches(self) -> Branches:
        found: list[Sequence_] = []
        items: list[Item] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if plain := _PLAIN.match(self.pattern, self.at):
                items += map(_char, plain.group())
                self.at = plain.end()
                continue
            if self.pattern[self.at] == "|":
                self.at += 1
                found.append(tuple(items))
                items = []
                continue
            items.extend(self._quantified(self._item()))
        found.append(tuple(items))
        return tuple(found)

    def _item(self) -> Item | None:
        char = self.pattern[self.at]
        self.at += 1
        if char == "\\":
            return self._escape()
        if char == "[":
            return self._class()
        if char == "(":
            return self._group()
        if char in "^$":
            return Edge()
        if char == ".":
            return Open()
        if char == "{":  # fuzzy matching
            raise Unreadable
        return _char(char)

    def _escape(self) -> Item:
        if self.at >= len(self.pattern):
            raise Unreadable
        char = self.pattern[self.at]
        self.at += 1
        if char in "bmMAZ":  # ends of words and texts
            return Edge()
        if char in "sWn":  # white space and other characters outside words
            return Edge(takes_room=True)
        if char in "pP":
            end = self.pattern.find("}", self.at)
            if self.pattern[self.at : self.at + 1] != "{" or end < 0:
                raise Unreadable
            self.at = end + 1
            return Open()
        if char in "dwDSBXhHR":
            return Open(is_digit=char == "d")
        if char.isalnum():
            raise Unreadable
        return _char(char)

    def _class(self) -> Item:
        start = self.at
        if self.pattern[self.at : self.at + 1] == "^":
            self.at += 1
        if self.pattern[self.at : self.at + 1] == "]":
            self.at += 1
        while self.at < len(self.pattern) and self.pattern[self.at] != "]":
            if self.pattern[self.at] == "[":  # a set within a set, or an odd way to write a bracket
                raise Unreadable
            self.at += 2 if self.pattern[self.at] == "\\" else 1
        body = self.pattern[start : self.at]
        self.at += 1
        # A hyphen between two others is a range, which may hold letters.
        if not _PUNCTUATION_CLASS.fullmatch(body) or "-" in body[1:-1].replace("\\-", ""):
            return Open()
        marks = re.sub(r"\\(?!s)", "", body)
        few = len(marks) <= _FEW_MARKS and not any(mark.isspace() for mark in marks) and "\\s" not in marks
        return Group(tuple((_char(mark),) for mark in marks)) if few else Edge(takes_room=True)

    def _group(self) -> Item | None:
        if flags := _FLAGS.match(self.pattern, self.at):
            self.at = flags.end()
            return None
        zero_width = _ZERO_WIDTH.match(self.pattern, self.at)
        opening = zero_width or _OPENING.match(self.pattern, self.at)
        if opening:
            self.at = opening.end()
        elif self.pattern[self.at : self.at + 1] == "?":
            raise Unreadable
        branches = self.branches()
        if self.at >= len(self.pattern):
            raise Unreadable
        self.at += 1
        if zero_width is None:
            return Group(branches)
        # What takes no room parts no word, unless it asks for what does: "(?<=[.!?] )Photo".
        parts = zero_width.group() == _LOOK_BEHIND and all(map(_ends_outside_words, branches))
        return Edge() if parts else None

    def _quantified(self, item: Item | None) -> Sequence_:
        after = self.pattern[self.at : self.at + 1]
        quantifier = _QUANTIFIER.match(self.pattern, self.at) if after and after in "?*+{" else None
        if quantifier is None:
            if after == "{":  # fuzzy matching
                raise Unreadable
            return () if item is None else (item,)
        self.at = quantifier.end()
        if item is None:
            raise Unreadable
        mark = quantifier.group()
        least = 1 if mark[0] == "+" else int(quantifier["least"] or 0) if mark[0] == "{" else 0
        if least > 0:
            # A repeated edge is an edge still; of anything else the first is sure, what follows is open.
            return (item,) if isinstance(item, Edge) else (item, Open())
        if isinstance(item, Group):
            return (Maybe(item.branches, once=mark[0] == "?"),)
        if isinstance(item, Char) and mark[0] == "?":
            return (Maybe(((item,),), is_char=True, once=True),)
        if isinstance(item, Edge | Char):
            return (Maybe(((item,),)),)
        return (Open(),)
