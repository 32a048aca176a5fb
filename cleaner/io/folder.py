"""A folder of scraped files as inputs, and the same tree of clean files as output.

Listing comes first and reads no file, so that everything that can be wrong with the names (two inputs that would be
written to one file, an output inside the input) is known before anything is written.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from cleaner.errors import UsageError
from cleaner.io.compressed import decompress, without_compression

EXTENSIONS = frozenset({".html", ".htm", ".xhtml", ".txt", ".md", ".markdown"})
"""Documents that a folder run reads, in lower case, also where `.gz` or `.zst` follows."""

CONTAINERS = frozenset({".jsonl", ".ndjson", ".parquet", ".warc"})
"""Files of many documents that it reads; the first two and the last also where `.gz` or `.zst` follows. Other files are
counted and left alone."""

REPORTS = ".cleaner"
"""The folder inside an output folder that holds its report. Never read as input, nor is what is called after it with a
hyphen: the state of an output that lies elsewhere."""

_SHOWN = 5
"""Clashes that an error spells out."""


@dataclass(frozen=True, slots=True)
class FileInput:
    """One file to clean: where it is, and where its text goes, relative to the output folder.

    `id` is its path relative to the input folder, with `/`; bytes of a name that are no UTF-8 stand as `\\xNN` in it.
    `size` and `mtime` (nanoseconds) are those that the listing saw.
    """

    id: str
    path: Path
    output: PurePosixPath
    size: int = 0
    mtime: int = 0

    def __reduce__(self) -> tuple[object, ...]:
        # By hand, since one crosses to a worker for each document: what dataclasses with slots do takes twice as long.
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)

    @property
    def name(self) -> str:
        """What it would be called uncompressed: the hint for the media type."""
        return str(without_compression(self.id))

    def read(self) -> bytes:
        """Its bytes, uncompressed. Raises `OSError`, or `InputError` where compressed data is damaged."""
        with self.open() as file:
            data = file.read()
        return data if self.name == self.id else decompress(data, self.id)

    def open(self) -> BinaryIO:
        """Its bytes as they are, as a buffered stream that can seek. Raises `OSError`."""
        return self.path.open("rb")

    def digest(self) -> str:
        """SHA-256 of its bytes as they are. Raises `OSError`."""
        with self.open() as file:
            return hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that cannot be read, and why."""

    id: str
    why: str


@dataclass(slots=True)
class Listing:
    """What a folder holds: documents and containers sorted by id, what could not be read, how many files of other
    extensions there are."""

    inputs: list[FileInput] = field(default_factory=list)
    containers: list[FileInput] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def skip(self, place: PurePosixPath) -> None:
        """Count a file of another type."""
        shown = place.suffix.lower() or "(no extension)"
        self.skipped[shown] = self.skipped.get(shown, 0) + 1

    def settle(self) -> None:
        """Sort all of it. Raises `UsageError` where two inputs would be written to one file."""
        self.inputs.sort(key=lambda item: item.id)
        self.containers.sort(key=lambda item: item.id)
        self.troubles.sort(key=lambda trouble: trouble.id)
        self.skipped = dict(sorted(self.skipped.items()))
        _refuse_clashes(self.written)

    @property
    def written(self) -> list[FileInput]:
        """Everything that has an output, sorted."""
        return sorted([*self.inputs, *self.containers], key=lambda item: item.id)


def is_state(name: str) -> bool:
    """Whether a folder is called as those that a run keeps its ledger and report in."""
    return name == REPORTS or name.startswith(f"{REPORTS}-")


def output_name(path: PurePosixPath) -> PurePosixPath:
    """`a.html` becomes `a.html.txt`; `a.txt` stays."""
    return path if path.suffix.lower() == ".txt" else path.with_name(f"{path.name}.txt")


def container_output(path: PurePosixPath) -> PurePosixPath:
    """A container comes out under its own name; only of `a.warc.gz` is `a.warc.jsonl.gz` made."""
    bare = without_compression(path)
    if bare.suffix.lower() != ".warc":
        return path
    return bare.with_name(f"{bare.name}.jsonl{path.suffix if bare != path else ''}")


def list_folder(root: Path, output: Path) -> Listing:
    """The inputs under `root`, in the order of their ids.

    Linked folders are followed where they lead out of `root`, each once: what lies inside is found at its own place,
    so no loop can arise. `output` is never read, wherever it lies. Raises `UsageError` where `root` is no folder, is
    the output folder, or where two inputs would be written to one file (also if they differ by case alone, or by
    Unicode composition).
    """
    if not root.exists():
        raise UsageError("no such folder", path=root)
    if not root.is_dir():
        raise UsageError("not a folder", path=root, hint=f"to clean one file: cleaner clean {root}")
    listing = Listing()
    real_root, real_output = root.resolve(), output.resolve()
    if real_root == real_output:
        raise UsageError("input and output are the same folder", path=root, hint="choose another folder with -o")
    if real_output.is_relative_to(real_root):
        listing.notes.append(f"the output folder {output} lies inside {root}: what it holds is not read as input")
    _Walk(listing, real_root, real_output).folder(root, PurePosixPath())
    listing.settle()
    _refuse_overwriting(listing.written, real_root, real_output, output)
    return listing


