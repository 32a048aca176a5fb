"""A run: what is there, what of it is done already, the rest done and recorded, and a report of all.

The order in which things become true is what a kill cannot break: an output stands under its own name, complete and
synced; then the ledger says so; at the end report and totals are made from the ledger. So a run that goes on after any
end writes the same bytes as one that was left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cleaner.batch.feed import Feed, Here, Mark, Workers
from cleaner.batch.jobs import FileJob, Outcome, RecordJob, TroubleJob
from cleaner.batch.recipe import Order, Recipe, Report, Terms, made
from cleaner.batch.store import ENDS_THE_RUN, Ended, Opened, Places, Store, report_name
from cleaner.batch.supervisor import Limits, Supervisor
from cleaner.errors import CleanerError, InputError
from cleaner.io.containers import open_shard
from cleaner.io.destination import Destination, LocalOutlet, Outlet
from cleaner.io.folder import FileInput, Listing, Trouble, list_folder, refuse_foreign_files
from cleaner.io.records import Fields
from cleaner.ledger import LEDGER_NAME, Account, Ledger, lock
from cleaner.report import dumps

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

REPORT_NAME = "report.jsonl"
"""The rows of single files, in an output's state folder."""

TOTALS_NAME = "totals.json"

Again = Literal["new", "changed", "all"]
"""What is done of an output that an earlier run wrote. `new`: what is missing, or was changed by its size or time.
`changed`: the same by the content of every input, and outputs of inputs that are gone go too. `all`: everything."""


@dataclass(frozen=True, slots=True)
class Tick:
    """How far a run is. `documents` and `failed` are of this run; `size` and `total_size` are bytes of its inputs."""

    documents: int
    failed: int
    size: int
    total_size: int


Progress = Callable[[Tick], None]
"""Told after each document."""


