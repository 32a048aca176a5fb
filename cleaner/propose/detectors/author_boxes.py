"""Boxes about the author below the article."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="author_boxes",
    kind=Kind.AUTHOR_BIO,
    places=Places(head=-0.3, inside=-1.5, tail=1.2),
    most_words=58,
    names=frozenset({"author", "bio", "byline", "contributor"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
