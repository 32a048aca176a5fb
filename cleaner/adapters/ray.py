"""Ray: `CleanBatch` for Ray Data, and a cluster in place of the worker processes of `cleaner run`."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from cleaner.adapters.batches import CleanBatch
from cleaner.batch.feed import Done, Feed, Later, Mark
from cleaner.batch.jobs import Job, Outcome, told
from cleaner.batch.recipe import Order, Recipe, Terms, made
from cleaner.batch.supervisor import Limits
from cleaner.errors import UsageError

__all__ = ["CleanBatch", "RayWorkers"]

CHUNK = 16
"""Jobs of one task: a task's overhead in Ray is some 1 ms, that of a page 20 ms."""

AHEAD = 4
"""Tasks for each processor that are under way at once."""


@dataclass(slots=True)
class _Task:
    jobs: list[Job]
    answer: Any


class RayWorkers:
    """Runs a feed as Ray tasks; stands in for `Supervisor`, and gives the same outcomes in the same order.

    Files are read where the task runs: give a folder that every node sees. Ray itself tries a task again whose worker
    died; a deadline cancels a task by force, and its jobs are then tried one by one.
    """

    share_disk = False

    def __init__(self, recipe: Recipe | Order, jobs: int, limits: Limits | None = None) -> None:
        self._ray = _library()
        if not self._ray.is_initialized():
            self._ray.init(num_cpus=jobs or None, include_dashboard=False, log_to_driver=False)
        given = made(recipe)
        self.terms: Terms = given.terms
        self._limits = limits or Limits()
        self._recipe = self._ray.put(given)
        # `max_retries` is Ray's own: a worker that dies by chance costs nothing.
        self._work = self._ray.remote(max_retries=2, num_cpus=1)(_clean)
        self._width = AHEAD * max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def expect(self, documents: int) -> None:
        """The cluster is there."""

    def close(self) -> None:
        """It stays."""

    def run(self, feed: Feed) -> Generator[Done]:
        """Every item of `feed` when it is done, in the order of the feed."""
        items: deque[Job | Mark] = deque()
        tasks: deque[_Task] = deque()
        waiting: list[Job] = []
        more = True
        while True:
            while more and len(tasks) < self._width:
                item = next(feed, None)
                if item is None:
                    more = False
                elif isinstance(item, Later):
                    raise UsageError("a pipe cannot be run on Ray", hint="give files")
                else:
                    items.append(item)
                    if not isinstance(item, Mark):
                        waiting.append(item)
                if waiting and (len(waiting) >= CHUNK or not more):
                    tasks.append(_Task(waiting, self._work.remote(self._recipe, waiting)))
                    waiting = []
            outcomes = deque(self._outcomes(tasks.popleft())) if tasks else deque()
            while items and (isinstance(items[0], Mark) or outcomes):
                item = items.popleft()
                yield Done(item) if isinstance(item, Mark) else Done(item, outcomes.popleft())
            if not more and not tasks and not items:
                return

    def _outcomes(self, task: _Task) -> list[Outcome]:
        errors = self._ray.exceptions
        limit = self._limits.deadline
        try:
            found: list[Outcome] = self._ray.get(task.answer, timeout=limit and limit * len(task.jobs) * AHEAD)
        except errors.GetTimeoutError:
            self._ray.cancel(task.answer, force=True)
            why = f"took longer than its deadline of {limit:g} s, and was ended; raise it with --deadline"
        except errors.RayError as error:
            why = f"its worker process died three times over it: {type(error).__name__}"
        else:
            return found
        if len(task.jobs) == 1:
            return [task.jobs[0].give_up(self.terms, why)]
        return [
            outcome
            for job in task.jobs
            for outcome in self._outcomes(_Task([job], self._work.remote(self._recipe, [job])))
        ]


def _clean(recipe: Recipe, jobs: list[Job]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for job in jobs:
        try:
            outcomes.append(job.run(recipe))
        except MemoryError as error:
            outcomes.append(job.give_up(recipe.terms, told(error)))
    return outcomes


def _library() -> Any:
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("Ray is not installed", hint="pip install 'source-cleaner[ray]'") from error
    return ray
