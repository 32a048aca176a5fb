"""Debris of audio and video players and of apps: buttons, lengths, reading times."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="players",
    kind=Kind.PLAYER,
    places=Places(head=0.9, inside=-0.2, tail=0.8),
    most_words=25,
    names=frozenset({"player", "audio", "video", "podcast", "listen"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
