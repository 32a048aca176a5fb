"""Clean scraped articles: per-source rules, heuristic detectors, dropped-letter repair, every removed character
accounted for.

`clean` cleans one document, a `Cleaner` many. The result tells the text, the metadata, and each edit with its reason.
"""

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
