"""`extends` and `disable`: which entries of which files apply together, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.errors import RuleError
from cleaner.rules.parse import suggestion
from cleaner.rules.schema import CaptureEntry, DropEntry, Entry, KeepEntry, RuleFile


@dataclass(frozen=True, slots=True)
class BoundEntry:
    """An entry and the file that it comes from. `is_trial`: what it does is reported, not done."""

    entry: Entry
    file_id: str
    is_trial: bool

    @property
    def name(self) -> str:
        """The entry's full name: `families/x#entry`."""
        return f"{self.file_id}#{self.entry.id}"


def bind(file: RuleFile, families: Mapping[str, RuleFile]) -> tuple[BoundEntry, ...]:
    """The entries of `file` and, after them, of the families that it extends, in the order of `extends`, without
    those that it disables.

    Raises `RuleError` for a name in `extends` or `disable` that does not exist, and for families that extend each other
    in a ring.
    """
    chain = [file, *_families(file, families, (file.id,))]
    disabled = _disabled(chain)
    return tuple(
        BoundEntry(entry, part.id, "trial" in (part.status, file.status))
        for part in chain
        if part.status != "retired" or part is file
        for entry in entries_of(part)
        if f"{part.id}#{entry.id}" not in disabled
    )


def entries_of(file: RuleFile) -> tuple[DropEntry | KeepEntry | CaptureEntry, ...]:
    """What a file does by itself, keeps first."""
    return (*file.keeps, *file.drops, *file.captures)


def _families(file: RuleFile, families: Mapping[str, RuleFile], path: tuple[str, ...]) -> list[RuleFile]:
    found: list[RuleFile] = []
    for name in file.extends:
        if name in path:
            ring = " -> ".join((*path, name))
            raise RuleError(f"families extend each other: {ring}", path=file.place.path, line=1, hint="break the ring")
        if name not in families:
            raise RuleError(
                f"'extends' names '{name}', which does not exist",
                path=file.place.path, line=1, hint=suggestion(name, sorted(families), "families"),
            )  # fmt: skip
        for part in (families[name], *_families(families[name], families, (*path, name))):
            if all(part.id != other.id for other in found):
                found.append(part)
    return found


def _disabled(chain: list[RuleFile]) -> set[str]:
    disabled: set[str] = set()
    for at, part in enumerate(chain):
        inherited = [f"{other.id}#{entry.id}" for other in chain[at + 1 :] for entry in entries_of(other)]
        for name in part.disable:
            if name not in inherited:
                raise RuleError(
                    f"'disable' names '{name}', which is not inherited",
                    path=part.place.path, line=1, hint=suggestion(name, inherited, "inherited entries"),
                )  # fmt: skip
            disabled.add(name)
    return disabled
