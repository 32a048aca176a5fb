"""Writing a draft: all of its files or none, and never over what is there."""

from __future__ import annotations

from pathlib import Path

from cleaner.draft.source import Draft
from cleaner.errors import UsageError
from cleaner.io.files import write_file

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = frozenset({"site-packages", "dist-packages"})


def write_draft(draft: Draft, into: Path) -> tuple[Path, ...]:
    """Write every file of `draft` under `into` and tell their paths.

    Raises `UsageError` before anything is written where a file is there already, or where `into` lies in an installed
    package: what is written there is lost with the next update. Raises `OSError` where writing fails; then what was
    written is taken away again.
    """
    whole = into.resolve()
    if whole == _PACKAGE or _PACKAGE in whole.parents or _INSTALLED & set(whole.parts):
        raise UsageError("lies in an installed package", path=into, hint="give --into a folder of your own")
    targets = [into / file.path for file in draft.files]
    for target in targets:
        if target.exists():
            raise UsageError("is there already", path=target, hint="give another --into or --id, or move it away")
    done: list[Path] = []
    try:
        for file, target in zip(draft.files, targets, strict=True):
            write_file(target, file.data)
            done.append(target)
    except OSError:
        for target in done:
            target.unlink(missing_ok=True)
        raise
    return tuple(targets)
