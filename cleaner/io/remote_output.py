"""Outputs that go elsewhere: s3://, gs://, file:// and whatever else fsspec can write.

Ledger and lock stay in a state folder on a local disk, and so do report and totals, of which the store gets a copy. A
file is complete before its upload begins; a reader of the store sees all of it or none; and the ledger calls it done
when the store has it. So a run that was killed goes on as a local one does.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import UsageError
from cleaner.io.destination import SHARD_REPORTS, Outlet
from cleaner.io.files import PART, AtomicFile, sweep, write_file
from cleaner.io.folder import REPORTS, FileInput
from cleaner.io.remote import url_system

_ATOMIC = frozenset(
    {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oci", "oss", "r2", "tos", "obs", "cos", "memory"}
)
"""Protocols whose uploads appear whole or not at all. In all others a file is uploaded beside its place and moved."""

_URL_NAME = "output.url"
"""In a state folder: the URL that it is the state of."""

OUTGOING = "outgoing"
"""In a state folder: containers and their reports on their way to the store."""


class Tree:
    """A tree behind a URL as destination. Files that are written piece by piece pass through `folder`, on a disk;
    `keep` leaves them there too. Every error of the store is an `OSError` without a number: none is the disk's."""

    def __init__(self, url: str, folder: Path, *, keep: bool = False) -> None:
        self.url = url.rstrip("/")
        self.folder = folder
        self.keep = keep
        self.system, root = url_system(url, "cannot be written")
        self.root = root.rstrip("/")
        protocols = {self.system.protocol} if isinstance(self.system.protocol, str) else set(self.system.protocol)
        self.atomic = not protocols.isdisjoint(_ATOMIC)
        self._names: frozenset[str] | None = None

    @property
    def shown(self) -> str:
        """Its URL."""
        return self.url

    def holds(self, name: str) -> bool:
        """Whether the file was there when it was first asked for: one listing for all, not a question for each."""
        if self._names is None:
            self._names = frozenset(self._list())
        return name in self._names

    def _list(self) -> list[str]:
        try:
            self.system.invalidate_cache()
            found: list[str] = self.system.find(self.root)
        except FileNotFoundError:
            return []
        except Exception as error:  # each protocol's library has errors of its own
            raise UsageError(
                f"cannot be listed: {told(error)}", path=self.url, hint="see that it is there and may be read"
            ) from error
        return [place[len(self.root) + 1 :] for place in found]

    def part(self, name: str) -> None:
        """Only this process talks to the store."""

    def stage(self, name: str, data: bytes, part: str | None = None) -> Upload:
        """A file that goes from memory to the store."""
        assert part is None  # this has none
        return Upload(self, name, data)

    def settle(self, names: Iterable[str]) -> None:
        """Nothing is left to do."""

    def file(self, name: str) -> AtomicFile:
        """A file that stands in `folder` when it is closed."""
        return AtomicFile(self.folder / name)

    def deliver(self, name: str) -> None:
        """Upload it. The local copy goes, also where that fails: it is made again."""
        local = self.folder / name
        try:
            self._put(name, lambda place: self.system.put_file(str(local), place))
        finally:
            if not self.keep:
                local.unlink(missing_ok=True)

    def send(self, name: str, data: bytes) -> None:
        """Upload what is in memory."""
        self._put(name, lambda place: self.system.pipe_file(place, data))

    def _put(self, name: str, write: Callable[[str], object]) -> None:
        place = f"{self.root}/{name}"
        with self._errors(name, "upload failed"):
            if self.atomic:
                write(place)
                return
            parent, _, last = place.rpartition("/")
            # Named after the file alone, so that the upload which is tried again replaces what a kill left.
            part = f"{parent}/.{hashlib.sha256(last.encode()).hexdigest()[:16]}{PART}"
            self.system.makedirs(parent, exist_ok=True)
            try:
                write(part)
                self.system.mv(part, place)
            except BaseException:
                with contextlib.suppress(Exception):
                    self.system.rm_file(part)
                raise

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.keep:
            (self.folder / name).unlink(missing_ok=True)
        with self._errors(name, "cannot be removed"), contextlib.suppress(FileNotFoundError, KeyError):
            self.system.rm_file(f"{self.root}/{name}")

    @contextlib.contextmanager
    def _errors(self, name: str, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each protocol's library has errors of its own
            raise OSError(
                f"{self.url}/{name}: {what}: {told(error)}; see that the place may be written, and give the same "
                "command again"
            ) from error


class Upload:
    """A small file on its way to a store: the upload is what is slow, and gives it its name as well."""

    def __init__(self, tree: Tree, name: str, data: bytes) -> None:
        self.tree = tree
        self.name = name
        self.data = data

    def sync(self) -> None:
        """Upload it. Raises `OSError`."""
        self.tree.send(self.name, self.data)

    def publish(self) -> None:
        """It has its name."""

    def discard(self) -> None:
        """Nothing is left of an upload that failed."""


class RemoteOutlet(Outlet):
    """A place behind a URL, with ledger and report in `state`, a folder on a disk. Where the output is the one file
    `name`, `url` is the folder that it lies in.

    Raises `UsageError` where `state` belongs to another output, or nothing here can write to the URL.
    """

    __slots__ = ()

    def __init__(self, url: str, state: Path, name: str = "") -> None:
        url = url.rstrip("/")
        reports = f"{url}/{name}{REPORTS}"
        super().__init__(
            f"{url}/{name}".rstrip("/"),
            state,
            state,
            Tree(url, state / OUTGOING / "outputs"),
            Tree(f"{reports}/{SHARD_REPORTS}", state / OUTGOING / SHARD_REPORTS),
            Tree(reports, state, keep=True),
        )
        self._refuse_state_of_another()

    @property
    def _url(self) -> str | None:
        """The URL that the state folder is of; `None` where no run wrote it yet."""
        try:
            return (self.state / _URL_NAME).read_text("utf-8").strip()
        except OSError:
            return None

    def _refuse_state_of_another(self) -> None:
        url = self._url
        if url == self.shown:
            return
        if url is not None:
            raise UsageError(f"holds the state of {url}", path=self.state, hint="choose another folder with --state")
        # A run that was killed before it began leaves its lock.
        if self.state.exists() and any(path.suffix != PART and path.name != "lock" for path in self.state.iterdir()):
            raise UsageError(
                "is in use for something else", path=self.state, hint="choose an empty folder with --state"
            )

    def begin(self, written: Iterable[str], *, again: bool) -> None:
        """Note whose state this is; what was on its way when a run was killed is made again."""
        del written
        if again:
            sweep(self.state)
        shutil.rmtree(self.state / OUTGOING, ignore_errors=True)
        write_file(self.state / _URL_NAME, f"{self.shown}\n".encode())

    def refuse_foreign_files(self, written: Iterable[FileInput]) -> None:
        """Before the first run: `UsageError` where an output would replace a file that no run of this state wrote."""
        if self._url is not None:
            return
        for item in written:
            if self.outputs.holds(str(item.output)):
                raise UsageError(
                    "would be overwritten",
                    path=f"{self.outputs.shown}/{item.output}",
                    hint="choose an empty place with -o, or give the folder of the run that wrote it with --state; "
                    "nothing was written",
                )


def default_state(url: str) -> Path:
    """Where the state of an output is kept when nobody says where: in the working directory, called after the URL."""
    return Path(f"{REPORTS}-{hashlib.sha256(url.rstrip('/').encode()).hexdigest()[:12]}")


def refuse_nesting(given: str, url: str) -> None:
    """`UsageError` where an output would be read as input by the next run: it lies inside. Both may be URLs."""
    inputs, root = url_system(given, "cannot be read")
    outputs, place = url_system(url, "cannot be written")
    if type(inputs) is not type(outputs):
        return
    root, place = _real(inputs, root), _real(outputs, place)
    if place == root or place.startswith(f"{root}/"):
        raise UsageError("an output behind a URL cannot lie inside the input", path=url, hint="choose another with -o")


def _real(system: Any, place: str) -> str:
    return str(Path(place).resolve()).rstrip("/") if system.protocol[0] == "file" else place.rstrip("/")


def told(error: Exception) -> str:
    """An error in words, with its class: messages of network libraries are often bare."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
