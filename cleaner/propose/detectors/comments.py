"""Prompts to comment, counters of comments, and the rules of the discussion."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="comments",
    kind=Kind.COMMENTS,
    places=Places(head=0.4, inside=-0.6, tail=1.2),
    most_words=40,
    names=frozenset({"comment", "comments", "disqus", "discussion", "conversation"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
