"""Prompts to sign up, to log in, to take a newsletter: short calls, or the long texts of a form."""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.propose.detectors.weighing import PhraseLines, Places

DETECTOR = PhraseLines(
    name="signup",
    kind=Kind.SIGNUP,
    places=Places(head=0.6, inside=-0.4, tail=1.2),
    most_words=50,
    names=frozenset({"newsletter", "signup", "login", "subscribe", "register", "mailing", "registration"}),
)
"""Weights of places from the lines that an extractor kept of the development pages."""
