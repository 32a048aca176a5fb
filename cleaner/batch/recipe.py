"""What a run cleans with: a recipe; the order to make one, which is small; and the terms, which are all that needs to
be known of it where nothing is cleaned.

The process that supervises a run has an order and gets the terms back from a worker. So it loads no rules and no
tables, and is ready while the workers load theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from cleaner.io.records import Fields

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

Report = Literal["none", "summary", "edits"]
"""How much a run reports of each document: nothing, totals of it, or every edit (from which it can be restored)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a recipe without the rules themselves: `recipe_hash` is the cleaner's."""

    recipe_hash: str
    source: str | None = None
    report: Report = "edits"
    fields: Fields = field(default_factory=Fields)

    @property
    def digest(self) -> str:
        """Names all that can change an output or a report, for the ledger: two runs of one digest give the same bytes
        for the same input."""
        parts = [self.recipe_hash, self.source or "", self.report, repr(self.fields)]
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What every job of a run is done with."""

    cleaner: Cleaner
    source: str | None = None
    report: Report = "edits"
    fields: Fields = field(default_factory=Fields)

    @property
    def terms(self) -> Terms:
        """What reports and the ledger need of it."""
        return Terms(self.cleaner.recipe_hash, self.source, self.report, self.fields)


@dataclass(frozen=True, slots=True)
class Order:
    """A recipe that is still to be made. `make` is a function of a module (or a `functools.partial` of one), so that it
    can be called in another process."""

    make: Callable[[], Cleaner]
    source: str | None = None
    report: Report = "edits"
    fields: Fields = field(default_factory=Fields)


def made(recipe: Recipe | Order) -> Recipe:
    """The recipe, made now if need be. Raises `UsageError` where its source is unknown, and whatever making raises."""
    if isinstance(recipe, Order):
        recipe = Recipe(recipe.make(), recipe.source, recipe.report, recipe.fields)
    if recipe.source is not None:
        recipe.cleaner.clean(b"", source=recipe.source)
    return recipe
