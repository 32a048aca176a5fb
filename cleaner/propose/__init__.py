"""Proposers: everything that has an opinion on a document's text. They propose; `settle` decides.

A proposer is anything with `propose(context, settled) -> Iterable[Proposal]`. It reads the fixed text and what earlier
stages settled, holds no state between documents and never changes what it reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from cleaner.config import Config
from cleaner.model import Document, Edit, Proposal, Settled, SourceMatch
from cleaner.propose.units import Units
from cleaner.propose.views import Views
from cleaner.rules.phrases import PhrasePacks

if TYPE_CHECKING:
    from cleaner.propose.content import Judgement
    from cleaner.propose.repairs import Damage
    from cleaner.rules import SourceRules


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a proposer may read: the document, its views and units, and the frozen recipe.

    `rules` are the compiled rules of the recognised source, families included (`None`: no source known). `packs` are
    the phrase packs of the document's language. `damage` is what the repairs found before anything else ran,
    `judgement` what the content model makes of each block (`None`: another engine is asked). `scripts` are the removals
    of the page's own scripts and data, which nothing else need read.
    """

    document: Document
    config: Config
    views: Views
    units: Units
    language: str | None = None
    source: SourceMatch | None = None
    rules: SourceRules | None = None
    packs: PhrasePacks = field(default_factory=PhrasePacks)
    damage: Damage | None = None
    judgement: Judgement | None = None
    scripts: tuple[Edit, ...] = ()


class Proposer(Protocol):
    """The one protocol of `propose`."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """Edits, keeps, captures, testimony; in any order."""
        ...
