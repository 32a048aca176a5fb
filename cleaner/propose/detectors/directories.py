"""Directories of a site below an article: dozens of links made from one template, "Gutter cleaning in ...", a town
each; and the archives of blogs, "January 2031 (12)", with the number of posts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import ENOUGH, Case

LEAST = 12
"""Lines of one template that make a directory. The longest such run in 923 gold texts has 10 lines, a list of lessons;
and none stands below the last paragraph."""
SHARED = 4
REST = 7
"""Words that all of them begin with, at least, and words of the rest, at most: a name goes in there. Lists that are the
article's share fewer, or say more."""


MOST_SHARE = 0.25
"""Of the words that are left: what is mostly a directory is one. The archive of a blog is often longer than a post."""

COUNTED = "... (n)"
_COUNTED = regex.compile(r"[^\p{L}\d]{0,6}[\p{L}\d][^.!?()]{0,40}\s?\(\d{1,5}\)")


class Directories:
    """Finds the runs of labels below the article that begin alike and end differently, or end in a number in
    brackets."""

    name = "directories"
    version = "2"
    where = "directories.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each run."""
        if page.last_body is None:
            return
        for template, run in groupby(page.lines[page.last_body + 1 :], _template):
            lines = tuple(run)
            if template is None or len({line.folded for line in lines}) < LEAST:
                continue
            if template != COUNTED and sum(line.words for line in lines) > MOST_SHARE * page.words:
                continue
            case = Case(lines, Kind.NAVIGATION)
            case.add("template", ENOUGH, template)
            case.add("place", 1.0, Zone.TAIL.value)
            yield case


def _template(line: Line) -> str | None:
    """What the lines of a run have in common."""
    if line.words <= SHARED + REST and _COUNTED.fullmatch(line.unit.text.strip()):
        return COUNTED
    return _beginning(line)


def _beginning(line: Line) -> str | None:
    """The first words of a label; nothing of a sentence."""
    words = line.folded.split() if line.is_label and line.words <= SHARED + REST else []
    return " ".join(words[:SHARED]) if len(words) > SHARED else None
