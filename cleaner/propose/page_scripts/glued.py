"""Scripts that a tool glued to the text of a line: cut out where their brackets close."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.propose.page_scripts.lines import holds_text
from cleaner.spans import Span

LEAST = 40
"""Characters of such a script."""
MOST, TRIES = 200_000, 50
"""Characters of its longest statement, and beginnings in a line that may lead nowhere: what bounds the time that a line
takes."""

_OPENS = regex.compile(
    r"!function\b|;?\(function\b|\bfunction(?:\s+\w+)?\s*\([\w, $]*\)\s*\{|\b(?:var|let|const) \w+\s*="
    r"|\b(?:window|document|self|googletag)\.\w|(?:\$|jQuery)\(|\b(?:if|try|for)\s*[({]|/\* ?<!\[CDATA"
    r"|[.#@][\w-]+[\w\s.#:>-]{0,200}\{|:root\s*\{|\{\s*\"@?\w+\"\s*:"
)
_GOES_ON = regex.compile(
    r"\s*(?:[({\[;,}\])!]|//\]\]>|/\*|else\b|catch\b|return\b|[\w$.]+\s*(?:[=({]|\+\+)|[.#@][\w-])"
)
_BRACKETS = {")": "(", "}": "{", "]": "["}


def glued_scripts(line: str) -> Iterator[Span]:
    """The stretches of `line` that are statements whose brackets all close and that hold no clause of text."""
    at = tries = 0
    while tries < TRIES and (opening := _OPENS.search(line, at)) is not None:
        start = end = opening.start()
        while (stop := _statement_end(line, end)) and not holds_text(line[end:stop]):
            end = stop
            if _GOES_ON.match(line, end) is None and _OPENS.match(line, end) is None:
                break
        if end - start >= LEAST:
            yield Span(start, end)
        else:
            tries += 1
        at = max(end, opening.end())


def _statement_end(line: str, start: int) -> int:
    """Where the statement that begins at `start` ends; 0 where its brackets do not close."""
    depth: list[str] = []
    for at in range(start, min(len(line), start + MOST)):
        mark = line[at]
        if mark in "({[":
            depth.append(mark)
        elif mark in ")}]":
            if not depth or depth.pop() != _BRACKETS[mark]:
                return at + 1 if at == start else 0
            if mark == "}" and not depth:
                return at + 1
        elif mark == ";" and not depth:
            return at + 1
    return 0
