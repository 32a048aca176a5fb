"""Labels of advertising and what stands around a slot."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="adverts",
    kind=Kind.ADVERT,
    places=Places(head=0.6, inside=-0.2, tail=0.8),
    most_words=25,
    names=frozenset({"ad", "ads", "advert", "advertisement", "sponsored", "promo", "werbung"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
