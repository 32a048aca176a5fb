"""A pipe: JSON Lines from one stream to another, each line written as soon as it and those before it are done.

There is no ledger and no report: what comes out is all there is. For files use `run`.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from multiprocessing import Pipe
from typing import BinaryIO

from cleaner.batch.feed import Feed, Later, Workers
from cleaner.batch.jobs import RecordJob
from cleaner.io.jsonl import JsonLine, resolve
from cleaner.io.records import Fields
from cleaner.ledger import Account

LINES_AHEAD = 256
"""Lines read ahead of the workers: a fast producer is held back by its pipe, as it should be."""

STDIN = "stdin"


def run_pipe(workers: Workers, source: BinaryIO, target: BinaryIO) -> Account:
    """Clean every line of `source` into `target`, in order, flushing after each; gives the account.

    Raises `UsageError` where the first line has no field with a text, `BrokenPipeError` where the reader has left.
    """
    account = Account()
    lines = _Lines(source)
    workers.expect(1)
    with contextlib.closing(workers.run(_feed(lines, workers.terms.fields))) as results:
        for done in results:
            assert done.outcome is not None
            target.write(done.outcome.data or b"")
            target.flush()
            account.add_told(done.outcome.account)
    account.settle()
    return account


def _feed(lines: _Lines, fields: Fields) -> Feed:
    found: Fields | None = None
    number = 0
    while True:
        line = lines.take()
        if line is None:
            yield Later(lines.bell)
            continue
        if not line:
            return
        number += 1
        if found is None and line.strip():
            found = resolve(fields, line, f"{STDIN}#{number}")
        yield RecordJob(JsonLine(f"{STDIN}#{number}", line, found or fields))


class _Lines:
    """A stream read by a thread, so that the process can wait for a line and for its workers at once."""

    def __init__(self, source: BinaryIO) -> None:
        self.bell, self._ring = Pipe(duplex=False)
        self._source = source
        self._lines: deque[bytes] = deque()
        self._lock = threading.Lock()
        self._room = threading.Semaphore(LINES_AHEAD)
        threading.Thread(target=self._read, daemon=True).start()

    def take(self) -> bytes | None:
        """The next line, nothing (`b""`) at the end, `None` where there is none yet: then `bell` will ring."""
        with self._lock:
            if not self._lines:
                return None
            while self.bell.poll():
                self.bell.recv_bytes()
            line = self._lines.popleft()
        if line:
            self._room.release()
        return line

    def _read(self) -> None:
        while True:
            self._room.acquire()
            line = self._source.readline()
            with self._lock:
                was_empty = not self._lines
                self._lines.append(line)
                if was_empty:
                    self._ring.send_bytes(b"!")
            if not line:
                return
