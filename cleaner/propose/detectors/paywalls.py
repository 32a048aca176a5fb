"""Lines of a paywall: what a reader who has not paid sees instead of the rest, or beside it."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="paywalls",
    kind=Kind.PAYWALL,
    places=Places(head=0.3, inside=-0.4, tail=1.2),
    most_words=50,
    names=frozenset({"paywall", "subscribe", "subscription", "premium", "regwall", "offer", "offers"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
