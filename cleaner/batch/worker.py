"""The far end of a worker process: jobs in, outcomes out, one at a time.

Runs in a process of its own, started by `supervisor`; nothing else calls it. It enforces no deadline: that is the
supervisor's, who can end a process that no longer listens.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from cleaner.batch.jobs import Job, Outcome, told
from cleaner.batch.recipe import Order, Recipe, Terms, made
from cleaner.errors import CleanerError

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1
"""`prctl(2)`: send this process a signal when its parent dies. A parser that loops would never see the pipe close."""

_MAPPED_AT_MOST = 0.9
"""Share of the ceiling above which a worker leaves between two documents, so that none pays for those before it."""


_LINE = "The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring."
_WARMING = (
    f"{_LINE}\n\nRead more: Five weirs\n\n{_LINE}\n",
    f"<html><body><article><p>{_LINE}</p></article></body></html>",
)
"""A text and a page: between them they need all that is loaded late."""


@dataclass(frozen=True, slots=True)
class Started:
    """A worker says that it has loaded what it needs, and listens for its recipe, or the order to make it."""


@dataclass(frozen=True, slots=True)
class Made:
    """The recipe that was ordered, as bytes for the other workers, and what is known of it."""

    terms: Terms
    recipe: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the recipe that was ordered cannot be made."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has its recipe, and listens for jobs."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The next job that a worker was given is done; `leaving` where it does no more after this one."""

    outcome: Outcome
    leaving: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        return Finished, (self.outcome, self.leaving)  # as with outcomes: one for each document


Message = Started | Made | Refused | Ready | Finished
"""What a worker says."""


def serve(connection: Connection, memory: int | None, last: int) -> None:
    """Take the recipe that arrives first, or make the one that is ordered; then do the jobs until the other end closes,
    or `last` of them are done.

    `memory` is the ceiling in bytes of what the process may map for data (Linux; elsewhere it has no effect).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and decides
    _die_with(os.getppid())
    if memory is not None and sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        within = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (within, hard))
    import cleaner.pipeline  # noqa: F401, PLC0415 - half a second: not for the supervisor, and while it works

    done = 0
    try:
        _say(connection, Started())
        recipe = _recipe_from(connection)
        if recipe is None:
            return
        _warm_up(recipe)
        _say(connection, Ready())
        while True:
            jobs: Sequence[Job] = pickle.loads(connection.recv_bytes())
            for job in jobs:
                done += 1
                outcome, leaving = _do(recipe, job)
                leaving = leaving or done >= last or _is_full(memory)
                _say(connection, Finished(outcome, leaving))
                if leaving:
                    return
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _recipe_from(connection: Connection) -> Recipe | None:
    """The recipe that is sent, or made here; `None` where it cannot be made."""
    given: Recipe | Order = pickle.loads(connection.recv_bytes())
    if isinstance(given, Recipe):
        return given
    try:
        recipe = made(given)
    except (CleanerError, OSError) as error:
        _say(connection, Refused(error))
        return None
    _say(connection, Made(recipe.terms, pickle.dumps(recipe, pickle.HIGHEST_PROTOCOL)))
    return recipe


def _warm_up(recipe: Recipe) -> None:
    """Load what the first documents would wait for (tables, weights): it is no part of any document's deadline."""
    for page in _WARMING:
        with contextlib.suppress(Exception):  # a defect that every document meets is told by every document
            recipe.cleaner.clean(page)
    gc.collect()
    gc.freeze()  # rules and tables stay: collections need not walk them again and again


def _do(recipe: Recipe, job: Job) -> tuple[Outcome, bool]:
    """The outcome, and whether the process is still fit for another job."""
    try:
        return job.run(recipe), False
    except MemoryError as error:
        why = told(error)
    return job.give_up(recipe.terms, why), True


def _say(connection: Connection, message: Message) -> None:
    connection.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def _is_full(memory: int | None) -> bool:
    """Whether the process holds so much that the next document might fail for want of memory."""
    if memory is None or not sys.platform.startswith("linux"):
        return False
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - once a document: the cheap way
        resident = int(file.read().split()[1])
    return resident * resource.getpagesize() > memory * _MAPPED_AT_MOST


def _die_with(parent: int) -> None:
    """Linux: end this process when its parent ends, however that ends. Elsewhere the closed pipe ends it between
    jobs."""
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        return
    if os.getppid() != parent:  # it died before the call
        os._exit(1)
