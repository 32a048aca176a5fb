"""The work of a run as a stream, and what does it: jobs in, the same with their outcomes out, in the same order."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Protocol

from cleaner.batch.jobs import Job, Outcome, told
from cleaner.batch.recipe import Order, Recipe, Terms, made


@dataclass(frozen=True, slots=True)
class Mark:
    """A point between two jobs of a feed: it comes out when everything before it is done. `what` is the feed's own."""

    what: object


@dataclass(frozen=True, slots=True)
class Later:
    """A feed that has nothing now: ask again when `connection` has something to read."""

    connection: Connection


@dataclass(frozen=True, slots=True)
class Done:
    """A job and what became of it, or a mark (no outcome)."""

    item: Job | Mark
    outcome: Outcome | None = None


Feed = Iterator[Job | Mark | Later]
"""The work of a run in its order. Read only as far ahead as memory allows."""


class Workers(Protocol):
    """What runs a feed: processes of this machine, or a cluster."""

    @property
    def share_disk(self) -> bool:
        """Whether what they write to a path is there for this process."""
        ...

    @property
    def terms(self) -> Terms:
        """What is known of the recipe. Waits until it is made; raises what making it raises."""
        ...

    def expect(self, documents: int) -> None:
        """So many documents may come: begin what takes long to begin."""
        ...

    def run(self, feed: Feed) -> Generator[Done]:
        """Every item of `feed` when it is done, in the order of the feed."""
        ...

    def close(self) -> None:
        """End them."""
        ...


class Here:
    """This process as the one that works: no deadline, no memory ceiling, and a crash ends all."""

    share_disk = True

    def __init__(self, recipe: Recipe | Order) -> None:
        self._recipe = made(recipe)

    @property
    def terms(self) -> Terms:
        """What is known of the recipe."""
        return self._recipe.terms

    def expect(self, documents: int) -> None:
        """There is nothing to begin."""

    def run(self, feed: Feed) -> Generator[Done]:
        """Every item of `feed`, done."""
        for item in feed:
            if isinstance(item, Later):
                wait([item.connection])
            elif isinstance(item, Mark):
                yield Done(item)
            else:
                try:
                    outcome = item.run(self._recipe)
                except MemoryError as error:
                    outcome = item.give_up(self.terms, told(error))
                yield Done(item, outcome)

    def close(self) -> None:
        """There is nothing to end."""
