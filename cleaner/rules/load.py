"""Rule files from folders: users' own first, then those that come with the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import RuleError
from cleaner.rules.book import RuleBook
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.schema import Role, RuleFile

BUILTIN_NAME = "rules"
"""What reports call the folder of built-in rules, wherever it lies."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder of rule files holds: the files that could be read and the errors of the others."""

    path: Path
    files: tuple[RuleFile, ...]
    errors: tuple[RuleError, ...]


def builtin_rules_dir() -> Path:
    """The folder of the rules that come with the package: inside it in a wheel, beside it in a checkout.

    Raises `RuleError` where neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_builtin_rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError("the built-in rules are missing", path=package, hint="install the package again")


def read_folder(folder: Path, name: str | None = None, *, trusted: bool = False) -> Folder:
    """Read every `*.toml` under `folder`; files whose name begins with a dot are left out.

    What a file is for is told by the folder that it lies in: `sources/`, `families/`, `wrappers/` or `base/`; one that
    lies at the top is a source. `name` stands for the folder in reports; `trusted` is `parse_rule_file`'s. Raises
    `RuleError` where `folder` is none.
    """
    if not folder.is_dir():
        raise RuleError("no such folder", path=folder, hint="give a folder that holds rule files, *.toml")
    files: list[RuleFile] = []
    errors: list[RuleError] = []
    paths = sorted(folder.rglob("*.toml"), key=lambda path: path.relative_to(folder).as_posix())
    for path in paths:
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        shown = f"{name}/{relative.as_posix()}" if name else path.as_posix()
        try:
            files.append(_read(path, relative, shown, trusted))
        except RuleError as error:
            errors.append(error)
    return Folder(folder, tuple(files), tuple(errors))


def load_rules(folders: Sequence[Path | str] = (), builtin: bool = True) -> RuleBook:
    """The rule book of users' `folders`, in falling order of precedence, and of the built-in rules after them.

    A file replaces those of the same id in later folders, and a host that it claims is its own. Raises the first
    `RuleError` of any file: a rule that cannot be read is not skipped, or a text would be cleaned by half a file.
    """
    read = [read_folder(Path(folder)) for folder in folders]
    if builtin:
        read.append(read_folder(builtin_rules_dir(), BUILTIN_NAME, trusted=True))
    for folder in read:
        if folder.errors:
            raise folder.errors[0]
        if not folder.files:
            raise RuleError("the folder holds no rule file", path=folder.path, hint="rule files are named *.toml")
    return RuleBook([folder.files for folder in read])


def _read(path: Path, relative: Path, shown: str, trusted: bool) -> RuleFile:
    role = _role(relative, shown)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read: {error}", path=shown, hint="rule files are UTF-8 text") from None
    return parse_rule_file(text, shown, role, trusted=trusted)


def _role(relative: Path, shown: str) -> Role:
    if len(relative.parts) == 1:
        return Role.SOURCE
    folder = relative.parts[0]
    if folder not in list(Role):
        raise RuleError(
            f"no rule file belongs in '{folder}/'",
            path=shown,
            hint=f"folders are {', '.join(role + '/' for role in Role)}",
        )
    return Role(folder)