class _Walk:
    """One walk over a tree, with the linked folders that it has already read."""

    def __init__(self, listing: Listing, real_root: Path, real_output: Path) -> None:
        self.listing = listing
        self.real_root = real_root
        self.real_output = real_output
        self.linked: set[Path] = set()

    def folder(self, folder: Path, relative: PurePosixPath) -> None:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.trouble(relative, error)
            return
        for entry in entries:
            place = relative / entry.name
            try:
                self.entry(entry, place)
            except OSError as error:
                self.trouble(place, error)

    def entry(self, entry: os.DirEntry[str], place: PurePosixPath) -> None:
        if entry.is_symlink() and not Path(entry.path).exists():
            if without_compression(place).suffix.lower() in EXTENSIONS | CONTAINERS:
                Path(entry.path).stat()  # raises what is wrong with the link
            return
        if entry.is_dir():
            if not is_state(entry.name) and self.may_enter(entry):
                self.folder(Path(entry.path), place)
            return
        suffix = without_compression(place).suffix.lower()
        if suffix not in EXTENSIONS and suffix not in CONTAINERS:
            self.listing.skip(place)
            return
        known = entry.stat()
        if not stat.S_ISREG(known.st_mode):
            self.listing.troubles.append(Trouble(sound_name(place), "not a regular file"))
            return
        holds_many = suffix in CONTAINERS
        output = PurePosixPath(sound_name(container_output(place) if holds_many else output_name(place)))
        item = FileInput(sound_name(place), Path(entry.path), output, known.st_size, known.st_mtime_ns)
        (self.listing.containers if holds_many else self.listing.inputs).append(item)

    def may_enter(self, entry: os.DirEntry[str]) -> bool:
        real = Path(entry.path).resolve()
        if real == self.real_output:
            return False
        if not entry.is_symlink():
            return True
        if real.is_relative_to(self.real_root) or self.real_root.is_relative_to(real) or real in self.linked:
            return False
        self.linked.add(real)
        return True

    def trouble(self, place: PurePosixPath, error: OSError) -> None:
        self.listing.troubles.append(Trouble(sound_name(place), error.strerror or str(error)))


def sound_name(path: PurePosixPath | str) -> str:
    """A path that can be printed and stored as UTF-8: stray bytes of the name stand as `\\xNN`."""
    return os.fsencode(str(path)).decode("utf-8", "backslashreplace")


def _folded(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())


def _refuse_clashes(inputs: list[FileInput]) -> None:
    taken: dict[str, FileInput] = {}
    clashes: list[str] = []
    for item in inputs:
        other = taken.setdefault(_folded(item.output), item)
        if other is not item:
            clashes.append(f"'{other.id}' and '{item.id}' would both be written to '{item.output}'")
    folders: dict[str, FileInput] = {}
    for item in inputs:
        for parent in item.output.parents:
            folders.setdefault(_folded(parent), item)
    for name, item in taken.items():
        if name in folders:
            clashes.append(f"'{item.id}' would be written where '{folders[name].id}' needs a folder")
    if clashes:
        more = f" (and {len(clashes) - _SHOWN} more)" if len(clashes) > _SHOWN else ""
        raise UsageError(
            f"names clash: {'; '.join(clashes[:_SHOWN])}{more}", hint="rename one of them; nothing was written"
        )


def _refuse_overwriting(inputs: list[FileInput], real_root: Path, real_output: Path, output: Path) -> None:
    """An output folder may hold links; none may lead a clean file over an original."""
    for folder in dict.fromkeys(item.output.parent for item in inputs):
        real = (real_output / folder).resolve()
        inside = real.is_relative_to(real_root) and not (
            real_output.is_relative_to(real_root) and real.is_relative_to(real_output)
        )
        if inside:
            raise UsageError(
                f"the output folder leads back into the input folder at '{folder}'",
                path=output,
                hint="choose another with -o",
            )


def refuse_foreign_files(inputs: list[FileInput], output: Path) -> None:
    """A folder that no earlier run wrote may hold anything: `UsageError` where a clean file would replace one of its
    files."""
    if not output.exists() or (output / REPORTS).is_dir():
        return
    for item in inputs:
        place = output / item.output
        if place.exists() or place.is_symlink():
            raise UsageError(
                "would be overwritten", path=place, hint="choose an empty folder with -o; nothing was written"
            )


@dataclass(frozen=True, slots=True)
class ContainerPlaces:
    """Where one container comes from and goes to: its listing, the folder of the output, the folder of its state."""

    listing: Listing
    folder: Path
    state: Path


def list_container(path: Path, output: Path) -> ContainerPlaces:
    """One container as input. `output` is a folder, or a file's name where it ends as a container's does; then the
    state folder stands beside it and is called after it. Raises `UsageError` where the two make no sense."""
    known = path.stat()
    suffix = without_compression(path.name).suffix.lower()
    if suffix not in CONTAINERS:
        raise UsageError(
            "no container of many documents", path=path, hint=f"to clean one file: cleaner clean {path} -o FILE"
        )
    wanted = container_output(PurePosixPath(sound_name(path.name)))
    kind = without_compression(output.name).suffix.lower()
    if kind in CONTAINERS and not output.is_dir():
        if kind != without_compression(wanted).suffix.lower() and {kind, suffix} != {".jsonl", ".ndjson"}:
            raise UsageError(
                f"'{path.name}' comes out as '{wanted.name}'", path=output, hint="give it the suffix of what it is"
            )
        folder, state, wanted = output.parent, output.with_name(f"{output.name}{REPORTS}"), PurePosixPath(output.name)
    else:
        folder, state = output, output / REPORTS
    target = folder / wanted
    if target.exists() and target.samefile(path):
        raise UsageError("input and output are the same file", path=path, hint="choose another one with -o")
    if target.exists() and not state.is_dir():
        raise UsageError("would be overwritten", path=target, hint="choose another one with -o; nothing was written")
    item = FileInput(sound_name(path.name), path, wanted, known.st_size, known.st_mtime_ns)
    return ContainerPlaces(Listing(containers=[item]), folder, state)
