"""Frozen evidence of a source: what its documents dropped, and the names that stand in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What was learned from a folder of documents, frozen to a file before any of them is cleaned."""