@dataclass(slots=True)
class Summary:
    """The totals of an output, and what this run did of it.

    `total` counts the files that were there to do, `containers` those of them that hold many documents, `done` those
    that this run did, `before` those that an earlier run had done. `account` covers all that is done. `unwritten` tells
    what went wrong beside documents: files that could not be removed, a report that a store did not take.
    """

    total: int = 0
    containers: int = 0
    done: int = 0
    before: int = 0
    account: Account = field(default_factory=Account)
    skipped: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)
    interrupted: bool = False

    @property
    def statuses(self) -> Counter[str]:
        """Documents by status."""
        return self.account.statuses

    @property
    def kinds(self) -> Counter[str]:
        """Edits by kind."""
        return self.account.kinds

    @property
    def failed(self) -> list[Trouble]:
        """Documents that failed, with the reason."""
        return self.account.failed

    @property
    def suspect(self) -> list[Trouble]:
        """Documents of which too much would have gone, with the reason."""
        return self.account.suspect


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes about its work. Nothing here changes what comes out, but for `report` and `fields`.

    `jobs` 0 works in this process, without limits: for debugging. `workers` makes what does the jobs.
    """

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    report: Report = "edits"
    fields: Fields = field(default_factory=Fields)
    again: Again = "new"
    progress: Progress | None = None
    workers: Callable[[Recipe | Order, int, Limits], Workers] = Supervisor

    def crew(self, recipe: Recipe | Order) -> Workers:
        """What does the jobs. Close it."""
        return self.workers(recipe, self.jobs, self.limits) if self.jobs else Here(recipe)


def run_folder(
    cleaner: Cleaner, root: Path, output: Path, *, source: str | None = None, options: Options | None = None
) -> Summary:
    """Clean every file under `root` into the same tree under `output`, with ledger and report in `.cleaner` beside it.

    Goes on where an earlier run into `output` ended. Raises `UsageError` before anything is written where the folders
    or names make no sense, and `CleanerError` where the disk is full: what is done stays done. On `KeyboardInterrupt`
    the report covers what is done, and the summary says `interrupted`.
    """
    options = options or Options()
    recipe = made(Recipe(cleaner, source, options.report, options.fields))
    listing = list_folder(root, output)
    refuse_foreign_files(listing.written, output)
    with contextlib.closing(options.crew(recipe)) as workers:
        return run_listing(workers, listing, LocalOutlet(output), options=options)


def run_listing(workers: Workers, listing: Listing, outlet: Outlet, *, options: Options) -> Summary:
    """The same for files that are listed already, to wherever outputs go, by workers who have a recipe. Their terms are
    asked before anything is written: what is wrong with the recipe is wrong usage."""
    ledger_path = outlet.state / LEDGER_NAME
    if not ledger_path.exists():  # else nobody knows how much there is to do
        workers.expect(options.jobs if listing.containers else len(listing.inputs))
    terms = workers.terms
    with _disk_errors(outlet.disk), lock(outlet.state):
        outlet.begin((str(item.output) for item in listing.containers), again=ledger_path.exists())
        with Ledger(ledger_path) as ledger:
            return _Run(ledger, terms, listing, outlet, options).go(workers)


class _Run:
    """One run, while it lasts."""

    def __init__(self, ledger: Ledger, terms: Terms, listing: Listing, outlet: Outlet, options: Options) -> None:
        self.ledger = ledger
        self.terms = terms
        self.digest = terms.digest
        self.outlet = outlet
        self.options = options
        self.listing = listing
        self.work: list[FileInput | Trouble] = sorted(
            [*listing.inputs, *listing.containers, *listing.troubles], key=lambda item: item.id
        )
        self.many = {item.id for item in listing.containers}
        self.wanted = {item.id for item in self.work}
        self.summary = Summary(len(self.work), len(self.many), skipped=listing.skipped, notes=listing.notes)
        self.tick = Tick(0, 0, 0, 0)
        self.parts: set[str] = set()  # what workers may have written, and the store has not taken over yet

    def go(self, workers: Workers) -> Summary:
        """Do what is to do, then tell of everything."""
        todo = self.work
        if not self.ledger.is_empty:
            todo = [item for item in self.work if self._is_due(item)]
            self.summary.before = len(self.work) - len(todo)
            self._tell_of_earlier_runs(todo)
        size = sum(item.size for item in todo if isinstance(item, FileInput))
        self.tick = Tick(0, 0, 0, size)
        store = Store(Places(self.ledger, self.terms, self.outlet, self.count))
        results = workers.run(self._feed(todo, self.outlet.outputs if workers.share_disk else None))
        try:
            with contextlib.closing(results), store:
                for done in results:
                    store.take(done)
                    if isinstance(done.item, FileJob) and done.item.part is not None:
                        self.parts.discard(done.item.part)
        except KeyboardInterrupt:
            self.summary.interrupted = True
            store.finish()
        finally:
            for part in self.parts:
                Path(part).unlink(missing_ok=True)
        self.summary.done = store.done
        self._finish()
        return self.summary

    def _is_due(self, item: FileInput | Trouble) -> bool:
        """Whether an input must be done, going by the ledger."""
        if isinstance(item, Trouble) or self.options.again == "all":
            return True
        known = self.ledger.known(item.id)
        if known is None or known.recipe != self.digest or known.sha256 is None:
            return True
        if known.output is not None and not self.outlet.outputs.holds(known.output):
            return True
        told = item.id not in self.many or self.terms.report == "none"
        if not told and not self.outlet.reports.holds(report_name(item.id)):
            return True
        same_stamp = (known.size, known.mtime) == (item.size, item.mtime)
        if self.options.again != "changed":
            return not same_stamp
        try:
            digest = self._content_digest(item)
        except (OSError, InputError):
            return True
        if digest != known.sha256:
            return True
        if not same_stamp:
            self.ledger.touch(item.id, item.size, item.mtime)
        return False

    def _content_digest(self, item: FileInput) -> str:
        """Of a container its bytes, of a document those that were cleaned."""
        return item.digest() if item.id in self.many else hashlib.sha256(item.read()).hexdigest()

    def _tell_of_earlier_runs(self, todo: list[FileInput | Trouble]) -> None:
        gone = [id for id in self.ledger.ids() if id not in self.wanted]
        if gone and self.options.again == "changed":
            self._remove(gone)
        elif gone:
            self.summary.notes.append(
                f"{len(gone)} inputs of an earlier run are gone; their outputs stay, --changed removes them"
            )
        redone = sum(isinstance(item, FileInput) and self.ledger.known(item.id) is not None for item in todo)
        if self.summary.before or redone:
            again = f", {redone} are done again" if redone else ""
            self.summary.notes.append(f"{self.summary.before} of {len(self.work)} were done before{again}")

    def _remove(self, gone: list[str]) -> None:
        """The outputs of inputs that are gone, then their entries."""
        removed: list[str] = []
        for id in gone:
            known = self.ledger.known(id)
            try:
                if known is not None and known.output is not None:
                    self.outlet.outputs.remove(known.output)
                self.outlet.reports.remove(report_name(id))
            except OSError as error:
                self.summary.unwritten.append(str(error))
            else:
                removed.append(id)
        self.ledger.forget(removed)
        self.ledger.commit()
        self.summary.notes.append(f"removed {len(removed)} outputs whose inputs are gone")

    def _feed(self, todo: list[FileInput | Trouble], disk: Destination | None) -> Feed:
        for item in todo:
            if isinstance(item, Trouble):
                yield TroubleJob(item)
            elif item.id not in self.many:
                job = FileJob(item, None if disk is None else disk.part(str(item.output)))
                if job.part is not None:
                    self.parts.add(job.part)
                yield job
            else:
                yield from self._shard_feed(item)

    def _shard_feed(self, item: FileInput) -> Feed:
        output, opened = str(item.output), False
        try:
            with item.open() as raw:
                shard = open_shard(raw, item.id, output, self.terms.fields)
                opened = True
                yield Mark(Opened(item, shard))
                for record in shard.records():
                    yield TroubleJob(record, inside=True) if isinstance(record, Trouble) else RecordJob(record, output)
                yield Mark(Ended(item))
            return
        except InputError as error:
            why = str(error).removeprefix(f"{item.id}: ")
        except OSError as error:
            why = error.strerror or str(error)
        yield TroubleJob(Trouble(item.id, why), inside=opened)
        if opened:
            yield Mark(Ended(item, broken=True))

    def _finish(self) -> None:
        self.ledger.commit()
        self.summary.account = self.ledger.total(self.wanted.__contains__)
        try:
            self._write_account(self.outlet.account)
        except OSError as error:
            if error.errno is not None:  # the disk's
                raise
            self.summary.unwritten.append(str(error))

    def _write_account(self, account: Destination) -> None:
        with account.file(TOTALS_NAME) as totals:
            totals.write(f"{dumps(self.summary.account.as_json(), indent=1)}\n".encode())
        if self.terms.report != "none":
            with account.file(REPORT_NAME) as report:
                for row in self.ledger.rows(self.wanted.__contains__):
                    report.write(row + b"\n")
            account.deliver(REPORT_NAME)
        else:
            account.remove(REPORT_NAME)
        account.deliver(TOTALS_NAME)

    def count(self, outcome: Outcome, size: int) -> None:
        """Progress of one document."""
        tick = self.tick
        self.tick = Tick(
            tick.documents + (not outcome.silent),
            tick.failed + (outcome.error is not None),
            tick.size + size,
            tick.total_size,
        )
        if self.options.progress is not None:
            self.options.progress(self.tick)


@contextlib.contextmanager
def _disk_errors(disk: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in ENDS_THE_RUN:
            raise
        raise CleanerError(
            f"cannot be written: {error.strerror}",
            path=disk,
            hint="what is done is kept: make room, and the same command goes on where it stopped",
        ) from error
