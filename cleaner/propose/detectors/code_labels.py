"""Labels over code listings: the name of the language, and the button that copies the code."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Page
from cleaner.propose.detectors.weighing import LABEL, Case

NAMED = 1.2
"""The line is the name of a language that listings are marked with, or "Copy". A heading is none: an article that shows
one thing in three languages heads each with its name."""
OVER_A_LISTING = 1.2
"""The next line is code. Either alone is usual in articles about programming."""

_LANGUAGES = """
bash c c# c++ clojure console cpp css dart dockerfile elixir erlang go golang graphql haskell html http ini java
javascript js json jsx kotlin lua makefile markdown matlab objective-c ocaml perl php plaintext powershell python r ruby
rust sass scala scss sh shell sql svelte swift terminal text toml ts tsx typescript vue xml yaml yml
"""
_BUTTONS = ("copied", "copy", "copy code", "plain text", "python traceback", "shell session", "show/hide")
LABELS = frozenset((*_LANGUAGES.split(), *_BUTTONS))


class CodeLabels:
    """Finds labels over listings that the markup tells."""

    name = "code_labels"
    version = "1"
    where = "code_labels.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each label."""
        for line, below in pairwise(page.lines):
            if "code" not in below.block.marks or "code" in line.block.marks or line.block.heading:
                continue
            if line.text.casefold() in LABELS:
                case = Case((line,), Kind.PLAYER)
                case.add("label", LABEL)
                case.add("name", NAMED, line.text)
                case.add("over code", OVER_A_LISTING)
                yield case
