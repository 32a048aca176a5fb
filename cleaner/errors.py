"""Errors that a user can act on: each names the file, the line and the entry, and says what to do next."""

from __future__ import annotations

from pathlib import Path


class CleanerError(Exception):
    """The parent of every error that this package raises on purpose.

    `message` says what is wrong, `path`, `line` and `entry` where, `hint` what to do next; all but the message may be
    missing. `str(error)` is one line: `rules/sources/x.toml:27: [drop "tail"] message; hint`.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        entry: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        self.entry = entry
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        where = ""
        if self.path is not None:
            where = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        entry = f"[{self.entry}] " if self.entry else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{where}{entry}{self.message}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default would lose the keyword arguments.
        state = {"path": self.path, "line": self.line, "entry": self.entry, "hint": self.hint}
        return _rebuild, (type(self), self.message, state)


def _rebuild(kind: type[CleanerError], message: str, state: dict[str, object]) -> CleanerError:
    return kind(message, **state)  # type: ignore[arg-type]


class InputError(CleanerError):
    """A document that cannot be read as text: binary, unreadable, of an unknown media type."""


class UsageError(CleanerError):
    """A call that cannot be carried out as asked: options that contradict, an output that would overwrite."""


class RuleError(CleanerError):
    """A rule file that cannot be used: unknown key, bad pattern, unresolved name, missing example."""


class OverrunError(CleanerError):
    """A pattern or a document that took longer than its limit; the document fails, no other."""


class RestoreError(CleanerError):
    """A clean text and a report that do not belong together."""
