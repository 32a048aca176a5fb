"""Share bars: names of networks and verbs of sharing, one a line or in a row."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="sharing",
    kind=Kind.SHARE,
    places=Places(head=0.5, inside=-0.8, tail=1.0),
    most_words=16,
    names=frozenset({"share", "sharing", "social", "sharebar", "addthis", "sharethis"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
