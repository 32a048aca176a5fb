"""Clean scraped articles: per-source rules, heuristic detectors, dropped-letter repair, every removed character
accounted for.

`clean` cleans one document, a `Cleaner` many. The result tells the text, the metadata, and each edit with its reason.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.cut import stitch
    from cleaner.errors import CleanerError
    from cleaner.kinds import Kind, Policy
    from cleaner.model import Document, Edit, Refusal, Result, Status
    from cleaner.pipeline import Cleaner, clean
    from cleaner.report import restore
    from cleaner.rules import load_rules
    from cleaner.spans import Span
    from cleaner.version import __version__

__all__ = [
    "Cleaner",
    "CleanerError",
    "Config",
    "Document",
    "Edit",
    "Kind",
    "Policy",
    "Refusal",
    "Result",
    "Span",
    "Status",
    "__version__",
    "clean",
    "load_rules",
    "restore",
    "stitch",
]

_HOMES = {
    "Cleaner": "pipeline",
    "CleanerError": "errors",
    "Config": "config",
    "Document": "model",
    "Edit": "model",
    "Kind": "kinds",
    "Policy": "kinds",
    "Refusal": "model",
    "Result": "model",
    "Span": "spans",
    "Status": "model",
    "__version__": "version",
    "clean": "pipeline",
    "load_rules": "rules",
    "restore": "report",
    "stitch": "cut",
}
"""Where each public name lives. They are loaded when they are asked for: all of them take half a second, which the
supervisor of a run, that cleans nothing itself, need not wait for."""


if not TYPE_CHECKING:  # a type checker must not believe that the package has every name

    def __getattr__(name: str) -> object:
        """A public name, loaded now."""
        if name not in _HOMES:
            raise AttributeError(f"module 'cleaner' has no attribute '{name}'")
        found = getattr(import_module(f"cleaner.{_HOMES[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """What completion shows: also what is not loaded yet."""
    return sorted({*globals(), *__all__})
