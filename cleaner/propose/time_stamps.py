"""Time stamps of a live blog: a time alone on its line, three times or more."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

FEWEST = 3
"""Stamps that make a live blog; one or two are datelines."""

LONGEST = 32
"""Characters of the longest stamp: a month, a day, a time and a zone."""

_DIGIT = re.compile(r"\d")
_STAMP = regex.compile(
    r"(?:\p{L}{3,9}\.? \d{1,2},? )?(?:\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
    r"(?: ?(?:GMT|UTC|[CEMP][SD]?T|CEST|BST|IST|JST|Uhr|h))?",
    regex.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_time_stamp(line: str) -> bool:
    """Whether `line` is a time and nothing else."""
    # A memory of a pure function: lines are asked about again when something around them went.
    return len(line) <= LONGEST and _DIGIT.search(line) is not None and _STAMP.fullmatch(line) is not None
