"""Time stamps of a live blog: a time alone on its line, three times or more. Kept, unless the policy says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.weighing import ENOUGH, Case

FEWEST = 3
"""Stamps that make a live blog; one or two are datelines."""

_DIGIT = re.compile(r"\d")
STAMP = regex.compile(
    r"(?:\p{L}{3,9}\.? \d{1,2},? )?(?:\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
    r"(?: ?(?:GMT|UTC|[CEMP][SD]?T|CEST|BST|IST|JST|Uhr|h))?",
    regex.IGNORECASE,
)


class LiveStamps:
    """Finds the stamps."""

    name = "live_stamps"
    version = "1"
    where = "live_stamps.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each stamp of a live blog."""
        stamps = live_stamps(page)
        if len(stamps) < FEWEST:
            return
        for line in stamps:
            case = Case((line,), Kind.LIVE_STAMP)
            case.add("shape", ENOUGH, "a time alone on its line")
            case.add("repeated", 1.0, len(stamps))
            yield case


def live_stamps(page: Page) -> list[Line]:
    """The lines that are a time and nothing else."""
    return [line for line in page if line.words <= 6 and _is_stamp(line.text)]


@lru_cache(maxsize=4096)
def _is_stamp(text: str) -> bool:
    # A memory of a pure function: lines are asked about again when something around them went.
    return _DIGIT.search(text) is not None and STAMP.fullmatch(text) is not None
