"""Repairs: letters put back. Found first, for the whole document, so that rules read the repaired view; applied last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.config import Config
from cleaner.model import Document, Edit, Proposal, Settled, Unresolved
from cleaner.propose import Context


@dataclass(frozen=True, slots=True)
class Damage:
    """What the repairs found in one document: sure edits, words without a sure reading, and what was deleted.

    `channels` describes each inferred damage for a person: `dropped "ad"`.
    """

    edits: tuple[Edit, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    channels: tuple[str, ...] = ()


def find_damage(document: Document, config: Config, language: str | None) -> Damage | None:
    """What was deleted from a document, and what is sure enough to be put back."""
    return None


class RepairStage:
    """Puts back what is sure, outside what was removed."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """The repairs found before the rules ran."""
        if context.damage is not None:
            yield from context.damage.edits
            yield from context.damage.unresolved
