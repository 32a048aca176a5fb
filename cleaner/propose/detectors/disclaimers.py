"""Notes about how a text or an image came to be, whose opinion it is, and who earns from its links."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="disclaimers",
    kind=Kind.DISCLAIMER,
    places=Places(head=0.6, inside=0.0, tail=0.8),
    most_words=58,
    names=frozenset({"disclaimer", "disclosure", "affiliate"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
