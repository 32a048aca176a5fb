"""Copyright, contact and legal lines below the article."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="footers",
    kind=Kind.FOOTER,
    places=Places(head=0.3, inside=-0.5, tail=1.2),
    most_words=58,
    names=frozenset({"footer", "copyright", "legal", "imprint", "colophon"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
