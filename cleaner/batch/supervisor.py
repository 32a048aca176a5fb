"""Worker processes, and the one who watches them: deadlines, deaths, order, flat memory.

A worker gets a few jobs at a time and gives each outcome back as it is done, so that the supervisor knows at any moment
which job a worker is at and since when. It sends to idle workers alone: a pipe to one that no longer listens would fill
up and hold the supervisor too.

Whatever a job does to its worker costs that job alone:
- past its deadline the worker is killed, and the job fails;
- a worker that dies (a crash, the kernel's out-of-memory killer, a person) is replaced, and the job is tried again by
  itself, since the death may have nothing to do with it; after `ATTEMPTS` deaths the job fails;
- jobs that waited behind it go to another worker.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from cleaner.batch.feed import Done, Feed, Later, Mark
from cleaner.batch.jobs import Job, Outcome
from cleaner.batch.recipe import Order, Recipe, Terms
from cleaner.batch.worker import Finished, Made, Message, Ready, Refused, Started, serve
from cleaner.errors import CleanerError, UsageError

CHUNK = 4
"""Jobs that a worker is given at once: between two chunks it waits for the supervisor (some 0.3 ms, where a page takes
20 ms), and with few the last chunks of a run end together."""

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

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS")
"""Numeric libraries start a thread for each core unless told otherwise; the processes are the parallelism here."""


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


Item = TypeVar("Item")


@dataclass(slots=True)
class _Task(Generic[Item]):
    number: int
    job: Item
    deaths: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    tasks: deque[_Task[Job]] = field(default_factory=deque)
    listens: bool = False
    briefed: bool = False
    ready: bool = False
    since: float = 0.0

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Supervisor:
    """Runs a feed on `jobs` worker processes. Use once, from the main module's `if __name__ == "__main__":` (workers
    are started afresh, not forked: a fork copies locks whose threads no longer run)."""

    def __init__(self, kitchen: Recipe | Order, jobs: int, limits: Limits | None = None) -> None:
        if jobs < 1:
            raise UsageError(f"{jobs} worker processes", hint="--jobs takes a number from 1, or 0 for none at all")
        self._kitchen = pickle.dumps(kitchen, pickle.HIGHEST_PROTOCOL)
        self._terms = kitchen.terms if isinstance(kitchen, Recipe) else None
        self._jobs = jobs
        self._limits = limits or Limits()
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task[Job]] = deque()
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
                        self._waiting.append(_Task(given, item))
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
            if not self._waiting:
                return
            if worker.ready and not worker.tasks:
                self._send(worker)
        missing = min(self._jobs, len(self._waiting)) - sum(not worker.tasks for worker in self._workers)
        for _ in range(min(missing, self._jobs - len(self._workers))):
            self._start()

    def _send(self, worker: _Worker) -> None:
        share = max(1, min(CHUNK, len(self._waiting) // self._jobs))
        while self._waiting and len(worker.tasks) < share:
            if worker.tasks and (self._waiting[0].deaths or worker.tasks[0].deaths):
                break  # a suspect is tried by itself
            worker.tasks.append(self._waiting.popleft())
        worker.since = time.monotonic()
        _tell(worker, pickle.dumps([task.job for task in worker.tasks], pickle.HIGHEST_PROTOCOL))

    def _start(self) -> None:
        # The recipe is sent when the worker says that it listens, and is no argument: `start` writes arguments into a
        # pipe that this process holds both ends of, and would wait for ever for a worker that was killed at once.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with _one_thread():
            process = context.Process(
                target=serve, args=(theirs, self._limits.memory, LIFE), daemon=True, name="cleaner-worker"
            )
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _watch(self, later: Later | None) -> None:
        """Wait until something happens, and note what."""
        awaited: list[Connection] = [worker.connection for worker in self._workers]
        if later is not None:
            awaited.append(later.connection)
        found = wait(awaited, self._patience())
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

    def _hear(self, worker: _Worker) -> None:
        try:
            message: Message = pickle.loads(worker.connection.recv_bytes())
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
                self._terms, self._kitchen = message.terms, message.recipe
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
                _tell(worker, self._kitchen)

    def _overdue(self, worker: _Worker, limit: float) -> None:
        task = worker.tasks.popleft()
        self._dismiss(worker)
        why = f"took longer than its deadline of {limit:g} s, and was ended; raise it with --deadline"
        self._finish(task, task.job.give_up(self.terms, why))

    def _mourn(self, worker: _Worker) -> None:
        """A worker is gone: the job it was at is tried again, unless it was the death of others."""
        task = worker.tasks.popleft() if worker.tasks else None
        self._dismiss(worker)
        if task is None:
            self._stillborn += not worker.ready
            if self._stillborn >= STARTS:
                how = _signal_name(worker.process.exitcode)
                raise CleanerError(
                    f"worker processes die before they are ready ({how})",
                    hint="memory may be short: try fewer --jobs, or a larger --memory; --jobs 0 works without them",
                )
            return
        task.deaths += 1
        if task.deaths < ATTEMPTS:
            self._waiting.appendleft(task)
            return
        why = f"{ATTEMPTS} worker processes died over it, the last of {_signal_name(worker.process.exitcode)}"
        self._finish(task, task.job.give_up(self.terms, why))

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker; what it had not begun goes back to the head of the queue."""
        self._waiting.extendleft(reversed(worker.tasks))
        worker.tasks.clear()
        self._workers.remove(worker)
        worker.end()
        self._brief()

    def _finish(self, task: _Task[Job], outcome: Outcome) -> None:
        self._held -= task.job.size
        self._done[task.number] = Done(task.job, outcome)


def _tell(worker: _Worker, message: bytes) -> None:
    # A worker that just died is found by the next wait.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        worker.connection.send_bytes(message)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """The environment that a worker starts with: it must be set before its numeric libraries load."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _signal_name(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    known: Sequence[int] = [each.value for each in signal.Signals]
    return signal.Signals(-code).name if -code in known else f"signal {-code}"
