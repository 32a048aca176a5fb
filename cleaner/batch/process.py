"""One worker process, as its supervisor holds it: how it is started, told, heard and ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import selectors
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from cleaner.batch.jobs import Job
from cleaner.batch.worker import serve

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS")
"""Numeric libraries start a thread for each core unless told otherwise; the processes are the parallelism here."""

_BUFFER = 2**20
"""Bytes of a pipe's buffer that are asked for; systems give less."""

_SURE = 4
"""A message of this part of the buffer fits beyond doubt: Linux doubles what it was asked for, and counts its own
overhead, which is at most the size of such a message."""


@dataclass(slots=True)
class Task:
    """A job on its way: its number in the feed, and how many workers died over it."""

    number: int
    job: Job
    deaths: int = 0


@dataclass(slots=True)
class WorkerProcess:
    """A worker and what it was given. `tasks` are those that it has not finished, in their order; it is at the first,
    since `since` at the earliest. The last `unread` of them it may not have read yet. `room` is how many bytes surely
    fit into its pipe."""

    process: BaseProcess
    connection: Connection
    room: int
    tasks: deque[Task] = field(default_factory=deque)
    unread: int = 0
    listens: bool = False
    briefed: bool = False
    ready: bool = False
    since: float = 0.0

    @property
    def may_be_sent_more(self) -> bool:
        """Whether what it was sent is read, so that its pipe is empty."""
        return self.ready and len(self.tasks) < max(1, self.unread)

    def tell(self, message: bytes) -> None:
        """Send it a message. One that just died is found by the next wait."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(message)

    def hear(self) -> object:
        """What it says. Raises `EOFError` or `OSError` where it is gone."""
        return pickle.loads(self.connection.recv_bytes())

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    @property
    def death(self) -> str:
        """What it died of, in words."""
        code = self.process.exitcode
        if code is None or code >= 0:
            return f"exit code {code}"
        known: Sequence[int] = [each.value for each in signal.Signals]
        return signal.Signals(-code).name if -code in known else f"signal {-code}"


def start(memory: int | None, life: int) -> WorkerProcess:
    """A worker that starts now; see `serve`."""
    # The recipe is sent when the worker says that it listens, and is no argument: `start` writes arguments into a pipe
    # that this process holds both ends of, and would wait for ever for a worker that was killed at once.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with _one_thread():
        process = context.Process(target=serve, args=(theirs, memory, life), daemon=True, name="cleaner-worker")
        process.start()
    theirs.close()
    return WorkerProcess(process, ours, _room(ours))


def _room(connection: Connection) -> int:
    """How long a message may be that goes into an empty pipe, though nobody reads it."""
    if sys.platform == "win32":
        return 0
    with socket.socket(fileno=os.dup(connection.fileno())) as pipe:
        with contextlib.suppress(OSError):
            pipe.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        return pipe.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // _SURE


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


class Ears:
    """Waits for many connections at once. What is listened to is told once, not with each wait: for each document the
    supervisor waits one time, and to begin anew each time takes it longer than all else that it does."""

    def __init__(self) -> None:
        self._connections: set[Connection] = set()
        self._selector = None if sys.platform == "win32" else selectors.DefaultSelector()

    def add(self, connection: Connection) -> None:
        """Listen to it from now on."""
        self._connections.add(connection)
        if self._selector is not None:
            self._selector.register(connection, selectors.EVENT_READ)

    def remove(self, connection: Connection) -> None:
        """Listen to it no longer. Call before it is closed."""
        self._connections.remove(connection)
        if self._selector is not None:
            self._selector.unregister(connection)

    def wait(self, seconds: float | None) -> Sequence[object]:
        """The connections that have something to read, or whose other end is gone; none when the time is over."""
        if self._selector is None:
            return wait(list(self._connections), seconds)
        return [key.fileobj for key, _ in self._selector.select(seconds)]

    def close(self) -> None:
        """Listen to nothing any more."""
        if self._selector is not None:
            self._selector.close()
