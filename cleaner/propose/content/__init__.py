"""The content model: which blocks of a page, and which lines of flat text, belong to the article."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Document
from cleaner.propose.units import Unit
from cleaner.spans import SpanSet

_PROSE_WORDS = 10
"""Words of a line that ends like a sentence and is taken for prose."""


def candidate_article(document: Document, units: Sequence[Unit]) -> SpanSet:
    """The lines that are prose by their shape alone: what budgets are counted in before anything better is known."""
    del document
    return SpanSet(
        unit.span for unit in units if unit.word_count >= _PROSE_WORDS and unit.text[-1] in ".!?…\"'”’»)。！？」"
    )
