"""Patterns and selectors: compiled, checked, and matched under a time limit.

Patterns are those of the `regex` package: `\\p{Lu}` and friends work. `^` and `$` stand for the ends of a line, of
which running text has many; `\\A` and `\\Z` for the ends of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from cleaner.errors import OverrunError, RuleError
from cleaner.rules.schema import Place


def compile_pattern(pattern: str, *, ignore_case: bool = False) -> regex.Pattern[str]:
    """Compile one pattern of a rule file; `ValueError` says what is wrong with it."""
    try:
        return regex.compile(pattern, regex.MULTILINE | (regex.IGNORECASE if ignore_case else 0))
    except regex.error as error:
        raise ValueError(f"bad pattern {pattern!r}: {error}") from None


def end_of(pattern: str) -> str:
    """`pattern`, to match at the end of a text only."""
    return rf"(?:{pattern})\Z"


class SelectorCheck:
    """Tells whether selectors can be read by the HTML engine; make one for many selectors."""

    def __init__(self) -> None:
        self._tree = LexborHTMLParser("<p>")

    def check(self, selector: str) -> None:
        """`ValueError` where `selector` cannot be read."""
        try:
            self._tree.css(selector)
        except SelectolaxError:
            raise ValueError(f"bad selector {selector!r}") from None


class Matcher:
    """The patterns of one key of one entry, compiled on first use. Every match runs under a limit: an overrun names the
    entry and fails."""

    __slots__ = ("_compiled", "_ignore_case", "_name", "_patterns", "_place")

    def __init__(self, patterns: Sequence[str], name: str, place: Place, *, ignore_case: bool = False) -> None:
        self._patterns = tuple(patterns)
        self._compiled: list[regex.Pattern[str] | None] = [None] * len(patterns)
        self._name = name
        self._place = place
        self._ignore_case = ignore_case

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def whole(self, text: str, seconds: float) -> regex.Match[str] | None:
        """The first pattern's match with all of `text`."""
        for pattern in self._each():
            try:
                found = pattern.fullmatch(text, timeout=seconds)
            except TimeoutError:
                raise self._overrun(pattern, seconds) from None
            if found is not None:
                return found
        return None

    def start(self, text: str, seconds: float) -> regex.Match[str] | None:
        """The first pattern's match with the beginning of `text`."""
        for pattern in self._each():
            try:
                found = pattern.match(text, timeout=seconds)
            except TimeoutError:
                raise self._overrun(pattern, seconds) from None
            if found is not None:
                return found
        return None

    def inside(self, text: str, seconds: float) -> Iterator[regex.Match[str]]:
        """Every non-empty match in `text`, pattern by pattern."""
        for pattern in self._each():
            try:
                for found in pattern.finditer(text, timeout=seconds):
                    if found.end() > found.start():
                        yield found
            except TimeoutError:
                raise self._overrun(pattern, seconds) from None

    def first(self, text: str, seconds: float, start: int = 0) -> regex.Match[str] | None:
        """The leftmost non-empty match in `text` from `start` on, of any pattern."""
        best: regex.Match[str] | None = None
        for pattern in self._each():
            try:
                found = pattern.search(text, start, timeout=seconds)
            except TimeoutError:
                raise self._overrun(pattern, seconds) from None
            if found and found.end() > found.start() and (best is None or found.start() < best.start()):
                best = found
        return best

    def _each(self) -> Iterator[regex.Pattern[str]]:
        for number, compiled in enumerate(self._compiled):
            if compiled is not None:
                yield compiled
                continue
            try:
                fresh = compile_pattern(self._patterns[number], ignore_case=self._ignore_case)
            except ValueError as error:  # built-in files are not compiled when they are loaded
                place = self._place
                raise RuleError(str(error), path=place.path, line=place.line, entry=self._name) from None
            self._compiled[number] = fresh
            yield fresh

    def _overrun(self, pattern: regex.Pattern[str], seconds: float) -> OverrunError:
        return OverrunError(
            f"the pattern {pattern.pattern!r} ran for more than {seconds:g} s",
            path=self._place.path or None,
            line=self._place.line or None,
            entry=self._name,
            hint="make it narrower: bound its repetitions, do not nest them",
        )
