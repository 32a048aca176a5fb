"""Where outputs go: what a run asks of the place that it writes to, and the one that is a local folder.

A run writes three kinds of files: outputs, a report for each container, and the account of all (report and totals).
Each has a `Destination`; together with the folder of the ledger they are an `Outlet`. A document is staged, synced
(slow, in threads) and published; a container is written as a file and delivered. Then the ledger says that it is done.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cleaner.io.files import AtomicFile, StagedFile, part_path, sweep, sweep_for, sync_folder
from cleaner.io.folder import REPORTS

SHARD_REPORTS = "reports"
"""The folder for the reports of containers, in an output's state folder."""


class Staged(Protocol):
    """A small file on its way. Each step raises `OSError`; `sync` may run in a thread."""

    def sync(self) -> None:
        """Do what is slow: write it so that it lasts."""
        ...

    def publish(self) -> None:
        """Give it its name; may be called again after an interrupt."""
        ...

    def discard(self) -> None:
        """Leave nothing of it, unless it has its name."""
        ...


class Destination(Protocol):
    """One tree of files, called by their names relative to it. Methods raise `OSError`."""

    @property
    def shown(self) -> str:
        """What people call it."""
        ...

    def holds(self, name: str) -> bool:
        """Whether an earlier run's file stands there."""
        ...

    def part(self, name: str) -> str | None:
        """The path that another process of this machine may write a file to, to be staged here; `None` where only this
        process can write."""
        ...

    def stage(self, name: str, data: bytes, part: str | None = None) -> Staged:
        """A file that is in memory, or lies at `part` already."""
        ...

    def settle(self, names: Iterable[str]) -> None:
        """Make the names of published files last."""
        ...

    def file(self, name: str) -> AtomicFile:
        """A file that is written piece by piece; `deliver` it when it is closed."""
        ...

    def deliver(self, name: str) -> None:
        """Make a file that was written this way stand where readers look for it."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        ...


class Folder:
    """A local folder as destination."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def shown(self) -> str:
        """Its path."""
        return str(self.root)

    def holds(self, name: str) -> bool:
        """Whether the file is there."""
        return (self.root / name).exists()

    def part(self, name: str) -> str:
        """Beside its place."""
        return part_path(self._path(name))

    def stage(self, name: str, data: bytes, part: str | None = None) -> StagedFile:
        """A file beside its place."""
        return StagedFile(self._path(name), data, part)

    def _path(self, name: str) -> str:
        return f"{self.root}{os.sep}{name}"

    def settle(self, names: Iterable[str]) -> None:
        """Sync the folders."""
        for folder in sorted({name.rpartition("/")[0] for name in names}):
            sync_folder(self.root / folder)

    def file(self, name: str) -> AtomicFile:
        """A file that takes its name when it is closed."""
        return AtomicFile(self.root / name)

    def deliver(self, name: str) -> None:
        """It stands there already."""
        self.settle((name,))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        (self.root / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Outlet(ABC):
    """Everything that a run writes. `state` is always a local folder: ledger and lock need a disk.

    `shown` is what people call the whole, `disk` the local folder that an error of the disk names.
    """

    shown: str
    disk: Path
    state: Path
    outputs: Destination
    reports: Destination
    account: Destination

    @abstractmethod
    def begin(self, written: Iterable[str], *, again: bool) -> None:
        """Make it ready, while the state folder is locked; `written` names the containers that may come out, `again`
        tells that an earlier run's ledger is there, so that what a kill left can go."""


class LocalOutlet(Outlet):
    """A local folder, with its state in `.cleaner` inside, or elsewhere on a disk."""

    __slots__ = ()

    def __init__(self, output: Path, state: Path | None = None) -> None:
        state = state or output / REPORTS
        super().__init__(str(output), output, state, Folder(output), Folder(state / SHARD_REPORTS), Folder(state))

    def begin(self, written: Iterable[str], *, again: bool) -> None:
        """Remove what killed writers left; of a folder that is not the run's own, theirs alone."""
        if not again:
            return
        sweep(self.state)
        if self.state.parent == self.disk:
            sweep(self.disk)
        for name in written:
            sweep_for(self.disk / name)
