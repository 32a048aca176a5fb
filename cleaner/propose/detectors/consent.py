"""Cookie and consent texts, and the placeholders that stand where consent is missing."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="consent",
    kind=Kind.CONSENT,
    places=Places(head=0.6, inside=-0.4, tail=1.0),
    most_words=58,
    names=frozenset({"cookie", "cookies", "consent", "gdpr", "privacy", "cmp"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
