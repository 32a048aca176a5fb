"""Worker processes, and the one who watches them: deadlines, deaths, order, flat memory.

A worker gets a few jobs at a time and gives each outcome back as it is done, so that the supervisor knows at any moment
which job a worker is at and since when. The next few come while it is at the last ones, so that it need not wait while
the supervisor writes and syncs. A pipe to one that no longer listens would fill up and hold the supervisor too: so what
it is sent fits into an empty pipe, and goes off when what it was sent before is read.

Whatever a job does to its worker costs that job alone:
- past its deadline the worker is killed, and the job fails;
- a worker that dies (a crash, the kernel's out-of-memory killer, a person) is replaced, and the job is tried again by
  itself, since the death may have nothing to do with it; after `ATTEMPTS` deaths the job fails;
- jobs that waited behind it go to another worker.
"""

from __future__ import annotations

import math
import pickle
import time
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass

from cleaner.batch.feed import Done, Feed, Later, Mark
from cleaner.batch.jobs import Outcome
from cleaner.batch.process import Ears, Task, WorkerProcess, start
from cleaner.batch.recipe import Order, Recipe, Terms
from cleaner.batch.worker import Finished, Made, Ready, Refused, Started
from cleaner.errors import CleanerError, UsageError

CHUNK = 4
"""Jobs that a worker is given at once. It has up to twice as many, some 100 ms of work, while the supervisor is busy;
and with few the last chunks of a run end together."""

AHEAD = 128
"""Jobs per worker that may be done or under way behind the one whose turn it is: what a slow document holds up."""

HELD_BYTES = 128 * 2**20
"""Bytes of jobs that may be under way at once, whatever their number."""

ATTEMPTS = 3
"""Deaths over one job before it fails: two could be chance where someone kills workers."""

LIFE = 20_000
"""Jobs after which a worker is replaced by a fresh one: parsers written in C keep what they have interned."""

STARTS = 5
"""Workers in a row that may die before they are ready, until the run ends with an error."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: `deadline` in seconds of wall time, `memory` in bytes of the worker's data. `None`
    lifts a limit."""

    deadline: float | None = 60.0
    memory: int | None = 2 * 2**30

    def __post_init__(self) -> None:
        if self.deadline is not None and self.deadline <= 0:
            raise UsageError(f"--deadline: {self.deadline:g} s is no time at all", hint="for example --deadline 10s")
        if self.memory is not None and self.memory < 2**28:
            raise UsageError("--memory: a worker needs 256 MB for itself", hint="for example --memory 2G")


