"""Which source a document comes from, and why."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.model import Document, SourceMatch
from cleaner.rules import RuleBook


def identify(
    document: Document, book: RuleBook, url: str | None = None, source: str | None = None, lines: Iterable[str] = ()
) -> SourceMatch | None:
    """The source of a document."""
    return None
