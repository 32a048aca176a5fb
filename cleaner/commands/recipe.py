"""The cleaner that a command's options ask for. A worker process calls it too, so that it knows nothing of the command
line, and loads what cleaning needs when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.config import Config
from cleaner.errors import InputError, UsageError

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner
    from cleaner.propose.repairs import Profile


def cleaner_of(rules: Sequence[Path], config: Config, profile: Path | None) -> Cleaner:
    """The cleaner of these rule folders, this configuration and a profile's file. Raises `RuleError` where a rule file
    cannot be used, and what `read_profile` raises."""
    from cleaner.pipeline import Cleaner  # noqa: PLC0415 - half a second, and `cleaner run` can do without

    return Cleaner(rules=rules, config=config, profile=None if profile is None else read_profile(profile))


def read_profile(path: Path) -> Profile:
    """The profile in a file; `UsageError` or `InputError` names what is wrong with it."""
    from cleaner.propose.repairs import load_profile  # noqa: PLC0415 - as above

    try:
        return load_profile(path)
    except FileNotFoundError as error:
        raise UsageError("no such profile", path=path, hint=f"cleaner profile FOLDER -o {path}") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
