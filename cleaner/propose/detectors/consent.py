"""Cookie and consent texts, and the placeholders that stand where consent is missing."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="consent",
    kind=Kind.CONSENT,
    places=Places(head=0.6, inside=-0.4, tail=1.0),
    most_words=160,
    names=frozenset({"cookie", "cookies", "consent", "gdpr", "privacy", "cmp"}),
)
"""Weights of places from the lines that an extractor kept of the development pages. What a consent centre says of one
purpose has up to 150 words; the phrases that open such a paragraph are the only ones asked of lines of that length."""
