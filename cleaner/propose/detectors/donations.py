"""Appeals for money at the end of an article or between its paragraphs."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="donations",
    kind=Kind.DONATE,
    places=Places(head=0.0, inside=-0.8, tail=1.2),
    most_words=50,
    names=frozenset({"donate", "donation", "support", "contribute", "membership"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
