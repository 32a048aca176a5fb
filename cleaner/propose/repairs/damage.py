"""What the repairs find in a document."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.model import Edit, Unresolved


@dataclass(frozen=True, slots=True)
class Damage:
    """What the repairs found in one document: sure edits, words without a sure reading, and what was deleted.

    `channels` describes each inferred damage for a person: `dropped "ad"`.
    """

    edits: tuple[Edit, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    channels: tuple[str, ...] = ()
