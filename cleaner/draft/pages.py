"""Saved pages of one source, read once: the text, what the heuristics alone keep of it, and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import regex

from cleaner import inputs
from cleaner.errors import InputError, UsageError
from cleaner.inputs.html import DomIndex
from cleaner.kinds import Kind
from cleaner.model import Document, Result
from cleaner.pipeline import Cleaner
from cleaner.spans import Span, SpanSet

SUFFIXES = {"html": ".html", "text": ".txt", "markdown": ".md"}

_PROSE_WORDS = 20
"""A line of so many words is taken for a sentence of the article; menus, teasers and prompts are shorter, save a few
that repeat on every page and are told by that."""

_DIGITS = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, stripped. `key` is the same for lines that differ only in their numbers."""

    text: str
    key: str
    span: Span

    @property
    def word_count(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Page:
    """One saved page and what the cleaner makes of it without rules of its source."""

    path: Path
    data: bytes
    document: Document
    result: Result

    @property
    def dom(self) -> DomIndex | None:
        """The page's tree; `None` for text."""
        dom = self.document.dom
        return dom if isinstance(dom, DomIndex) else None

    @cached_property
    def kept(self) -> SpanSet:
        """What the heuristics alone leave of the text."""
        whole = Span(0, len(self.document.text))
        return SpanSet(SpanSet(edit.span for edit in self.result.edits if edit.is_removal).outside(whole))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that hold text, front matter aside."""
        text = self.document.text
        found = []
        for block in self.document.blocks:
            said = block.span.of(text).strip()
            if said:
                start = text.index(said, block.span.start)
                found.append(Line(said, key_of(said), Span(start, start + len(said))))
        return tuple(found)

    def kind_of(self, span: Span) -> Kind | None:
        """As what the heuristics remove most of `span`; `None` where they leave most of it."""
        shares: dict[Kind, int] = {}
        for edit in self.result.edits:
            if edit.is_removal and edit.kind is not Kind.LAYOUT:
                part = min(edit.span.end, span.end) - max(edit.span.start, span.start)
                shares[edit.kind] = shares.get(edit.kind, 0) + max(0, part)
        kind = max(shares, key=lambda kind: shares[kind], default=None)
        return kind if kind is not None and 2 * sum(shares.values()) > len(span) else None

    @cached_property
    def last_prose(self) -> int:
        """The number of the last line that reads like a sentence of the article; -1 where none does."""
        prose = (at for at, line in enumerate(self.lines) if line.word_count >= _PROSE_WORDS)
        return max(prose, default=-1)


def key_of(line: str) -> str:
    """What two lines have in common that differ only in their numbers."""
    return _DIGITS.sub("0", " ".join(line.split()))


def read_pages(paths: Sequence[Path], cleaner: Cleaner) -> tuple[Page, ...]:
    """Every page, read and cleaned. Raises `UsageError` for no file or an empty one, `InputError` for what is no
    text."""
    return tuple(_page(path, cleaner) for path in paths)


def _page(path: Path, cleaner: Cleaner) -> Page:
    if not path.is_file():
        raise UsageError("no such page", path=path, hint="save the page as .html, .txt or .md, and name the file")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    document = inputs.read(data, name=path.name, id=path.name)
    if not document.text.strip():
        raise UsageError("holds no text", path=path, hint="save the page as it is shown, with its text in it")
    return Page(path, data, document, cleaner.clean(data, name=path.name, id=path.name))