class Supervisor:
    """Runs a feed on `jobs` worker processes. Use once, from the main module's `if __name__ == "__main__":` (workers
    are started afresh, not forked: a fork copies locks whose threads no longer run)."""

    share_disk = True

    def __init__(self, recipe: Recipe | Order, jobs: int, limits: Limits | None = None) -> None:
        if jobs < 1:
            raise UsageError(f"{jobs} worker processes", hint="--jobs takes a number from 1, or 0 for none at all")
        self._given = pickle.dumps(recipe, pickle.HIGHEST_PROTOCOL)
        self._terms = recipe.terms if isinstance(recipe, Recipe) else None
        self._jobs = jobs
        self._limits = limits or Limits()
        self._workers: list[WorkerProcess] = []
        self._ears = Ears()
        self._waiting: deque[Task] = deque()
        self._done: dict[int, Done] = {}
        self._held = 0
        self._stillborn = 0

    @property
    def processes(self) -> list[int]:
        """The ids of the workers that run now: for measuring them."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    @property
    def terms(self) -> Terms:
        """What is known of the recipe. Waits until the first worker has made it; raises what making it raises, and
        `CleanerError` where no worker can be started."""
        while self._terms is None:
            self.expect(1)
            self._watch(None)
        return self._terms

    def expect(self, documents: int) -> None:
        """Start as many workers as so many documents may need."""
        for _ in range(min(documents, self._jobs) - len(self._workers)):
            self._start()

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.process.kill()  # all at once, so that they end side by side
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._ears.close()

    def run(self, feed: Feed) -> Generator[Done]:
        """Every item of `feed` when it is done, in the order of the feed, for any number of workers.

        Raises `CleanerError` where no worker can be started; closing the iterator ends the workers.
        """
        given = taken = 0
        later: Later | None = None
        more = True
        try:
            while True:
                later = None
                while more and given - taken < AHEAD * self._jobs and self._held < HELD_BYTES:
                    item = next(feed, None)
                    if item is None:
                        more = False
                    elif isinstance(item, Later):
                        later = item
                        break
                    elif isinstance(item, Mark):
                        self._done[given] = Done(item)
                        given += 1
                    else:
                        self._waiting.append(Task(given, item))
                        self._held += item.size
                        given += 1
                self._hand_out()
                if taken not in self._done and (given > taken or later is not None):
                    self._watch(later)
                while (done := self._done.pop(taken, None)) is not None:
                    taken += 1
                    yield done
                if not more and taken == given:
                    return
        finally:
            self.close()

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.ready and not worker.tasks and self._waiting:
                self._send(worker)
        missing = self._jobs - len(self._workers)
        if missing and self._waiting:
            idle = sum(not worker.tasks for worker in self._workers)
            for _ in range(min(missing, len(self._waiting) - idle)):
                self._start()
        for worker in self._workers:
            # The last ones are kept for those who are idle first.
            if worker.may_be_sent_more and len(self._waiting) >= CHUNK * self._jobs:
                self._send(worker, worker.room)

    def _send(self, worker: WorkerProcess, room: float = math.inf) -> None:
        """Give a worker its next jobs, as far as there is `room` in its pipe."""
        share = max(1, min(CHUNK, len(self._waiting) // self._jobs))
        sent: list[Task] = []
        held = 0
        while self._waiting and len(sent) < share:
            task = self._waiting[0]
            if (worker.tasks or sent) and (task.deaths or (worker.tasks or sent)[0].deaths):
                break  # a suspect is tried by itself
            held += task.job.size
            if 2 * held > room:  # sizes are rough
                break
            sent.append(self._waiting.popleft())
        message = pickle.dumps([task.job for task in sent], pickle.HIGHEST_PROTOCOL)
        if not sent or len(message) > room:
            self._waiting.extendleft(reversed(sent))
            return
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks += sent
        worker.unread = len(sent)
        worker.tell(message)

    def _start(self) -> None:
        worker = start(self._limits.memory, LIFE)
        self._workers.append(worker)
        self._ears.add(worker.connection)

    def _watch(self, later: Later | None) -> None:
        """Wait until something happens, and note what."""
        if later is not None:
            self._ears.add(later.connection)
        found = self._ears.wait(self._patience())
        if later is not None:
            self._ears.remove(later.connection)
        for worker in [worker for worker in self._workers if worker.connection in found]:
            self._hear(worker)
        now, limit = time.monotonic(), self._limits.deadline
        for worker in list(self._workers):
            # One with news to tell is heard first: this process may have been held up, not that one.
            if limit is not None and worker.tasks and now - worker.since >= limit and not worker.connection.poll():
                self._overdue(worker, limit)

    def _patience(self) -> float | None:
        limit = self._limits.deadline
        starts = [worker.since for worker in self._workers if worker.tasks]
        if limit is None or not starts:
            return None
        return max(0.0, min(starts) + limit - time.monotonic())

    def _hear(self, worker: WorkerProcess) -> None:
        try:
            message = worker.hear()
        except (EOFError, OSError):
            self._mourn(worker)
            return
        worker.since = time.monotonic()
        match message:
            case Finished():
                self._finish(worker.tasks.popleft(), message.outcome)
                if message.leaving:
                    self._dismiss(worker)
            case Started():
                worker.listens = True
            case Made():
                self._terms, self._given = message.terms, message.recipe
            case Ready():
                worker.ready = True
                self._stillborn = 0
            case Refused():
                raise message.error
        self._brief()

    def _brief(self) -> None:
        """Give the recipe to those who listen for it. Where it is not made yet the first gets the order to make it, and
        the others wait for that one."""
        for worker in self._workers:
            if self._terms is None and any(each.briefed for each in self._workers):
                return
            if worker.listens and not worker.briefed:
                worker.briefed = True
                worker.tell(self._given)

    def _overdue(self, worker: WorkerProcess, limit: float) -> None:
        task = worker.tasks.popleft()
        self._dismiss(worker)
        why = f"took longer than its deadline of {limit:g} s, and was ended; raise it with --deadline"
        self._finish(task, task.job.give_up(self.terms, why))

    def _mourn(self, worker: WorkerProcess) -> None:
        """A worker is gone: the job it was at is tried again, unless it was the death of others."""
        task = worker.tasks.popleft() if worker.tasks else None
        self._dismiss(worker)
        if task is None:
            self._stillborn += not worker.ready
            if self._stillborn >= STARTS:
                raise CleanerError(
                    f"worker processes die before they are ready ({worker.death})",
                    hint="memory may be short: try fewer --jobs, or a larger --memory; --jobs 0 works without them",
                )
            return
        task.deaths += 1
        if task.deaths < ATTEMPTS:
            self._waiting.appendleft(task)
            return
        why = f"{ATTEMPTS} worker processes died over it, the last of {worker.death}"
        self._finish(task, task.job.give_up(self.terms, why))

    def _dismiss(self, worker: WorkerProcess) -> None:
        """End a worker; what it had not begun goes back to the head of the queue."""
        self._waiting.extendleft(reversed(worker.tasks))
        worker.tasks.clear()
        self._workers.remove(worker)
        self._ears.remove(worker.connection)
        worker.end()
        self._brief()

    def _finish(self, task: Task, outcome: Outcome) -> None:
        self._held -= task.job.size
        self._done[task.number] = Done(task.job, outcome)
