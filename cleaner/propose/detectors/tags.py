"""Lists of tags and topics: a labelled line, a line of hashtags alone, above or below the article; and below it, tags
a line each, without a label."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import BESIDE, Case, PhraseLines, Places

DETECTOR = PhraseLines(
    name="tags",
    kind=Kind.TAGS,
    places=Places(head=0.6, inside=-1.0, tail=1.2),
    most_words=40,
    names=frozenset({"tags", "tag", "topics", "topic", "categories", "keywords"}),
)

TAG_WORDS = 3
FEWEST_TAGS = 3
SHORT_LINES = 1.2
TOLD = 1.4
"""More than half of the lines are words of the article. Who signs a letter is not named in it."""

_TAG = regex.compile(r"\p{Lu}[\p{L}'’ -]{1,40}")
_HASHTAGS = regex.compile(r"#[\p{L}\p{N}_]+(?:[\s,|]+#[\p{L}\p{N}_]+)+")


class Hashtags:
    """Finds lines of two or more hashtags and nothing else."""

    name = "hashtags"
    version = "1"
    where = "tags.py"

    def find(self, page: Page) -> Iterable[Case]:
        """Cases for lines at the head and in the tail."""
        if "#" not in page.context.document.text:
            return
        for at, line in enumerate(page):
            if "#" not in line.unit.text or page.zone(at) not in (Zone.HEAD, Zone.TAIL):
                continue
            if _HASHTAGS.fullmatch(line.unit.text):
                case = Case((line,), Kind.TAGS)
                case.add("shape", 2.2, "hashtags alone")
                case.add("place", 1.2, page.zone(at).value)
                yield case


class TagLines:
    """Finds tags printed a line each below the article, next to what went: most of them are words of the text."""

    name = "tag-lines"
    version = "1"
    where = "tags.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each list."""
        if page.last_body is None:
            return
        run: list[Line] = []
        for at in range(page.last_body + 1, len(page.lines) + 1):
            line = page.lines[at] if at < len(page.lines) else None
            if line is not None and line.words <= TAG_WORDS and _TAG.fullmatch(line.unit.text.strip()):
                run.append(line)
                continue
            if len(run) >= FEWEST_TAGS and page.gone_beside(run[-1]) + page.gone_beside(run[0]):
                told = sum(_is_told(page, tag) for tag in run)
                if 2 * told > len(run):
                    case = Case(tuple(run), Kind.TAGS)
                    case.add("shape", SHORT_LINES, len(run))
                    case.add("words of the text", TOLD, told)
                    case.add("beside", BESIDE)
                    yield case
            run = []


def _is_told(page: Page, tag: Line) -> bool:
    """Whether the article holds the words of `tag`, but for their endings."""
    stems = [word[: max(4, len(word) - 2)] for word in tag.folded.split()]
    last = page.last_body or 0
    return any(all(stem in line.folded for stem in stems) for line in page.lines[: last + 1])
