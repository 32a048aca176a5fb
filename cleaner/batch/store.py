"""What a run writes: files in batches, containers one at a time, each before the ledger says so."""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from cleaner.batch.feed import Done, Mark
from cleaner.batch.jobs import FileJob, Job, Outcome, RecordJob, filed, unread
from cleaner.batch.recipe import Terms
from cleaner.errors import CleanerError
from cleaner.io.destination import Outlet, Staged
from cleaner.io.files import AtomicFile
from cleaner.io.folder import FileInput
from cleaner.io.records import Shard
from cleaner.ledger import Account, Ledger, Unit

COMMIT_EVERY = 64
"""Documents between two commits of the ledger: what a kill costs at most in work done twice, and a sync (some 5 ms) is
small beside 64 pages."""

COMMIT_SECONDS = 2.0
"""The same in time, for documents that take long."""

SYNC_THREADS = 8
"""Files that are synced at once: a file system writes the syncs that come together in one go."""

LOST_IN_A_ROW = 16
"""Outputs that could not be written, with none between them that could, until the run ends: wrong credentials and a
store that is gone are no fault of a document, and a run of a million would clean all of them in vain."""

LOST_CONTAINER = 8
"""What a container counts for: two of them may be an hour of work."""

ENDS_THE_RUN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})
"""Errors of writing that are the disk's, not the document's."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a run writes, on which terms, and what it tells of each document."""

    ledger: Ledger
    terms: Terms
    outlet: Outlet
    count: Callable[[Outcome, int], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A container begins."""

    item: FileInput
    shard: Shard


@dataclass(frozen=True, slots=True)
class Ended:
    """It ends; `broken` where it could not be read to its end."""

    item: FileInput
    broken: bool = False


class _ShardWriter:
    """A container's output and report, which take their names together with the ledger's entry."""

    def __init__(self, run: Places, opened: Opened) -> None:
        self.run = run
        self.item = opened.item
        self.account = Account()
        self.files = contextlib.ExitStack()
        self.inner = contextlib.ExitStack()
        self.name, self.report_name = str(self.item.output), report_name(self.item.id)
        self.output = self.files.enter_context(run.outlet.outputs.file(self.name))
        self.report: AtomicFile | None = None
        if run.terms.report != "none":
            self.report = self.files.enter_context(run.outlet.reports.file(self.report_name))
        self.write = self.inner.enter_context(opened.shard.writer(self.output.stream))

    def take(self, job: Job, outcome: Outcome) -> None:
        """The next record."""
        if isinstance(job, RecordJob):
            self.write(outcome.data)
        if self.report is not None and outcome.row:
            self.report.write(outcome.row + b"\n")
        self.account.add_told(outcome.account)

    def close(self, *, broken: bool) -> None:
        """Complete the container, then the ledger. A `broken` one is read again by the next run. Raises `OSError`."""
        self.inner.close()
        self.files.close()
        run, item = self.run, self.item
        with contextlib.ExitStack() as delivery:  # the other goes its way also where one fails
            if self.report is not None:
                delivery.callback(run.outlet.reports.deliver, self.report_name)
            delivery.callback(run.outlet.outputs.deliver, self.name)
        try:
            digest = None if broken else item.digest()
        except OSError:
            digest = None
        unit = Unit(item.id, "shard", item.size, item.mtime, digest, run.terms.digest, self.name, self.account.told())
        run.ledger.put(unit)
        run.ledger.commit()

    def abandon(self, error: BaseException | None) -> None:
        """Leave nothing of it."""
        why = error or KeyboardInterrupt()
        with contextlib.suppress(Exception):
            self.inner.close()
        with contextlib.suppress(type(why)):
            self.files.__exit__(type(why), why, None)


@dataclass(slots=True)
class _Staged:
    """An outcome that is written, and waits to be synced and recorded with others."""

    job: Job
    outcome: Outcome
    file: Staged | None
    synced: bool = False
    error: OSError | None = None

    def sync(self) -> None:
        """Sync its file, or note why that cannot be done."""
        if self.file is not None and not self.synced:
            try:
                self.file.sync()
            except OSError as error:
                self.error = error
        self.synced = True


def _sync(batch: list[_Staged]) -> None:
    for staged in batch:
        staged.sync()


class Store:
    """Writes one outcome after the other, in order.

    Files are synced a batch at a time, in threads, while the next batch is cleaned: a sync takes milliseconds in which
    this process could do nothing else. Then the batch takes its names, and the ledger says so.
    """

    def __init__(self, run: Places) -> None:
        self.run = run
        self.shard: _ShardWriter | None = None
        self.pending: Done | None = None
        self.done = 0
        self.batch: list[_Staged] = []
        self.syncing: list[_Staged] = []
        self.threads = ThreadPoolExecutor(SYNC_THREADS, "sync")
        self.syncs: list[Future[None]] = []
        self.lost = 0  # outputs in a row that could not be written
        self.why = ""
        self.committed = time.monotonic()

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self.shard is not None:
            self.shard.abandon(error)
            self.shard = None
        if isinstance(error, KeyboardInterrupt):
            return  # `finish` follows
        try:
            if error is None or (isinstance(error, CleanerError) and self.lost < LOST_IN_A_ROW):
                self.commit()
        finally:
            self.threads.shutdown()
            for staged in (*self.syncing, *self.batch):
                if staged.file is not None:
                    staged.file.discard()

    def take(self, done: Done) -> None:
        """Write a job's outcome, or begin or end a container."""
        item, outcome = done.item, done.outcome
        if isinstance(item, Mark):
            self._mark(item.what)
            return
        assert outcome is not None
        if self.shard is not None:
            self.shard.take(item, outcome)
            self.run.count(outcome, item.size)
            return
        self.pending = done
        self.batch.append(self._staged(item, outcome))
        self.pending = None
        self.done += 1
        self.run.count(outcome, item.item.size if isinstance(item, FileJob) else 0)
        if len(self.batch) >= COMMIT_EVERY or time.monotonic() - self.committed >= COMMIT_SECONDS:
            self._rotate()

    def finish(self) -> None:
        """After an interrupt: what was being written is written."""
        self.threads.shutdown()
        self.threads = ThreadPoolExecutor(SYNC_THREADS, "sync")
        if self.pending is not None and not (self.batch and self.batch[-1].job is self.pending.item):
            self.take(self.pending)
        self.commit()
        self.threads.shutdown()

    def commit(self) -> None:
        """Make everything last, and the ledger say so."""
        self._rotate()
        self._record()

    def _rotate(self) -> None:
        """Record the batch that was synced meanwhile; let the threads sync the next."""
        self._record()
        self.syncing, self.batch = self.batch, []
        # A thread gets its files at once: to hand it a single one takes this process as long as to write it.
        parts = [self.syncing[first::SYNC_THREADS] for first in range(SYNC_THREADS)]
        self.syncs = [self.threads.submit(_sync, part) for part in parts if part]
        self.committed = time.monotonic()

    def _record(self) -> None:
        for sync in self.syncs:
            sync.result()
        self.syncs = []
        published = [str(staged.outcome.output) for staged in self.syncing if self._publish(staged)]
        self.run.outlet.outputs.settle(published)
        for staged in self.syncing:
            self._tell_ledger(staged.job, staged.outcome)
        self.run.ledger.commit()
        self.syncing = []
        self._stop_if_all_is_lost()

    def _publish(self, staged: _Staged) -> bool:
        """Whether a file stands under its name now. Where it cannot, the document failed."""
        if staged.file is None:
            return False
        try:
            staged.sync()  # where an interrupt came before its thread
            if staged.error is not None:
                raise staged.error
            staged.file.publish()
            self.lost = 0
        except OSError as error:
            staged.outcome = self._not_written(staged.outcome.id, error)
            self.lost, self.why = self.lost + 1, str(error)
            staged.file.discard()
            staged.file = None
            return False
        return True

    def _mark(self, what: object) -> None:
        if isinstance(what, Opened):
            self.commit()
            self.shard = _ShardWriter(self.run, what)
        elif isinstance(what, Ended):
            assert self.shard is not None
            shard, self.shard = self.shard, None
            self.done += 1
            try:
                shard.close(broken=what.broken)
                self.lost = 0
            except OSError as error:
                shard.abandon(error)
                failed = self._not_written(what.item.id, error)
                self._tell_ledger(FileJob(what.item), failed)
                self.run.ledger.commit()
                self.lost, self.why = self.lost + LOST_CONTAINER, str(error)
                self._stop_if_all_is_lost()

    def _stop_if_all_is_lost(self) -> None:
        if self.lost >= LOST_IN_A_ROW:
            raise CleanerError(
                f"outputs cannot be written, one after the other: {self.why}",
                hint="see to the place (network, credentials, room); what was written before is done",
            )

    def _staged(self, job: Job, outcome: Outcome) -> _Staged:
        if outcome.data is None or outcome.output is None:
            return _Staged(job, outcome, None)
        try:
            return _Staged(job, outcome, self.run.outlet.outputs.stage(outcome.output, outcome.data, outcome.part))
        except OSError as error:
            return _Staged(job, self._not_written(outcome.id, error), None)

    def _not_written(self, id: str, error: OSError) -> Outcome:
        if error.errno in ENDS_THE_RUN:
            raise error
        return filed(unread(self.run.terms, id, f"{id}: cannot be written: {error.strerror or error}"))

    def _tell_ledger(self, job: Job, outcome: Outcome) -> None:
        size = mtime = 0
        if isinstance(job, FileJob):
            size, mtime = job.item.size, job.item.mtime
        unit = Unit(
            id=outcome.id,
            kind="file",
            size=size,
            mtime=mtime,
            sha256=outcome.sha256,
            recipe=self.run.terms.digest,
            output=outcome.output,
            account=outcome.account,
            row=outcome.row,
        )
        self.run.ledger.put(unit)


def report_name(id: str) -> str:
    """What a container's report is called."""
    return f"{id}.jsonl"
