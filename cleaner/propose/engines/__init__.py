"""Engines: which part of a page is its main text."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.config import Config
from cleaner.model import Document, Proposal, Settled
from cleaner.propose import Context
from cleaner.spans import Span, SpanSet


def kept_spans(document: Document, config: Config) -> SpanSet:
    """What the engine keeps."""
    return SpanSet([Span(0, len(document.text))])


class EngineStage:
    """Removes what the engine leaves out."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """Edits."""
        return ()
