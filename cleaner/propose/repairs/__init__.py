"""Repairs: letters put back.

Found first, for the whole document, so that rules read the repaired view; applied last.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.config import Config
from cleaner.model import Document, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.repairs.damage import Damage
from cleaner.propose.repairs.dropped_letters.find import find as find_dropped_letters
from cleaner.propose.repairs.dropped_letters.profile import Profile

__all__ = ["Damage", "Profile", "RepairStage", "find_damage"]


def find_damage(
    document: Document, config: Config, language: str | None = None, profile: Profile | None = None
) -> Damage | None:
    """What is damaged in `document`, and its sure repairs; `None` where nothing looks damaged.

    `language` is an ISO 639-1 code, where it is known. `profile` is evidence frozen from documents of the same source.
    """
    return find_dropped_letters(document, config, language, profile)


class RepairStage:
    """Puts back what is sure, outside what was removed."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """The repairs found before the rules ran."""
        if context.damage is not None:
            yield from context.damage.edits
            yield from context.damage.unresolved
